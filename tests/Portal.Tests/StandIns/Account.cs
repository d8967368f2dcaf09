using System.Security.Cryptography;
using System.Text;

namespace Wenden.Portal.Tests.StandIns;

/// <summary>Somebody who can sign in at the stand-in.</summary>
/// <param name="Role">One role, or several: <c>teller+reviewer</c>.</param>
/// <param name="Name">Name of the account.</param>
/// <param name="Site">Code of the site.</param>
public sealed record Account(string Role, string Name, string Site = "wendeng-hall")
{
    /// <summary>Tokens of accounts of this name run out so soon that each use refreshes them.</summary>
    public const string Hasty = "hasty";

    /// <summary>The insured person, where the account is a citizen's.</summary>
    public Guid? Person => Role == "citizen" ? new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(Name)).AsSpan(0, 16)) : null;

    /// <summary>A fresh account; a citizen's is bound to the person instead of a site.</summary>
    public static Account Of(string role, string site = "wendeng-hall") => new(role, $"{role}-{Guid.CreateVersion7():N}"[..^20], role == "citizen" ? "*" : site);

    public static Account WithShortTokens(string role) => new(role, $"{Hasty}-{Guid.CreateVersion7():N}");

    public override string ToString() => $"{Role}~{Name}~{Site}";

    public static Account? Parse(string? text) => text?.Split('~') is [var role, var name, var site] ? new Account(role, name, site) : null;
}
