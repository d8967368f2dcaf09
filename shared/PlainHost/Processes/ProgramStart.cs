namespace Wenden.PlainHost.Processes;

/// <summary>What a child process is started with.</summary>
internal sealed record ProgramStart(string FileName, params string[] Arguments)
{
    /// <summary>Folder it starts in.</summary>
    public string WorkingDirectory { get; init; } = "/";

    /// <summary>Variables on top of this process's own; null takes one away.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>System user it runs as; null runs it as oneself.</summary>
    public string? User { get; init; }

    /// <summary>The signal that asks it to stop in order.</summary>
    public Signal StopSignal { get; init; } = Signal.Terminate;
}
