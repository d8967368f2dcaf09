using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Wenden.ServiceDefaults.Callers;

namespace Wenden.Journeys.Tests.Security;

public sealed class AccountTests(RunningHall running)
{
    // Nobody else in these tests is this one.
    private const string LastTeller = "t018";

    [Fact]
    public async Task Every_service_refuses_a_disabled_account_within_a_minute()
    {
        using var api = new HallApi(running);
        using var http = new HttpClient();
        var token = await api.TokenAsync(Roles.Teller, LastTeller);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await api.TokenAsync(Roles.Operator));
        var identity = running.Hall.Addresses["identity"][0];
        var account = (await http.GetFromJsonAsync<JsonElement[]>(new Uri(identity, $"/accounts?search={LastTeller}")))!.Single().GetProperty("id").GetGuid();
        (await AskEveryReplicaAsync(token)).ShouldAllBe(status => status == HttpStatusCode.OK || status == HttpStatusCode.Forbidden);

        try
        {
            await ActAsync("disable");
            var since = Stopwatch.StartNew();
            while ((await AskEveryReplicaAsync(token)).Any(status => status != HttpStatusCode.Unauthorized))
            {
                since.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(1));
                await Task.Delay(500);
            }
        }
        finally
        {
            await ActAsync("enable");
        }

        (await AskEveryReplicaAsync(token)).ShouldAllBe(status => status == HttpStatusCode.Unauthorized, "what was issued before stays refused");

        async Task ActAsync(string action)
        {
            using var answer = await http.PostAsync(new Uri(identity, $"/accounts/{account}/{action}"), content: null);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task The_sample_hall_knows_its_devices()
    {
        using var api = new HallApi(running);
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await api.TokenAsync(Roles.Operator));

        var devices = await http.GetFromJsonAsync<JsonElement[]>(new Uri(running.Hall.Addresses["identity"][0], "/devices"));

        devices!.Select(device => device.GetProperty("name").GetString()).ShouldBe(["board-1", "kiosk-1"], ignoreOrder: true);
    }

    private async Task<HttpStatusCode[]> AskEveryReplicaAsync(string token)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var statuses = new List<HttpStatusCode>();
        foreach (var address in running.Hall.Addresses.Where(service => service.Key != "portal").SelectMany(service => service.Value))
        {
            using var answer = await http.GetAsync(new Uri(address, "/audit"));
            statuses.Add(answer.StatusCode);
        }

        return [.. statuses];
    }
}
