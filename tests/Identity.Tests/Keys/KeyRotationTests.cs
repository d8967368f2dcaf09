using System.Net;
using System.Text.Json;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Wenden.Identity.Keys;

namespace Wenden.Identity.Tests.Keys;

public sealed class KeyRotationTests
{
    [Fact]
    public async Task Both_replicas_start_with_the_same_keys()
    {
        await using var hall = await IdentityHall.OfItsOwnAsync();

        (await KeysAsync(hall.First)).ShouldBe(await KeysAsync(hall.Second));
        (await hall.ScalarAsync<long>("select count(*) from keys")).ShouldBe(2);
    }

    [Fact]
    public async Task A_new_key_is_shown_before_it_signs_and_the_old_one_is_still_taken()
    {
        await using var hall = await IdentityHall.OfItsOwnAsync(null, ("Identity:Keys:Announce", "00:00:03"), ("Identity:Keys:Poll", "00:00:00.200"));
        var before = await hall.First.OfClientAsync("queue");
        var old = Kid(before);

        using var rotated = await RotateAsync(hall.First);
        await EventuallyAsync(async () => (await KeysAsync(hall.Second)).Length == 2);
        var announced = await hall.Second.OfClientAsync("queue");
        await EventuallyAsync(async () => Kid(await hall.First.OfClientAsync("queue")) != old && Kid(await hall.Second.OfClientAsync("queue")) != old);
        var after = await hall.First.OfClientAsync("queue");

        rotated.StatusCode.ShouldBe(HttpStatusCode.OK);
        Kid(announced).ShouldBe(old, "A key signs when everybody has had time to see it");
        Kid(after).ShouldNotBe(old);
        foreach (var replica in new[] { hall.First, hall.Second })
            foreach (var token in new[] { before, announced, after })
                (await AskAsync(replica, token)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Nothing_fails_while_keys_change_under_load()
    {
        await using var hall = await IdentityHall.OfItsOwnAsync(null, ("Identity:Keys:Announce", "00:00:01"), ("Identity:Keys:Poll", "00:00:00.100"));
        using var stop = new CancellationTokenSource();
        var workers = Enumerable.Range(0, 4).Select(i => Task.Run(async () =>
        {
            var (issuer, validator) = i % 2 == 0 ? (hall.First, hall.Second) : (hall.Second, hall.First);
            var kids = new HashSet<string>();
            while (!stop.IsCancellationRequested)
            {
                var token = await issuer.OfClientAsync("queue");
                kids.Add(Kid(token));
                (await AskAsync(validator, token)).ShouldBe(HttpStatusCode.OK);
            }

            return kids;
        })).ToArray();

        await Task.Delay(300);
        (await RotateAsync(hall.First)).Dispose();
        await EventuallyAsync(async () => Kid(await hall.Second.OfClientAsync("intake")) == (await KeysAsync(hall.First))[0] && (await KeysAsync(hall.First)).Length == 2);
        await Task.Delay(1_500);
        await stop.CancelAsync();

        var seen = await Task.WhenAll(workers);
        seen.ShouldAllBe(kids => kids.Count == 2);
    }

    [Fact]
    public async Task A_compromised_key_is_refused_at_once()
    {
        await using var hall = await IdentityHall.OfItsOwnAsync(null, ("Identity:Keys:Poll", "00:00:00.200"));
        var before = await hall.First.OfClientAsync("queue");

        using var rotated = await RotateAsync(hall.First, compromised: true);
        await EventuallyAsync(async () => await AskAsync(hall.Second, before) == HttpStatusCode.Unauthorized);

        (await AskAsync(hall.First, before)).ShouldBe(HttpStatusCode.Unauthorized);
        (await AskAsync(hall.Second, await hall.First.OfClientAsync("queue"))).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_old_key_gets_a_successor_and_goes_when_nothing_can_hold_it()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var hall = await IdentityHall.OfItsOwnAsync(clock, ("Identity:Keys:Poll", "01:00:00"));
        var old = Kid(await hall.First.OfClientAsync("queue"));

        clock.Advance(TimeSpan.FromDays(90) + TimeSpan.FromMinutes(1));
        await LookAsync(hall);
        var announced = await KeysAsync(hall.First);
        var whileAnnounced = Kid(await hall.First.OfClientAsync("queue"));
        clock.Advance(TimeSpan.FromDays(1));
        await LookAsync(hall);
        var inUse = Kid(await hall.Second.OfClientAsync("queue"));
        var during = await KeysAsync(hall.Second);
        clock.Advance(TimeSpan.FromDays(2));
        await LookAsync(hall);
        var afterwards = await KeysAsync(hall.First);

        announced.Length.ShouldBe(2, "Two replicas made one successor");
        whileAnnounced.ShouldBe(old);
        inUse.ShouldBe(announced[1]);
        during.ShouldBe([inUse, old]);
        afterwards.ShouldBe([inUse]);
    }

    [Fact]
    public async Task Secrets_are_not_readable_in_the_database()
    {
        await using var hall = await IdentityHall.OfItsOwnAsync();
        using var browser = new Browser(hall);
        await browser.OpenAsync("sign-in");

        // A PKCS#8 key begins with a SEQUENCE, and an unprotected data-protection key says so in XML.
        (await hall.ScalarAsync<long>("select count(*) from keys where use = 'sign' and get_byte(secret, 28) = 48 and get_byte(secret, 29) = 129")).ShouldBe(0);
        (await hall.ScalarAsync<long>("select count(*) from data_protection_keys")).ShouldBeGreaterThan(0);
        (await hall.ScalarAsync<long>("select count(*) from data_protection_keys where xml like '%<%'")).ShouldBe(0);
    }

    private static string Kid(string token) => TokenRequests.HeaderOf(token).GetProperty("kid").GetString()!;

    /// <summary>Ids of the public keys, in order.</summary>
    private static async Task<string[]> KeysAsync(WebApplicationFactory<Program> replica)
    {
        using var client = replica.CreateClient();
        var keys = await client.GetFromJsonAsync<JsonElement>("/.well-known/jwks");
        return [.. keys.GetProperty("keys").EnumerateArray().Select(key => key.GetProperty("kid").GetString()!)];
    }

    private static async Task<HttpResponseMessage> RotateAsync(WebApplicationFactory<Program> replica, bool compromised = false)
    {
        using var client = replica.With(await replica.SampleAsync("operator"));
        return await client.PostAsJsonAsync("/keys/rotate", new { compromised });
    }

    private static async Task<HttpStatusCode> AskAsync(WebApplicationFactory<Program> replica, string token)
    {
        using var client = replica.With(token);
        using var answer = await client.GetAsync(new Uri("/stopped", UriKind.Relative));
        return answer.StatusCode;
    }

    private static Task LookAsync(IdentityHall hall) => Task.WhenAll(
        hall.First.Services.GetRequiredService<KeyRing>().LookAsync(default), hall.Second.Services.GetRequiredService<KeyRing>().LookAsync(default));

    private static async Task EventuallyAsync(Func<Task<bool>> condition)
    {
        for (var i = 0; i < 300; i++)
        {
            if (await condition())
                return;
            await Task.Delay(100);
        }

        throw new TimeoutException("It did not come to pass within 30 seconds.");
    }
}
