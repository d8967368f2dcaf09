using Wenden.PlainHost.Halls;

[assembly: AssemblyFixture(typeof(Wenden.Journeys.Tests.RunningHall))]

namespace Wenden.Journeys.Tests;

/// <summary>The whole hall, two replicas of everything, in a folder of its own that is deleted at the end.</summary>
public sealed class RunningHall : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("wenden-journeys-").FullName;
    private PlainHall? _hall;

    public PlainHall Hall => _hall ?? throw new InvalidOperationException("The hall has not started.");

    /// <summary>What the resources have written, the last lines of each.</summary>
    public HallLines Lines { get; } = new();

    public async ValueTask InitializeAsync() => _hall = await PlainHall.StartAsync(new HallOptions
    {
        DataFolder = _folder,
        Replicas = 2,
        AsOf = new DateTimeOffset(2019, 10, 21, 8, 30, 0, Contracts.Hall.Offset),
        Durable = false,
        Line = Lines.Add,
        Environment = new Dictionary<string, string?>
        {
            ["Forms__Archive"] = Path.Combine(_folder, "archive"), ["Intake__Materials__Folder"] = Path.Combine(_folder, "materials"),
        },
    });

    public async ValueTask DisposeAsync()
    {
        if (_hall is not null)
            await _hall.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
