using Dapper;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Wenden.Contracts.Identity;
using Wenden.Identity.Accounts;
using Wenden.Identity.Keys;

namespace Wenden.Identity.Tests;

/// <summary>An account of one test.</summary>
internal sealed record Person(Guid Id, string Name, string Password, string? Secret);

/// <summary>Makes accounts, and signs in with them as people do.</summary>
internal static class People
{
    public const string Password = "sehr-geheim-2019";

    private static int _count;

    public static async Task<Person> HireAsync(this IdentityHall hall, string role = "teller", bool isEnrolled = false, bool mustChange = false, params string[] sites)
    {
        var services = hall.First.Services;
        var secret = isEnrolled ? Totp.NewSecret() : null;
        var person = new Person(Guid.CreateVersion7(), $"x{Interlocked.Increment(ref _count):0000}", Password, secret);
        await using var connection = await hall.Database.OpenConnectionAsync();
        await connection.ExecuteAsync(
            """
            insert into accounts (id, user_name, normalized_user_name, password_hash, security_stamp, full_name, roles, sites, must_change_password, authenticator_secret, enrolled_at)
            values (@Id, @Name, upper(@Name), @hash, @stamp, '张三', @roles, @sites, @mustChange, @closed, case when @isEnrolled then now() end)
            """,
            new
            {
                person.Id,
                person.Name,
                hash = services.GetRequiredService<IPasswordHasher<Account>>().HashPassword(new Account(), Password),
                stamp = AccountTable.NewStamp(),
                roles = new[] { role },
                sites = sites is [] ? ["wendeng-hall"] : sites,
                mustChange,
                isEnrolled,
                closed = secret is null ? null : Authenticators.Close(services.GetRequiredService<SecretBox>(), secret),
            });
        return person;
    }

    /// <summary>Opens the sign-in page on the way to the portal and types name and password.</summary>
    public static async Task<Shown> SignInAsync(this Browser browser, PortalClient portal, Person person, string? password = null)
    {
        var page = await browser.OpenAsync(portal.AuthorizeAddress());
        page.Path.ShouldBe("/identity/sign-in");
        return await browser.SubmitAsync(page, ("Name", person.Name), ("Password", password ?? person.Password));
    }

    public static string CodeNow(this Person person, int stepsAway = 0, TimeProvider? clock = null) =>
        Totp.CodeAt(person.Secret!, (clock ?? TimeProvider.System).GetUtcNow().AddSeconds(30 * stepsAway));
}
