using Wenden.Contracts.Queue;

namespace Wenden.Simulation;

/// <summary>Who comes on the day, when, for what, and how they behave; the same for the same seed.</summary>
internal sealed record DayPlan(IReadOnlyList<PlannedVisitor> Visitors, IReadOnlyList<PlannedTeller> Tellers)
{
    public static readonly TimeSpan Begins = new(8, 20, 0);
    public static readonly TimeSpan Opens = new(8, 30, 0);
    public static readonly TimeSpan LastNumber = new(16, 45, 0);

    /// <summary>Items, their share of visitors and their median minutes at the window.</summary>
    public static readonly IReadOnlyList<(string Code, double Share, double Minutes)> Items =
    [
        ("card-new", 0.22, 2.5), ("records-print", 0.2, 2), ("flexible-payment", 0.18, 4), ("subsidy-4050", 0.1, 6), ("retirement", 0.08, 8),
        ("transfer-in", 0.1, 5), ("certification", 0.08, 2.5), ("injury-recognition", 0.04, 9),
    ];

    public const string SkilledItem = "injury-recognition";

    public static DayPlan Make(int visitors, int windows, int seed)
    {
        var random = new Random(seed);
        return new DayPlan(
            [.. Enumerable.Range(0, visitors).Select(_ => Visitor(random)).OrderBy(visitor => visitor.Comes)],
            [.. Enumerable.Range(1, windows).Select(window => Teller(window, random))]);
    }

    private static PlannedVisitor Visitor(Random random)
    {
        var count = random.NextDouble() < 0.25 ? 2 : 1;
        List<(string Code, double Share, double Minutes)> items = [];
        while (items.Count < count)
        {
            var item = Pick(random);
            if (!items.Contains(item))
                items.Add(item);
        }

        var visitorClass = random.NextDouble() switch
        {
            < 0.12 => VisitorClass.Elder,
            < 0.14 => VisitorClass.Disabled,
            < 0.155 => VisitorClass.Pregnant,
            < 0.175 => VisitorClass.Soldier,
            _ => VisitorClass.Ordinary,
        };
        var comes = Arrival(random);
        return new PlannedVisitor
        {
            Comes = comes,
            // Appointments are made in the morning for slots from half past nine.
            HasAppointment = comes > new TimeSpan(9, 30, 0) && random.NextDouble() < 0.05,
            Items = [.. items.Select(item => item.Code)],
            Class = visitorClass,
            Service = TimeSpan.FromMinutes(items.Sum(item => item.Minutes * Lognormal(random, 0.45))),
            Walk = TimeSpan.FromSeconds(8 + (25 * random.NextDouble())),
            IsMissed = random.NextDouble() < 0.03,
            ComesBack = random.NextDouble() < 0.5,
            IsTransferred = random.NextDouble() < 0.03,
            IsHeld = random.NextDouble() < 0.03,
            Patience = TimeSpan.FromMinutes(60 + (60 * random.NextDouble())),
        };
    }

    private static (string Code, double Share, double Minutes) Pick(Random random)
    {
        var at = random.NextDouble();
        foreach (var item in Items)
        {
            if ((at -= item.Share) < 0)
                return item;
        }

        return Items[0];
    }

    /// <summary>Two peaks, at half past nine and half past two, over a steady flow.</summary>
    private static TimeSpan Arrival(Random random)
    {
        while (true)
        {
            var at = random.NextDouble() switch
            {
                < 0.38 => new TimeSpan(9, 35, 0) + TimeSpan.FromMinutes(42 * Normal(random)),
                < 0.68 => new TimeSpan(14, 30, 0) + TimeSpan.FromMinutes(48 * Normal(random)),
                _ => Opens + ((LastNumber - Opens) * random.NextDouble()),
            };
            if (at >= Opens && at < LastNumber - TimeSpan.FromMinutes(1))
                return at;
        }
    }

    private static PlannedTeller Teller(int window, Random random)
    {
        var lunch = new TimeSpan(11, 15, 0) + TimeSpan.FromMinutes(35 * (window % 3));
        return new PlannedTeller
        {
            Window = window,
            Comes = Begins + TimeSpan.FromMinutes(3 + (6 * random.NextDouble())),
            IsSkilled = window % 3 != 0,
            Breaks =
            [
                (lunch, TimeSpan.FromMinutes(35)), (new TimeSpan(10, 0, 0) + TimeSpan.FromMinutes(5 * window), TimeSpan.FromMinutes(8)),
                (new TimeSpan(15, 0, 0) + TimeSpan.FromMinutes(4 * window), TimeSpan.FromMinutes(8)),
            ],
        };
    }

    private static double Lognormal(Random random, double sigma) => Math.Exp(sigma * Normal(random));

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}

internal sealed record PlannedVisitor
{
    public required TimeSpan Comes { get; init; }

    public required bool HasAppointment { get; init; }

    public required string[] Items { get; init; }

    public required string Class { get; init; }

    /// <summary>At the window.</summary>
    public required TimeSpan Service { get; init; }

    /// <summary>From the seat to the window.</summary>
    public required TimeSpan Walk { get; init; }

    public required bool IsMissed { get; init; }

    public required bool ComesBack { get; init; }

    public required bool IsTransferred { get; init; }

    public required bool IsHeld { get; init; }

    /// <summary>Leaves when not called by then.</summary>
    public required TimeSpan Patience { get; init; }
}

internal sealed record PlannedTeller
{
    public required int Window { get; init; }

    public required TimeSpan Comes { get; init; }

    public required bool IsSkilled { get; init; }

    public required IReadOnlyList<(TimeSpan From, TimeSpan For)> Breaks { get; init; }
}
