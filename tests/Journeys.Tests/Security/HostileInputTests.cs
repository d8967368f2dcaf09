using System.Net;
using System.Text;
using System.Text.Json;

namespace Wenden.Journeys.Tests.Security;

public sealed class HostileInputTests(RunningHall running)
{
    [Fact]
    public async Task Malformed_bodies_are_refused_with_problem_details()
    {
        using var api = new HallApi(running);
        var wrong = new List<string>();

        foreach (var (call, schema) in await CallsWithBodyAsync(api))
        {
            foreach (var body in HostileBodies.Malformed(call, schema))
            {
                using var answer = await PostAsync(api, call, body);
                if ((int)answer.StatusCode is < 400 or >= 500 || !await IsProblemAsync(answer))
                    wrong.Add($"{call} {Short(body)}: {(int)answer.StatusCode}");
            }
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task Strange_texts_are_never_an_error_of_ours()
    {
        using var api = new HallApi(running);
        var wrong = new List<string>();

        foreach (var (call, schema) in await CallsWithBodyAsync(api))
        {
            foreach (var body in HostileBodies.Strange(call, schema))
            {
                using var answer = await PostAsync(api, call, body);
                if ((int)answer.StatusCode >= 500 || (!answer.IsSuccessStatusCode && !await IsProblemAsync(answer)))
                    wrong.Add($"{call} {Short(body)}: {(int)answer.StatusCode}");
            }
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_body_beyond_the_limit_is_refused()
    {
        using var api = new HallApi(running);

        foreach (var (call, _) in await CallsWithBodyAsync(api))
        {
            using var answer = await api.SendAsync(call, RoleOf(call), content: () => new ByteArrayContent(new byte[31_000_000]) { Headers = { { "Content-Type", "application/json" } } });
            answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge, $"{call}");
        }
    }

    private static async Task<List<(Call Call, JsonElement Schema)>> CallsWithBodyAsync(HallApi api)
    {
        var found = new List<(Call, JsonElement)>();
        foreach (var call in await api.CallsAsync())
        {
            if (HostileBodies.TryFind(call, out var schema))
                found.Add((call, schema));
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
