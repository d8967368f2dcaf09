namespace Wenden.PlainHost.Halls;

/// <summary>How a hall is run.</summary>
public sealed record HallOptions
{
    /// <summary>Root of the repository; found from the place of this program when not given.</summary>
    public string Root { get; init; } = Outputs.RepositoryRoot;

    /// <summary>Folder of data, logs and <c>hall.json</c>. Default <c>.wenden</c> in the root.</summary>
    public string DataFolder { get; init; } = Path.Combine(Outputs.RepositoryRoot, ".wenden");

    /// <summary>Port of the portal on localhost; the next free one is taken where it is in use. 0, the default, takes any free one.</summary>
    public int PortalPort { get; init; }

    /// <summary>How many of each service run, the portal apart. Default 1.</summary>
    public int Replicas { get; init; } = 1;

    /// <summary>How many of single services run, by name, where it differs.</summary>
    public IReadOnlyDictionary<string, int> ReplicasOf { get; init; } = new Dictionary<string, int>();

    /// <summary>Where the hall's clock starts; it runs at normal speed from there. Null for the real time.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>Variables for every service, on top of all others; null takes one away.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>False for throw-away data in tests. Default true.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>Names of the services to start; all when empty.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>Gets every line that a resource writes: the resource's name, then the line.</summary>
    public Action<string, string>? Line { get; init; }

    /// <summary>Gets what the host itself has to say: a resource is ready, has died, is started again.</summary>
    public Action<string>? Say { get; init; }

    /// <summary>How long all services together may take until they answer. Default two minutes.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(2);
}
