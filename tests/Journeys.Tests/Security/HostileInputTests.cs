using System.Net;
using System.Text;
using System.Text.Json;
using Dapper;
using Npgsql;

namespace Wenden.Journeys.Tests.Security;

/// <summary>What no honest program sends is refused with problem details, and leaves no row in any database.</summary>
[Collection(nameof(AloneInTheHall))]
public sealed class HostileInputTests(RunningHall running)
{
    [Fact]
    public async Task Malformed_bodies_are_refused_and_write_nothing() =>
        (await FaultsAsync(HostileBodies.Malformed, mayBeTaken: false)).ShouldBeEmpty();

    [Fact]
    public async Task Strange_texts_are_no_error_of_ours_and_write_nothing_when_refused() =>
        (await FaultsAsync(HostileBodies.Strange, mayBeTaken: true)).ShouldBeEmpty();

    [Fact]
    public async Task A_body_beyond_the_limit_is_refused_and_writes_nothing()
    {
        using var api = new HallApi(running);
        await using var contents = new HallContents(running);
        var calls = await CallsWithBodyAsync(api);
        var before = await contents.SettledAsync();

        foreach (var (call, _) in calls)
        {
            using var answer = await api.SendAsync(call, RoleOf(call), content: () => new ByteArrayContent(new byte[31_000_000]) { Headers = { { "Content-Type", "application/json" } } });
            answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge, $"{call}");
            HallContents.Changed(before, await contents.ReadAsync()).ShouldBeEmpty($"{call}");
        }
    }

    [Fact]
    public async Task One_row_more_in_any_service_would_be_noticed()
    {
        await using var contents = new HallContents(running);
        foreach (var database in running.Hall.Databases.Where(database => database.Key != "telemetrydb"))
        {
            await using var connection = new NpgsqlConnection(database.Value.ConnectionString);
            await connection.OpenAsync();
            var before = await contents.SettledAsync();

            await connection.ExecuteAsync("insert into migrations (scriptname, applied) values ('hostile', now())");
            var after = await contents.ReadAsync();
            await connection.ExecuteAsync("delete from migrations where scriptname = 'hostile'");

            HallContents.Changed(before, after).Single().ShouldStartWith($"{database.Key} public.migrations");
        }
    }

    /// <summary>Sends the bodies to every call that takes one; what is wrong with an answer, and each table that a refused one has changed.</summary>
    private async Task<List<string>> FaultsAsync(Func<Call, JsonElement, IEnumerable<string>> bodiesOf, bool mayBeTaken)
    {
        using var api = new HallApi(running);
        await using var contents = new HallContents(running);
        var calls = await CallsWithBodyAsync(api);
        var faults = new List<string>();
        var before = await contents.SettledAsync();

        foreach (var (call, schema) in calls)
        {
            foreach (var body in bodiesOf(call, schema))
            {
                using var answer = await PostAsync(api, call, body);
                if (mayBeTaken && answer.IsSuccessStatusCode)
                {
                    before = await contents.SettledAsync();
                    continue;
                }

                if ((int)answer.StatusCode is < 400 or >= 500 || !await IsProblemAsync(answer))
                    faults.Add($"{call} {Short(body)}: {(int)answer.StatusCode}");
                var after = await contents.ReadAsync();
                faults.AddRange(HallContents.Changed(before, after).Select(table => $"{call} {Short(body)}: {(int)answer.StatusCode}, and {table}"));
                before = after;
            }
        }

        return faults;
    }

    /// <summary>The calls, each with a token at hand for who may make it: a token is a row, too.</summary>
    private static async Task<List<(Call Call, JsonElement Schema)>> CallsWithBodyAsync(HallApi api)
    {
        var found = new List<(Call, JsonElement)>();
        foreach (var call in await api.CallsAsync())
        {
            if (!HostileBodies.TryFind(call, out var schema))
                continue;
            found.Add((call, schema));
            await api.TokenAsync(RoleOf(call));
        }

        found.Count.ShouldBeGreaterThan(8);
        return found;
    }

    private static Task<HttpResponseMessage> PostAsync(HallApi api, Call call, string body) =>
        api.SendAsync(call, RoleOf(call), content: () => new StringContent(body, Encoding.UTF8, "application/json"));

    private static string RoleOf(Call call) => AccessTable.Read()[$"{call}"].First();

    private static async Task<bool> IsProblemAsync(HttpResponseMessage answer) =>
        answer.Content.Headers.ContentType?.MediaType == "application/problem+json"
        && JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("code").GetString()!.Length > 0;

    private static string Short(string body) => body.Length <= 120 ? body : body[..120] + "…";
}
