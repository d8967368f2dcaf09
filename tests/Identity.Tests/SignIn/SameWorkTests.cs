using System.Text.RegularExpressions;
using Wenden.Fixture;

namespace Wenden.Identity.Tests.SignIn;

/// <summary>Whoever is unknown causes the same work and hears the same, byte for byte, as somebody who is known.</summary>
public sealed partial class SameWorkTests(IdentityHall hall)
{
    [Fact]
    public async Task An_unknown_citizen_causes_the_same_work_and_answer_as_a_known_one()
    {
        var citizen = hall.Insure();
        Insured[] strangers = [citizen with { IdNumber = InsuredPeople.IdNumber() }, citizen with { Name = "别人" }, citizen with { Card = "1" }];
        await TryAsync(hall.Insure());

        var known = await TryAsync(citizen);

        known.Work.ShouldContain(done => done.StartsWith("POST ") && done.EndsWith("/persons/check"));
        known.Work.Count(done => done.Contains("citizen_codes")).ShouldBe(3);
        foreach (var stranger in strangers)
        {
            var unknown = await TryAsync(stranger);
            unknown.Work.ShouldBe(known.Work);
            unknown.Heard.ShouldBe(known.Heard);
        }
    }

    [Fact]
    public async Task An_unknown_account_causes_the_same_work_and_answer_as_a_wrong_password()
    {
        var (teller, shut, locked, citizen) = (await hall.HireAsync(), await hall.HireAsync(), await hall.HireAsync("approver", isEnrolled: true), await hall.HireAsync());
        await hall.ScalarAsync<int?>("update accounts set disabled_since = now() where id = @Id", new { shut.Id });
        await hall.ScalarAsync<int?>("update accounts set lockout_end = now() + interval '1 hour' where id = @Id", new { locked.Id });
        await hall.ScalarAsync<int?>("update accounts set password_hash = null, person_id = @Id where id = @Id", new { citizen.Id });
        await TryAsync(teller, "not-the-password-1");

        var wrong = await TryAsync(teller, "not-the-password-1");

        wrong.Work.ShouldContain("password compared, 1000 rounds");
        wrong.Work.Count(done => done.Contains("sign_in_tries")).ShouldBe(1);
        foreach (var (person, password) in new[]
        {
            (teller with { Name = "z" + teller.Name[1..] }, "not-the-password-1"), (shut, shut.Password), (locked, locked.Password), (citizen, citizen.Password),
        })
        {
            var refused = await TryAsync(person, password);
            refused.Work.ShouldBe(wrong.Work);
            refused.Heard.ShouldBe(wrong.Heard);
        }
    }

    private async Task<(IReadOnlyList<string> Work, IReadOnlyList<string> Heard)> TryAsync(Insured citizen)
    {
        using var browser = new Browser(hall);
        using var work = new Work(browser.Trace);
        await browser.SubmitAsync(await browser.AskAsync(citizen), ("Code", "no code"));
        return (work.Done, await HeardAsync(browser, ""));
    }

    private async Task<(IReadOnlyList<string> Work, IReadOnlyList<string> Heard)> TryAsync(Person person, string password)
    {
        using var browser = new Browser(hall);
        using var work = new Work(browser.Trace);
        await browser.SubmitAsync(await browser.OpenAsync("sign-in"), ("Name", person.Name), ("Password", password));
        return (work.Done, await HeardAsync(browser, person.Name));
    }

    /// <summary>Status, headers and body of each answer; of what is random its length, and of the name that was typed none.</summary>
    private static async Task<IReadOnlyList<string>> HeardAsync(Browser browser, string typed)
    {
        var heard = new List<string>();
        foreach (var answer in browser.Answers)
        {
            var headers = answer.Headers.Concat(answer.Content.Headers).SelectMany(header => header.Value.Select(value => $"{header.Key}: {value}"));
            var text = $"{(int)answer.StatusCode}\n{string.Join('\n', headers)}\n\n{await answer.Content.ReadAsStringAsync()}";
            heard.Add(Random().Replace(typed.Length == 0 ? text : text.Replace($"value=\"{typed}\"", ""), random => $"{random.Length} characters"));
        }

        return heard;
    }

    [GeneratedRegex("""(?<=Set-Cookie: [a-z-]+=)[^;]+|(?<=name="__RequestVerificationToken" type="hidden" value=")[^"]+""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Random();
}
