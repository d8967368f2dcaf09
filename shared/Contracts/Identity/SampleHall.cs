namespace Wenden.Contracts.Identity;

/// <summary>The accounts and devices of the sample hall. Everybody may know their passwords: they exist nowhere else.</summary>
public static class SampleHall
{
    /// <summary>The site all of them belong to.</summary>
    public const string Site = "wendeng-hall";

    /// <summary>The password of every sample account.</summary>
    public const string Password = "Wendeng-4050-sample";

    /// <summary>The client of the sample grant; it has no secret.</summary>
    public const string ScriptClient = "wenden-script";

    /// <summary>The grant that gives a script a token for a role.</summary>
    public const string ScriptGrant = "urn:wenden:sample";

    /// <summary>The person a citizen's sample token speaks for where none is named; no registry holds it.</summary>
    public static readonly Guid NoPerson = new("01900000-0000-7000-8000-000000000001");

    /// <summary>The accounts, one at least for each role of people who work in the hall.</summary>
    public static readonly IReadOnlyList<SampleAccount> Accounts =
    [
        .. Enumerable.Range(1, 18).Select(number => new SampleAccount($"t{number:000}", "teller", $"综合柜员{number:00}")),
        new("r001", "reviewer", "初审一号"),
        new("a001", "approver", "复核一号", "WENDENSAMPLEAPPROVERSECRET222222"),
        new("p001", "payer", "拨付一号", "WENDENSAMPLEPAYERSECRET222222222"),
        new("c001", "certifier", "认证一号"),
        new("o001", "operator", "系统管理一号", "WENDENSAMPLEOPERATORSECRET222222"),
        new("u001", "auditor", "审计一号", "WENDENSAMPLEAUDITORSECRET2222222"),
        new("m001", "site-manager", "站点负责人一号"),
    ];

    /// <summary>The devices: client id and role.</summary>
    public static readonly IReadOnlyList<(string Name, string Role)> Devices = [("kiosk-1", "kiosk"), ("board-1", "board")];
}

/// <summary>An account of the sample hall.</summary>
/// <param name="Name">What is typed to sign in.</param>
/// <param name="Role">Its one role.</param>
/// <param name="FullName">The name people see.</param>
/// <param name="AuthenticatorSecret">The secret of its authenticator in Base32; null where the role needs none.</param>
public sealed record SampleAccount(string Name, string Role, string FullName, string? AuthenticatorSecret = null);
