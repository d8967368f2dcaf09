using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Npgsql;
using Wenden.Fixture;
using Wenden.ServiceDefaults.Callers;
using Wenden.Subsidy.Tests.Applications;

namespace Wenden.Subsidy.Tests.Payments;

/// <summary>The service is killed in the middle of every statement that moves money, started again, and told the same once more.</summary>
public class KilledTests(SubsidyHost host) : IClassFixture<SubsidyHost>
{
    // Every statement on the table waits for a lock that the test holds.
    private const long Gate = 4050_4050;

    private static readonly string[] _releasing = ["applications", "application_history", "idempotency_keys"];
    private static readonly string[] _making = ["payment_batches", "payments"];
    private static readonly string[] _sending = ["payment_batches", "payments"];
    private static readonly string[] _answering = ["payments", "application_history", "payment_batches", "outbox"];
    private static readonly string[] _retrying = ["payments", "application_history"];

    [Fact]
    public async Task Killed_at_any_step_no_batch_is_lost_or_doubled()
    {
        var town = await Town.WithAsync(host, 3);
        var person = Guid.CreateVersion7();
        var application = await town.ApproveAsync(person);
        await town.ExecuteAsync(
            $"create function stop_at_gate() returns trigger language plpgsql as $$ begin perform pg_advisory_xact_lock_shared({Gate}); return null; end $$");
        using var service = await ServiceProcess.StartAsync(typeof(Program).Assembly, new Dictionary<string, string>
        {
            ["ConnectionStrings__subsidydb"] = host.Database,
            ["ConnectionStrings__rabbitmq"] = host.Broker,
            ["Messaging__Services__0"] = "subsidy",
            ["services__registry__http__0"] = host.Registry.Address,
            ["Wenden__AsOf"] = "2019-10-21T08:30:00+08:00",
        });

        await DoAsync(service, town, "releases", new { applications = town.Applications }, _releasing);
        var made = await DoAsync(service, town, "payment-batches", new { programme = town.Programme, year = 2019 }, _making);
        var first = made.GetProperty("id").GetString()!;
        await DoAsync(service, town, $"payment-batches/{first}/sent", null, _sending);
        var bad = (await town.PaymentsAsync(first)).Single(payment => payment.GetProperty("applicationId").GetGuid() == application).GetProperty("id").GetGuid();
        await DoAsync(service, town, $"payment-batches/{first}/answer", Bank.Answer(
            await town.BankFileAsync(first), id => id == $"{bad:N}" ? "账号不存在" : null), _answering);
        host.Registry.Put(person, 2, ("bankAccount", "\"6200000000000009999\""));
        await DoAsync(service, town, $"payments/{bad}/retry", null, _retrying);
        var again = await DoAsync(service, town, "payment-batches", new { programme = town.Programme, year = 2019 }, []);
        var second = again.GetProperty("id").GetString()!;
        await DoAsync(service, town, $"payment-batches/{second}/sent", null, []);
        await DoAsync(service, town, $"payment-batches/{second}/answer", Bank.Answer(await town.BankFileAsync(second), _ => null), []);

        var batches = (await town.GetAsync("payment-batches")).EnumerateArray().ToArray();
        batches.Select(batch => (batch.GetProperty("number").GetInt32(), batch.GetProperty("state").GetString(), batch.GetProperty("difference").GetDecimal()))
            .ShouldBe([(2, "settled", 0m), (1, "settled", 0m)]);
        batches.Select(batch => batch.GetProperty("total").GetDecimal()).ShouldBe([5000, 20_000]);
        batches.Sum(batch => batch.GetProperty("paid").GetDecimal()).ShouldBe(20_000);
        (await town.MostPaymentsAsync()).ShouldBe(1);
        (await town.ScalarAsync<long>("select count(*) from payments where site = @Site", new { town.Site })).ShouldBe(5);
        (await town.ScalarAsync<string>(
            "select string_agg(what || ' ' || count, ', ' order by what) from "
            + "(select what, count(*) from application_history where site = @Site group by what) steps",
            new { town.Site })).ShouldBe("paid 4, payment-failed 1, payment-retried 1, released 4");
        var paid = await SubsidyHost.Eventually("four paid", () => Task.FromResult(host.PaidAt(town.Site) is { Count: >= 4 } heard ? heard : null));
        paid.Select(each => each.ApplicationId).ShouldBe(town.Applications, ignoreOrder: true);
    }

    /// <summary>Kills the service within the command at each of the tables, then tells it the same once more until it is done; at last without any kill, twice.</summary>
    private async Task<JsonElement> DoAsync(ServiceProcess service, Town town, string path, object? body, string[] tables)
    {
        var key = $"{Guid.CreateVersion7()}";
        foreach (var table in tables)
        {
            await KillAtAsync(service, town, path, body, key, table);
            await service.StartAgainAsync();
        }

        var (status, answer) = await SendAsync(service, town, path, body, key);
        ((int)status).ShouldBeLessThan(300, answer);
        var (repeated, same) = await SendAsync(service, town, path, body, key);
        (repeated, same).ShouldBe((status, answer));
        return JsonElement.Parse(answer);
    }

    private async Task KillAtAsync(ServiceProcess service, Town town, string path, object? body, string key, string table)
    {
        await using var gate = new NpgsqlConnection(host.Database);
        await gate.OpenAsync();
        await ExecuteAsync(gate, $"select pg_advisory_lock({Gate})");
        // The relay updates the outbox all the time.
        await ExecuteAsync(gate, $"create trigger stop_at_gate after {(table == "outbox" ? "insert" : "insert or update")} on {table} for each statement execute function stop_at_gate()");
        var sending = SendAsync(service, town, path, body, key);
        var waiting = 0;
        await SubsidyHost.Eventually($"{path} at {table}", async () =>
        {
            waiting = await town.ScalarAsync<int>(
                $"select coalesce(max(pid), 0) from pg_locks where locktype = 'advisory' and objid = {Gate} and not granted "
                + "and database = (select oid from pg_database where datname = current_database())");
            return waiting != 0 || sending.IsCompleted ? "" : null;
        });
        waiting.ShouldNotBe(0, $"{path} never came to {table}");
        service.Kill();
        await ExecuteAsync(gate, $"select pg_advisory_unlock({Gate})");
        await Should.ThrowAsync<HttpRequestException>(sending);

        // What the statement had still to do in the database it does there, with or without the service.
        await SubsidyHost.Eventually("the connection is gone", async () =>
            await town.ScalarAsync<long>("select count(*) from pg_stat_activity where pid = @waiting and state <> 'idle'", new { waiting }) == 0 ? "" : null);
        await ExecuteAsync(gate, $"drop trigger stop_at_gate on {table}");
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<(HttpStatusCode Status, string Body)> SendAsync(ServiceProcess service, Town town, string path, object? body, string key)
    {
        using var client = new HttpClient { BaseAddress = service.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, $"sites/{town.Site}/{path}")
        {
            Content = body switch
            {
                null => null,
                byte[] bytes => Town.File(bytes),
                _ => new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json"),
            },
        };
        request.Headers.Authorization = TestIssuer.Bearer(Roles.Payer, "p001", town.Site);
        request.Headers.Add("Idempotency-Key", key);
        request.Headers.AcceptLanguage.Add(new StringWithQualityHeaderValue("en"));
        using var answer = await client.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
