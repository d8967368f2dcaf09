using System.Net;
using System.Net.Http.Json;
using Dapper;
using Wenden.Fixture;

namespace Wenden.Identity.Tests;

/// <summary>What an operator changes is in the audit trail, by whom and when by the hall's clock.</summary>
public sealed class AuditTests(IdentityHall hall)
{
    [Fact]
    public async Task Whatever_is_done_with_an_account_is_entered_with_its_name()
    {
        var name = Operators.NewName();
        using var @operator = await hall.OperatorAsync();
        var access = new { roles = new[] { "teller" }, sites = new[] { "town-zeku" } };
        using var created = await @operator.CreateAsync(
            "/accounts", new { name, fullName = "审计一号", access.roles, access.sites, password = "first-word-4050" });
        var path = created.Headers.Location!.ToString();

        using var changed = await @operator.PutAsJsonAsync($"{path}/access", access);
        foreach (var action in new[] { "disable", "enable", "unlock", "reset-second-factor", "sign-out" })
            (await @operator.ActAsync($"{path}/{action}")).StatusCode.ShouldBe(HttpStatusCode.OK, action);
        using var password = await @operator.PostAsJsonAsync($"{path}/password", new { password = "second-word-4050" });
        using var refused = await @operator.PostAsJsonAsync($"{path}/password", new { password = "short" });

        (await ActionsAsync($"account/{name}")).ShouldBe(
        [
            "identity.create-account", "identity.change-access", "identity.disable", "identity.enable", "identity.unlock",
            "identity.reset-second-factor", "identity.sign-out", "identity.reset-password",
        ]);
    }

    [Fact]
    public async Task Devices_and_keys_are_entered()
    {
        var name = Operators.NewName();
        using var @operator = await hall.OperatorAsync();
        var rotations = (await ActionsAsync("keys")).Count;

        using var added = await @operator.CreateAsync("/devices", new { name, role = "kiosk", site = "town-zeku", secret = "kiosk-secret-of-24-letters" });
        using var removed = await @operator.DeleteAsync(new Uri($"/devices/{name}", UriKind.Relative));
        using var again = await @operator.DeleteAsync(new Uri($"/devices/{name}", UriKind.Relative));
        using var rotated = await @operator.PostAsJsonAsync("/keys/rotate", new { compromised = false });

        again.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await ActionsAsync($"device/{name}")).ShouldBe(["identity.add-device", "identity.remove-device"]);
        (await ActionsAsync("keys")).Count.ShouldBeGreaterThan(rotations);
    }

    [Fact]
    public async Task An_account_command_sent_twice_with_its_key_is_entered_once()
    {
        var name = Operators.NewName();
        using var @operator = await hall.OperatorAsync();
        var key = $"{Guid.CreateVersion7()}";
        var request = new { name, fullName = "审计二号", roles = new[] { "teller" }, sites = new[] { "town-zeku" }, password = "first-word-4050" };

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => @operator.CreateAsync("/accounts", request, key)));

        answers.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.Created);
        (await ActionsAsync($"account/{name}")).ShouldBe(["identity.create-account"]);
    }

    [Fact]
    public async Task Entries_carry_the_day_that_the_hall_plays()
    {
        await using var sample = await IdentityHall.OfItsOwnAsync(settings: ("Wenden:AsOf", "2019-10-21T08:30:00+08:00"));
        using var @operator = await sample.OperatorAsync();

        using var added = await @operator.CreateAsync("/devices", new { name = "kiosk-x", role = "kiosk", site = "town-zeku", secret = "kiosk-secret-of-24-letters" });

        await using var connection = await sample.Database.OpenConnectionAsync();
        (await connection.ExecuteScalarAsync<DateTime>("select max(at) from audit.entries")).Date.ShouldBe(new DateTime(2019, 10, 21));
    }

    [Fact]
    public void Every_changing_endpoint_is_audited() =>
        hall.First.Services.UnauditedPaths().ShouldBe(["/accounts", "/accounts/{id:guid}", "/codes", "/devices", "/keys", "/stopped"], ignoreOrder: true);

    private async Task<IReadOnlyList<string>> ActionsAsync(string purpose)
    {
        await using var connection = await hall.Database.OpenConnectionAsync();
        return (await connection.QueryAsync<string>("select action from audit.entries where purpose = @purpose order by sequence", new { purpose })).AsList();
    }
}
