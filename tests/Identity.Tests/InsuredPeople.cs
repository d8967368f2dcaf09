using Dapper;
using Wenden.Contracts;

namespace Wenden.Identity.Tests;

/// <summary>Makes people whom the registry knows, and signs in with them as citizens do.</summary>
internal static class InsuredPeople
{
    private static int _count;

    public static Insured Insure(this IdentityHall hall)
    {
        var count = Interlocked.Increment(ref _count);
        var citizen = new Insured(Guid.CreateVersion7(), IdNumber(), "王小明", $"3710031{count:00000000}", $"138{count:00000000}");
        hall.Registry.People[citizen.IdNumber] = citizen;
        return citizen;
    }

    public static string IdNumber()
    {
        var digits = $"371003{new DateOnly(1960, 1, 1).AddDays(Interlocked.Increment(ref _count)):yyyyMMdd}123";
        return digits + IdentityNumber.CheckCharacter(digits);
    }

    /// <summary>Opens the citizens' page and types the three facts.</summary>
    public static async Task<Shown> AskAsync(this Browser browser, Insured citizen, PortalClient? portal = null)
    {
        var page = await browser.OpenAsync(portal?.AuthorizeAddress("&acr_values=citizen") ?? "citizen");
        page.Path.ShouldBe("/identity/citizen");
        return await browser.SubmitAsync(page, ("IdNumber", citizen.IdNumber), ("Name", citizen.Name), ("Card", citizen.Card));
    }

    /// <summary>The code that came to the citizen's phone last.</summary>
    public static async Task<string> CodeOfAsync(this IdentityHall hall, Insured citizen)
    {
        await using var connection = await hall.Database.OpenConnectionAsync();
        for (var i = 0; i < 200; i++)
        {
            // As many codes as were asked for have arrived, so the newest is the last one asked for.
            if (await connection.ExecuteScalarAsync<string>(
                """
                select code from sample_codes
                 where phone = @Phone
                   and (select count(*) from sample_codes where phone = @Phone) = (select count(*) from citizen_codes where person_id = @PersonId)
                 order by code_id desc limit 1
                """, citizen) is { } code)
                return code;

            await Task.Delay(50);
        }

        throw new InvalidOperationException("No code came.");
    }
}
