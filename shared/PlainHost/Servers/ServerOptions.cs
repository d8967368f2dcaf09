namespace Wenden.PlainHost.Servers;

/// <summary>How a server is run.</summary>
public sealed record ServerOptions
{
    /// <summary>False for throw-away data in tests: PostgreSQL then does not wait for the disk. Default true.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>Gets every line the server writes.</summary>
    public Action<string>? Line { get; init; }

    /// <summary>How long it may take until it answers. Default two minutes.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(2);
}
