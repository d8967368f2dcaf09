using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Dapper;
using Npgsql;
using Wenden.ServiceDefaults.Callers;
using Wenden.Subsidy.Tests.Applications;

namespace Wenden.Subsidy.Tests.Payments;

/// <summary>A site and a programme of their own, with approved applications, and a payer who works on them.</summary>
internal sealed class Town(SubsidyHost host)
{
    public const int Year = 2019;

    public string Site { get; } = $"s-{Fresh()}";

    public string Programme { get; init; } = Fresh();

    public static async Task<Town> WithAsync(SubsidyHost host, int applications, decimal budget = 1_000_000)
    {
        var town = new Town(host);
        await town.SetBudgetAsync(budget);
        for (var i = 0; i < applications; i++)
            await town.ApproveAsync();
        return town;
    }

    public List<Guid> Applications { get; } = [];

    /// <summary>An approved and announced application of a person whom the registry holds.</summary>
    public async Task<Guid> ApproveAsync(Guid? person = null, decimal amount = 5000, bool isAnnounced = true, params (string Name, string? Json)[] facts)
    {
        var (id, personId) = (Guid.CreateVersion7(), person ?? Guid.CreateVersion7());
        host.Registry.Put(personId, 1, facts);
        await ExecuteAsync(
            """
            insert into applications (
                site, id, case_id, item, person_id, programme, year, policy_sha256, applied_on, accepted_at, accepted_by, state, facts, assessment, outcome,
                first_reviewer, first_approves, second_reviewer, second_approves, decided_at, amount, notice_id)
            values (
                @Site, @id, gen_random_uuid(), 'BT-4050', @personId, @Programme, @Year, '', '2019-10-21', '2019-10-21', 't001', 'approved', '{}', '{}', 'eligible',
                'r001', true, 'a001', true, '2019-10-21', @amount, null)
            """,
            new { Site, id, personId, Programme, Year, amount });
        if (isAnnounced)
            await AnnounceAsync(id);
        Applications.Add(id);
        return id;
    }

    /// <summary>As if the public notice were over without objection.</summary>
    public Task AnnounceAsync(Guid application) =>
        ExecuteAsync(
            """
            with over as (
                insert into notices (id, site, programme, year, published_by, published_at, ends_on)
                select gen_random_uuid(), site, programme, year, 'a001', now(), '2019-10-20' from applications where id = @application
                returning id)
            update applications set notice_id = over.id from over where applications.id = @application
            """,
            new { application });

    public Task SetBudgetAsync(decimal amount) => ExecuteAsync(
        """
        insert into budgets (programme, year, version, id, amount, source, set_by, set_at)
        select @Programme, @Year, count(*) + 1, gen_random_uuid(), @amount, 'test', 'o001', now() from budgets where programme = @Programme
        """,
        new { Programme, Year, amount });

    public async Task RevokeAsync(Guid application)
    {
        await using var connection = new NpgsqlConnection(host.Database);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await connection.ExecuteAsync(
            "update applications set state = 'revoked', revoked_by = 'a002', revoke_note = '重复享受', revoked_at = now() where id = @application", new { application });
        await Wenden.Subsidy.Payments.Clawbacks.AskAsync(connection, Site, application, DateTimeOffset.Parse("2019-10-21T10:00:00+08:00"), CancellationToken.None);
        await transaction.CommitAsync();
    }

    public async Task ExecuteAsync(string sql, object? values = null)
    {
        await using var connection = new NpgsqlConnection(host.Database);
        await connection.ExecuteAsync(sql, values);
    }

    public async Task<T> ScalarAsync<T>(string sql, object? values = null)
    {
        await using var connection = new NpgsqlConnection(host.Database);
        return (await connection.ExecuteScalarAsync<T>(sql, values))!;
    }

    /// <summary>How many live payments there are by application, the most first; 1 and not 2 is what has to be.</summary>
    public Task<long> MostPaymentsAsync() => ScalarAsync<long>(
        "select coalesce(max(count), 0) from (select count(*) from payments where site = @Site and counts group by application_id) by_application", new { Site });

    public HttpClient Payer(string name = "p001")
    {
        var client = host.Client(Roles.Payer, name, Site);
        return client;
    }

    public async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(string path, object? body = null, string payer = "p001")
    {
        using var client = Payer(payer);
        using var answer = body switch
        {
            byte[] bytes => await client.PostAsync($"/sites/{Site}/{path}", File(bytes)),
            null => await client.PostAsync($"/sites/{Site}/{path}", null),
            _ => await client.PostAsJsonAsync($"/sites/{Site}/{path}", body),
        };
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    public static ByteArrayContent File(byte[] bytes) => new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } };

    public async Task<JsonElement> GetAsync(string path)
    {
        using var client = Payer();
        return await client.GetFromJsonAsync<JsonElement>($"/sites/{Site}/{path}");
    }

    public async Task<byte[]> BankFileAsync(string batch, string form = "csv")
    {
        using var client = Payer();
        return await client.GetByteArrayAsync($"/sites/{Site}/payment-batches/{batch}/file.{form}");
    }

    public async Task<JsonElement[]> ReleaseAsync(IEnumerable<Guid>? applications = null, string payer = "p001")
    {
        var (status, body) = await PostAsync("releases", new { applications = applications ?? Applications }, payer);
        status.ShouldBe(HttpStatusCode.OK);
        return [.. body.GetProperty("rows").EnumerateArray()];
    }

    public Task<(HttpStatusCode Status, JsonElement Body)> MakeAsync(string payer = "p001") =>
        PostAsync("payment-batches", new { programme = Programme, year = Year }, payer);

    /// <summary>Releases everything, makes a batch and sends it.</summary>
    public async Task<string> SendAsync()
    {
        await ReleaseAsync();
        var (status, batch) = await MakeAsync();
        status.ShouldBe(HttpStatusCode.Created);
        var id = batch.GetProperty("id").GetString()!;
        (await PostAsync($"payment-batches/{id}/sent")).Status.ShouldBe(HttpStatusCode.OK);
        return id;
    }

    /// <summary>The bank answers the batch.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Body)> AnswerAsync(string batch, Func<string, string?> fails, string form = "csv", Func<string, bool>? about = null) =>
        await PostAsync($"payment-batches/{batch}/answer", Bank.Answer(await BankFileAsync(batch, form), fails, about));

    public async Task<JsonElement[]> PaymentsAsync(string batch) => [.. (await GetAsync($"payment-batches/{batch}")).GetProperty("payments").EnumerateArray()];

    private static string Fresh() => $"{Guid.CreateVersion7():N}"[^10..];
}
