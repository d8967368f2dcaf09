using System.Text.RegularExpressions;
using Wenden.PlainHost.Halls;
using Wenden.ServiceDefaults.Callers;

namespace Wenden.Journeys.Tests.Security;

/// <summary>Who may call what, as <c>docs/security.md</c> has it.</summary>
internal static partial class AccessTable
{
    /// <summary>Needs no token, but what cannot be guessed.</summary>
    public const string Anybody = "anybody with the link";

    /// <summary>Needs nothing: a visitor says what is wrong.</summary>
    public const string Anyone = "anybody";

    /// <summary>Roles by call, written <c>queue GET /sites</c>.</summary>
    public static IReadOnlyDictionary<string, IReadOnlySet<string>> Read() =>
        File.ReadLines(Path.Combine(new HallOptions().Root, "docs", "security.md"))
            .Select(line => Row().Match(line))
            .Where(match => match.Success)
            .ToDictionary(
                match => $"{match.Groups[1].Value} {match.Groups[2].Value}",
                match => (IReadOnlySet<string>)(match.Groups[3].Value switch
                {
                    "every role" => Roles.All.ToHashSet(),
                    Anybody or Anyone => [.. Roles.All, Anybody],
                    var roles => roles.Split(", ").ToHashSet(),
                }));

    [GeneratedRegex(@"^\| (\w+) \| `(\w+ /[^`]*)` \| ([a-z, -]+?) \|")]
    private static partial Regex Row();
}
