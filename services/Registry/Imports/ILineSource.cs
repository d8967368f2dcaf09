using System.Buffers;

namespace Wenden.Registry.Imports;

/// <summary>Lines to import, each as one JSON object, whatever the file's form.</summary>
internal interface ILineSource
{
    /// <summary>Number of the present line in the file, from 1.</summary>
    long Number { get; }

    /// <summary>The present line; valid until the next read.</summary>
    ReadOnlySequence<byte> Line { get; }

    /// <summary>Why the present line has no readable content, if it has none.</summary>
    Rejection? Fault { get; }

    /// <summary>Moves to the next line; false at the end.</summary>
    ValueTask<bool> ReadAsync(CancellationToken cancellationToken);
}
