namespace Wenden.Subsidy.Tests.Rules.Mutants;

/// <summary>Sheets near an eligible person, the same ones in every run: some facts changed, up to three missing, often those that stand in several rules.</summary>
internal static class FixedSheets
{
    private static readonly string[] _shared = ["appliedOn", "sex", "birthDate"];

    public static IEnumerable<Sheet> All(int count)
    {
        var random = new Random(4050);
        return [.. Enumerable.Range(0, count).Select(_ => One(random))];
    }

    private static Sheet One(Random random)
    {
        var values = FactDomains.All.ToDictionary(domain => domain.Key, domain => domain.Value[0]);
        foreach (var (name, domain) in FactDomains.All)
        {
            if (random.Next(12) == 0 || (_shared.Contains(name) && random.Next(2) == 0))
                values[name] = domain[random.Next(domain.Length)];
        }

        for (var missing = random.Next(4); missing > 0; missing--)
            values.Remove(random.Next(2) == 0 ? _shared[random.Next(_shared.Length)] : FactDomains.All.Keys.ElementAt(random.Next(FactDomains.All.Count)));
        return new Sheet(values);
    }
}
