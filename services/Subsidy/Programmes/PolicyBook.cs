namespace Wenden.Subsidy.Programmes;

/// <summary>Every policy in force or once in force, one per programme and year.</summary>
internal sealed class PolicyBook
{
    private readonly Dictionary<(string Programme, int Year), Policy> _policies = [];

    /// <summary>Reads every policy file of a folder.</summary>
    /// <exception cref="InvalidDataException">Files have errors, all of which the message names; or there is no file.</exception>
    public static PolicyBook Load(string folder)
    {
        var book = new PolicyBook();
        var errors = new List<string>();
        foreach (var file in Directory.EnumerateFiles(folder, "*.yaml").Order())
        {
            var name = Path.GetFileName(file);
            var (policy, faults) = PolicyFile.Read(name, File.ReadAllText(file));
            errors.AddRange(faults);
            if (policy is not null && name != $"{policy.Id}.yaml")
                errors.Add($"{name}: holds the policy {policy.Id}");
            else if (policy is not null)
                book._policies.Add((policy.Programme, policy.Year), policy);
        }

        if (errors.Count == 0 && book._policies.Count == 0)
            errors.Add($"{folder}: no policy file");
        return errors.Count == 0 ? book : throw new InvalidDataException(string.Join(Environment.NewLine, errors));
    }

    public Policy? Find(string programme, int year) => _policies.GetValueOrDefault((programme, year));

    /// <summary>
    /// The policy that an application of <paramref name="day"/> is judged by: its year's, else the last one before, whose window then refuses it,
    /// else the first.
    /// </summary>
    public Policy For(string programme, DateOnly day)
    {
        var years = _policies.Values.Where(policy => policy.Programme == programme).OrderBy(policy => policy.Year).ToArray();
        return years.LastOrDefault(policy => policy.Year <= day.Year) ?? years[0];
    }
}
