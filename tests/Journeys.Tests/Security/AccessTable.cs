using System.Text.RegularExpressions;
using Wenden.PlainHost.Halls;
using Wenden.ServiceDefaults.Callers;

namespace Wenden.Journeys.Tests.Security;

/// <summary>Who may call what, as <c>docs/security.md</c> has it.</summary>
internal static partial class AccessTable
{
    /// <summary>Roles by call, written <c>queue GET /sites</c>.</summary>
    public static IReadOnlyDictionary<string, IReadOnlySet<string>> Read() =>
        File.ReadLines(Path.Combine(new HallOptions().Root, "docs", "security.md"))
            .Select(line => Row().Match(line))
            .Where(match => match.Success)
            .ToDictionary(
                match => $"{match.Groups[1].Value} {match.Groups[2].Value}",
                match => match.Groups[3].Value == "every role" ? Roles.All.ToHashSet() : (IReadOnlySet<string>)match.Groups[3].Value.Split(", ").ToHashSet());

    [GeneratedRegex(@"^\| (\w+) \| `(\w+ /[^`]*)` \| ([a-z, -]+?) \|")]
    private static partial Regex Row();
}
