using Microsoft.Extensions.Configuration;
using Wenden.Identity.Settings;

namespace Wenden.Identity.Tests;

public sealed class SettingTests
{
    [Fact]
    public void Without_secrets_it_does_not_start_and_names_all_that_is_missing()
    {
        var message = Should.Throw<InvalidOperationException>(() => new ConfigurationBuilder().Build().ReadIdentitySettings()).Message;

        string[] missing =
        [
            "Identity:Issuer", "Identity:KeyPassword", "Identity:ClientSecrets:registry", "Identity:ClientSecrets:queue", "Identity:ClientSecrets:intake",
            "Identity:ClientSecrets:forms", "Identity:ClientSecrets:subsidy", "Identity:ClientSecrets:certification", "Identity:ClientSecrets:portal",
            "Identity:RedirectUris:0", "Identity:Smtp:Host", "Identity:Smtp:From", "Identity:Smtp:To",
        ];
        foreach (var name in missing)
            message.ShouldContain(name);
    }

    [Fact]
    public void The_program_itself_refuses()
    {
        using var replica = new Microsoft.AspNetCore.Mvc.Testing.WebApplicationFactory<Program>();

        Should.Throw<InvalidOperationException>(() => replica.CreateClient()).Message.ShouldContain("Identity:KeyPassword");
    }

    [Fact]
    public void The_sample_hall_needs_no_mail_server() => Read().Sample.ShouldBeTrue();

    [Theory]
    [InlineData("Identity:KeyPassword", "short", "Identity:KeyPassword")]
    [InlineData("Identity:ClientSecrets:queue", "short", "Identity:ClientSecrets:queue")]
    [InlineData("Identity:Issuer", "ftp://hall.example/", "Identity:Issuer")]
    [InlineData("Identity:Idle", "23:00:00", "Identity:Idle")]
    public void A_setting_that_cannot_be_is_named(string key, string value, string named) =>
        Should.Throw<InvalidOperationException>(() => Read((key, value))).Message.ShouldContain(named);

    [Fact]
    public void Outside_the_sample_hall_the_issuer_begins_with_https() => Should.Throw<InvalidOperationException>(
        () => Read(("Identity:Sample", "false"), ("Identity:Issuer", "http://hall.example/identity"))).Message.ShouldContain("https");

    private static IdentitySettings Read(params (string Key, string Value)[] changes)
    {
        var settings = IdentityHall.Complete();
        foreach (var (key, value) in changes)
            settings[key] = value;
        return new ConfigurationBuilder().AddInMemoryCollection(settings!).Build().ReadIdentitySettings();
    }
}
