namespace Wenden.Identity.Settings;

/// <summary>What is configured under <c>Identity</c>.</summary>
internal sealed record IdentitySettings
{
    /// <summary>Address by which browsers and tokens know this service, for example <c>https://hall.example/identity</c>.</summary>
    public Uri? Issuer { get; init; }

    /// <summary>Whether this is the sample hall: known accounts, the sample grant, and one-time codes in a table.</summary>
    public bool Sample { get; init; }

    /// <summary>From this text the key is derived that encrypts the private parts of keys in the database; at least 20 characters.</summary>
    public string KeyPassword { get; init; } = "";

    /// <summary>
    /// Secrets of the services' clients by client id, and in the sample hall of its devices. A hyphen of the id is written as an underscore:
    /// what has one in its name is no environment variable to a shell.
    /// </summary>
    public Dictionary<string, string> ClientSecrets { get; init; } = [];

    /// <summary>The secret of a client, where it is given.</summary>
    public string? SecretOf(string client) => ClientSecrets.GetValueOrDefault(client.Replace('-', '_'));

    /// <summary>Where the portal may be sent back to after a sign-in.</summary>
    public Uri[] RedirectUris { get; init; } = [];

    /// <summary>Where the portal may be sent back to after a sign-out.</summary>
    public Uri[] PostLogoutRedirectUris { get; init; } = [];

    /// <summary>After this time without use a person is signed out, at the sign-in pages and for refresh tokens. Default 30 minutes.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long a used refresh token is still taken, for two requests of one browser at once; later it ends the session. Default 15 s.</summary>
    public TimeSpan ReuseLeeway { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Password of the account <c>operator</c> that is made where there is no account at all; it must be changed at once.</summary>
    public string? FirstPassword { get; init; }

    public KeySettings Keys { get; init; } = new();

    public CodeSettings Codes { get; init; } = new();

    public PasswordSettings Passwords { get; init; } = new();

    public SmtpSettings Smtp { get; init; } = new();

    /// <summary>Where people begin: the root of the address that the issuer lies under.</summary>
    public Uri Home => new(Issuer!, "/");
}

/// <summary>How signing and encryption keys are replaced.</summary>
internal sealed record KeySettings
{
    /// <summary>Age at which a key gets a successor. Default 90 days.</summary>
    public TimeSpan RotateAfter { get; init; } = TimeSpan.FromDays(90);

    /// <summary>How long a new key is shown to everybody before it signs. Default one day.</summary>
    public TimeSpan Announce { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How often each replica looks for new keys. Default 5 s.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(5);
}

/// <summary>One-time codes of citizens.</summary>
internal sealed record CodeSettings
{
    /// <summary>How many codes a person may ask for within an hour. Default 5.</summary>
    public int PerPerson { get; init; } = 5;

    /// <summary>How many codes may be asked for from one address within an hour. Default 30.</summary>
    public int PerAddress { get; init; } = 30;
}

/// <summary>Passwords of those who work in the hall.</summary>
internal sealed record PasswordSettings
{
    /// <summary>How many wrong passwords may come from one address within an hour; a whole hall may sit behind one. Default 60.</summary>
    public int PerAddress { get; init; } = 60;
}

/// <summary>The mail server that codes are given to.</summary>
internal sealed record SmtpSettings
{
    public string Host { get; init; } = "";

    public int Port { get; init; } = 25;

    /// <summary>Whether the connection must be encrypted by STARTTLS. Default yes.</summary>
    public bool StartTls { get; init; } = true;

    public string? User { get; init; }

    public string? Password { get; init; }

    /// <summary>Address of the sender.</summary>
    public string From { get; init; } = "";

    /// <summary>Address of the receiver, with <c>{phone}</c> for the phone number: that of a gateway from mail to text messages.</summary>
    public string To { get; init; } = "";
}
