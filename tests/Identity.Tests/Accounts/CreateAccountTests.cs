using System.Net;
using Wenden.Contracts.Identity;

namespace Wenden.Identity.Tests.Accounts;

public sealed class CreateAccountTests(IdentityHall hall)
{
    [Fact]
    public async Task A_new_account_signs_in_with_a_password_to_change()
    {
        var name = Operators.NewName();
        using var @operator = await hall.OperatorAsync();

        using var created = await @operator.CreateAsync("/accounts", new { name, fullName = "李四", roles = new[] { "teller" }, sites = new[] { "site-a" }, password = People.Password });
        using var browser = new Browser(hall);
        var asked = await browser.SignInAsync(new PortalClient(hall), new Person(Guid.Empty, name, People.Password, null));

        created.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await created.Content.ReadAsStringAsync()).ShouldNotContain("assword\":\"");
        asked.Path.ShouldBe("/identity/password");
    }

    [Fact]
    public async Task The_same_key_makes_one_account_and_the_same_name_none()
    {
        var body = new { name = Operators.NewName(), fullName = "李四", roles = new[] { "teller" }, sites = new[] { "site-a" }, password = People.Password };
        var key = $"{Guid.CreateVersion7()}";
        using var @operator = await hall.OperatorAsync();

        using var first = await @operator.CreateAsync("/accounts", body, key);
        using var again = await @operator.CreateAsync("/accounts", body, key);
        using var other = await @operator.CreateAsync("/accounts", body);

        (await again.Content.ReadAsStringAsync()).ShouldBe(await first.Content.ReadAsStringAsync());
        await other.ShouldBeProblemAsync(HttpStatusCode.Conflict, "account.name-taken");
    }

    [Theory]
    [InlineData("X Y", "李四", "teller", "site-a", People.Password, "account.name")]
    [InlineData("", "李四", "teller", "site-a", People.Password, "account.name")]
    [InlineData("x-valid", " ", "teller", "site-a", People.Password, "account.full-name")]
    [InlineData("x-valid", "李\u0000四", "teller", "site-a", People.Password, "account.full-name")]
    [InlineData("x-valid", "李四", "emperor", "site-a", People.Password, "account.role")]
    [InlineData("x-valid", "李四", "citizen", "site-a", People.Password, "account.role")]
    [InlineData("x-valid", "李四", "service", "site-a", People.Password, "account.role")]
    [InlineData("x-valid", "李四", "teller", "Site A", People.Password, "account.site")]
    [InlineData("x-valid", "李四", "teller", "site-a", "short", "account.password")]
    public async Task What_breaks_a_rule_is_refused_with_the_reason(string name, string fullName, string role, string site, string password, string code)
    {
        using var @operator = await hall.OperatorAsync();

        using var answer = await @operator.CreateAsync("/accounts", new { name, fullName, roles = new[] { role }, sites = new[] { site }, password });

        await answer.ShouldBeProblemAsync(HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task A_new_hall_begins_with_one_operator_who_sets_everything_up()
    {
        await using var real = await IdentityHall.OfItsOwnAsync(
            null, ("Identity:Sample", "false"), ("Identity:FirstPassword", "first-password-1"), ("Identity:Smtp:Host", "127.0.0.1"),
            ("Identity:Smtp:From", "hall@example.org"), ("Identity:Smtp:To", "{phone}@example.org"));
        using var browser = new Browser(real);

        var enrol = await browser.SignInAsync(new PortalClient(real), new Person(Guid.Empty, "operator", "first-password-1", null));
        var secret = enrol.Page!.QuerySelector(".secret")!.TextContent.Replace(" ", "");
        var password = await browser.SubmitAsync(enrol, ("Code", Totp.CodeAt(secret, TimeProvider.System.GetUtcNow())));
        var back = await browser.SubmitAsync(password, ("Present", "first-password-1"), ("Fresh", People.Password), ("Again", People.Password));

        enrol.Path.ShouldBe("/identity/enrol");
        password.Path.ShouldBe("/identity/password");
        back["code"].ShouldNotBeNull();
        (await real.ScalarAsync<long>("select count(*) from accounts")).ShouldBe(1);
    }
}
