namespace Wenden.Subsidy.Programmes;

/// <summary>A policy, its text, from which day on it counts, and who put it in force where it was not shipped with the service.</summary>
internal sealed record PolicyEntry(Policy Policy, string Yaml, DateOnly EffectiveFrom, string? LoadedBy = null, string? ConfirmedBy = null);

/// <summary>Every policy in force or once in force: those shipped with the service, and those confirmed later, which take their place.</summary>
internal sealed class PolicyBook(IReadOnlyList<PolicyEntry> shipped, TimeProvider clock)
{
    private readonly Dictionary<string, Policy> _earlier = [];
    private volatile IReadOnlyList<PolicyEntry> _entries = shipped;

    public IReadOnlyList<PolicyEntry> Shipped { get; } = shipped;

    /// <summary>The entry in force today of every programme and year.</summary>
    public IReadOnlyList<PolicyEntry> Present => [.. _entries.Select(entry => (entry.Policy.Programme, entry.Policy.Year)).Distinct()
        .Select(of => EntryOf(of.Programme, of.Year, clock.HallDay())).OfType<PolicyEntry>()];

    /// <summary>Reads every policy file of a folder.</summary>
    /// <exception cref="InvalidDataException">Files have errors, all of which the message names; or there is no file.</exception>
    public static PolicyBook Load(string folder, TimeProvider? clock = null)
    {
        var entries = new List<PolicyEntry>();
        var errors = new List<string>();
        foreach (var file in Directory.EnumerateFiles(folder, "*.yaml").Order())
        {
            var (name, yaml) = (Path.GetFileName(file), File.ReadAllText(file));
            var (policy, faults) = PolicyFile.Read(name, yaml);
            errors.AddRange(faults);
            if (policy is not null && name != $"{policy.Id}.yaml")
                errors.Add($"{name}: holds the policy {policy.Id}");
            else if (policy is not null)
                entries.Add(new PolicyEntry(policy, yaml, DateOnly.MinValue));
        }

        if (errors.Count == 0 && entries.Count == 0)
            errors.Add($"{folder}: no policy file");
        return errors.Count == 0 ? new PolicyBook(entries, clock ?? TimeProvider.System) : throw new InvalidDataException(string.Join(Environment.NewLine, errors));
    }

    /// <summary>Takes in what was confirmed, in the order of confirmation, and every text that was once in force.</summary>
    public void TakeIn(IEnumerable<PolicyEntry> confirmed, IEnumerable<Policy> earlier)
    {
        lock (_earlier)
        {
            foreach (var policy in earlier)
                _earlier[policy.Fingerprint] = policy;
        }

        _entries = [.. Shipped, .. confirmed];
    }

    /// <summary>The policy of a year that is in force today.</summary>
    public Policy? Find(string programme, int year) => EntryOf(programme, year, clock.HallDay())?.Policy;

    /// <summary>The policy of a text, in force or not.</summary>
    /// <param name="fingerprint">SHA-256 of the text, lower-case hexadecimal.</param>
    public Policy? Of(string fingerprint)
    {
        if (_entries.FirstOrDefault(entry => entry.Policy.Fingerprint == fingerprint)?.Policy is { } known)
            return known;
        lock (_earlier)
            return _earlier.GetValueOrDefault(fingerprint);
    }

    /// <summary>
    /// The policy that an application of <paramref name="day"/> is judged by: its year's, else the last one before, whose window then refuses it,
    /// else the first.
    /// </summary>
    public Policy For(string programme, DateOnly day)
    {
        var years = _entries.Where(entry => entry.Policy.Programme == programme && entry.EffectiveFrom <= day)
            .Select(entry => entry.Policy.Year).Distinct().Order().ToArray();
        return EntryOf(programme, years.LastOrDefault(year => year <= day.Year, years[0]), day)!.Policy;
    }

    /// <summary>The last entry of the year that counts on the day.</summary>
    public PolicyEntry? EntryOf(string programme, int year, DateOnly day) => _entries.LastOrDefault(entry =>
        entry.Policy.Programme == programme && entry.Policy.Year == year && entry.EffectiveFrom <= day);
}
