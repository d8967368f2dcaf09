using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using Wenden.Fixture;
using Wenden.ServiceDefaults.Callers;
using Wenden.Subsidy.Tests.Applications;

namespace Wenden.Subsidy.Tests.Renewals;

public sealed class ManyRenewalsTests : IAsyncLifetime
{
    private const int People = 5_000;
    private readonly DirectoryInfo _policies = Directory.CreateTempSubdirectory();
    private Dictionary<string, string> _settings = [];
    private RegistryStub _registry = null!;
    private NpgsqlDataSource _database = null!;

    public async ValueTask InitializeAsync()
    {
        Policies2020.Write(_policies.FullName, "4050");
        _registry = await RegistryStub.StartAsync();
        var database = await TestServers.FreshDatabaseAsync("subsidydb");
        _database = NpgsqlDataSource.Create(database);
        _settings = new Dictionary<string, string>
        {
            ["ConnectionStrings__subsidydb"] = database,
            ["ConnectionStrings__rabbitmq"] = await TestServers.FreshVirtualHostAsync(),
            ["Messaging__Services__0"] = "subsidy",
            ["services__registry__http__0"] = _registry.Address,
            ["Subsidy__Policies"] = _policies.FullName,
            ["Wenden__AsOf"] = RenewalHost.AsOf,
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        await _registry.DisposeAsync();
        _policies.Delete(recursive: true);
    }

    [Fact]
    public async Task Everybody_is_renewed_once_whoever_is_killed()
    {
        using var first = await ServiceProcess.StartAsync(typeof(Program).Assembly, _settings);
        using var second = await ServiceProcess.StartAsync(typeof(Program).Assembly, _settings);
        var people = new ApprovedPeople(_database);
        var persons = Enumerable.Range(0, People).Select(_ => Guid.CreateVersion7()).ToArray();
        await people.AddAsync("4050", persons);
        _registry.PutAll(persons, 2, ApprovedPeople.Banked);
        _registry.PutAll(persons[..100], 2, ApprovedPeople.Banked, ("paysMedical", "false"));
        _registry.PutAll(persons[100..200], 2, ApprovedPeople.Banked, ("blacklisted", "true"));
        using var client = new HttpClient { DefaultRequestHeaders = { Authorization = TestIssuer.Bearer(Roles.Operator, "o001", "*") } };

        using var started = await client.PostAsync(new Uri(first.Address, "/programmes/4050/2020/renewals"), null);
        started.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await DoneAsync(client, second, least: 1_000);
        first.Kill();
        await DoneAsync(client, second, least: 2_000);
        second.Kill();
        var halfway = await people.ReadAsync<long>("select count(*) from applications where year = 2020");
        await first.StartAgainAsync();
        var run = await DoneAsync(client, first, least: People, state: "finished");

        halfway.ShouldBeInRange(1, People - 201);
        new[] { "total", "done", "renewed", "asked", "refused", "failed" }.Select(name => run.GetProperty(name).GetInt32())
            .ShouldBe([People, People, People - 200, 100, 100, 0]);
        (await people.ReadAsync<long>("select count(distinct person_id) from applications where year = 2020 and state = 'approved'")).ShouldBe(People - 200);
        (await people.ReadAsync<long>("select count(distinct renewed_from) from applications where year = 2020")).ShouldBe(People - 200);
        (await people.ReadAsync<long>("select count(*) from application_history where what = 'renewed'")).ShouldBe(People - 200);
        (await people.ReadAsync<long>(
            "select count(*) from renewal_results as result join applications on applications.id = renewed_as and renewed_from = application_id")).ShouldBe(People - 200);
        (await people.ReadAsync<long>("select count(*) from audit.entries where action = 'subsidy.renew'")).ShouldBe(People);
        (await _database.WalkAsync()).Break.ShouldBeNull();
    }

    private static Task<JsonElement> DoneAsync(HttpClient client, ServiceProcess service, int least, string? state = null) =>
        SubsidyHost.Eventually($"{least} renewed", async () =>
        {
            var run = (await client.GetFromJsonAsync<JsonElement>(new Uri(service.Address, "/programmes/4050/2020/renewals")))[0];
            return run.GetProperty("done").GetInt32() >= least && (state is null || run.GetProperty("state").GetString() == state) ? run : (JsonElement?)null;
        });
}
