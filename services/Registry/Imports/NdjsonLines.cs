using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;

namespace Wenden.Registry.Imports;

/// <summary>Lines of a stream (NDJSON), one at a time. Holds one line in memory, however long the stream is.</summary>
internal sealed class NdjsonLines(PipeReader body) : ILineSource, IDisposable
{
    public const int LongestLine = 256 * 1024;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private ReadOnlySequence<byte> _buffer;
    private SequencePosition _end;
    private bool _ended;
    private bool _reading;
    private bool _tooLong;

    public long Number { get; private set; }

    public ReadOnlySequence<byte> Line { get; private set; }

    public Rejection? Fault => _tooLong ? new Rejection("line.too-long", LongestLine.ToString(CultureInfo.InvariantCulture)) : null;

    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        _tooLong = false;
        while (true)
        {
            if (_buffer.PositionOf((byte)'\n') is { } end)
            {
                Take(_buffer.Slice(0, end));
                _buffer = _buffer.Slice(_buffer.GetPosition(1, end));
                return true;
            }

            if (_ended)
            {
                if (_buffer.IsEmpty)
                    return _tooLong && Count();
                Take(_buffer);
                _buffer = default;
                return true;
            }

            if (_buffer.Length > LongestLine)
            {
                _tooLong = true;
                _buffer = _buffer.Slice(_buffer.End);
            }

            await FillAsync(cancellationToken);
        }
    }

    /// <summary>Gives the buffer back; the server could not go on with the connection otherwise.</summary>
    public void Dispose()
    {
        if (_reading)
            body.AdvanceTo(_end);
        _reading = false;
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        if (_reading)
            body.AdvanceTo(_buffer.Start, _buffer.End);
        _reading = false;
        var result = await body.ReadAsync(cancellationToken);
        _reading = true;
        (_buffer, _end, _ended) = (result.Buffer, result.Buffer.End, result.IsCompleted);
    }

    private void Take(ReadOnlySequence<byte> line)
    {
        Count();
        if (Number == 1 && line.FirstSpan.StartsWith(ByteOrderMark))
            line = line.Slice(ByteOrderMark.Length);
        _tooLong |= line.Length > LongestLine;
        Line = _tooLong ? default : line;
    }

    private bool Count()
    {
        Line = default;
        return ++Number > 0;
    }
}
