using Wenden.Identity.Clients;

namespace Wenden.Identity.Settings;

/// <summary>Says everything that is missing or wrong in the configuration at once, before anything starts.</summary>
internal static class SettingChecks
{
    private const int LeastSecret = 20;

    /// <exception cref="InvalidOperationException">The configuration is not complete; the message names every fault.</exception>
    public static IdentitySettings ReadIdentitySettings(this IConfiguration configuration)
    {
        var settings = configuration.GetSection("Identity").Get<IdentitySettings>() ?? new IdentitySettings();
        string[] faults = [.. Faults(settings)];
        return faults.Length == 0
            ? settings
            : throw new InvalidOperationException($"Identity does not start; its configuration is not complete:\n  {string.Join("\n  ", faults)}");
    }

    private static IEnumerable<string> Faults(IdentitySettings settings)
    {
        if (settings.Issuer is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
            yield return "Identity:Issuer is missing: the address browsers know this service by, such as https://hall.example/identity";
        else if (settings is { Sample: false, Issuer: { Scheme: "http", IsLoopback: false } })
            yield return "Identity:Issuer must begin with https outside the sample hall";
        if (settings.KeyPassword.Length < LeastSecret)
            yield return $"Identity:KeyPassword is missing or shorter than {LeastSecret} characters";
        foreach (var client in ServiceNames.All.Where(client => !HasSecret(settings, client)))
            yield return $"Identity:ClientSecrets:{client} is missing or shorter than {LeastSecret} characters";
        if (settings.RedirectUris is [] || settings.RedirectUris.Any(uri => !uri.IsAbsoluteUri))
            yield return "Identity:RedirectUris:0 is missing: where the portal may be sent back to after a sign-in";
        if (settings.Idle < TimeSpan.FromMinutes(1) || settings.Idle > TimeSpan.FromHours(8))
            yield return "Identity:Idle is between 1 minute and 8 hours";

        foreach (var fault in settings.Sample ? [] : SmtpFaults(settings.Smtp))
            yield return fault;
    }

    private static IEnumerable<string> SmtpFaults(SmtpSettings smtp)
    {
        if (smtp.Host.Length == 0)
            yield return "Identity:Smtp:Host is missing: the mail server that one-time codes are given to";
        if (!MimeKit.MailboxAddress.TryParse(smtp.From, out _))
            yield return "Identity:Smtp:From is missing: the sender's address";
        if (!smtp.To.Contains("{phone}"))
            yield return "Identity:Smtp:To is missing: the receiver's address with {phone} for the phone number";
    }

    private static bool HasSecret(IdentitySettings settings, string client) => settings.SecretOf(client)?.Length >= LeastSecret;
}
