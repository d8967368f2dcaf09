using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc.Testing;
using Npgsql;
using Wenden.Fixture;
using Wenden.ServiceDefaults.Callers;
using Wenden.Subsidy.Tests.Applications;
using Wenden.Subsidy.Tests.Rules;

namespace Wenden.Subsidy.Tests.Renewals;

/// <summary>The service in October 2020, with programmes of that year, so that each test has a run of its own.</summary>
public sealed class RenewalHost : IAsyncLifetime
{
    public const string Hall = "wendeng-hall";
    public const string AsOf = "2020-10-20T08:30:00+08:00";
    private const int Programmes = 12;

    private readonly DirectoryInfo _policies = Directory.CreateTempSubdirectory();
    private int _given;
    private WebApplicationFactory<Program> _service = null!;

    internal ApprovedPeople People { get; private set; } = null!;

    internal RegistryStub Registry { get; private set; } = null!;

    internal NpgsqlDataSource Database { get; private set; } = null!;

    /// <summary>A programme of 2020 that no other test has.</summary>
    public string Programme() => $"p{Interlocked.Increment(ref _given)}";

    public async ValueTask InitializeAsync()
    {
        for (var number = 1; number <= Programmes; number++)
            Policies2020.Write(_policies.FullName, $"p{number}");
        Policies2020.Write(_policies.FullName, "spring", ("from: 2020-10-15", "from: 2020-03-01"), ("to: 2020-11-08", "to: 2020-03-31"));

        Registry = await RegistryStub.StartAsync();
        var database = await TestServers.FreshDatabaseAsync("subsidydb");
        var broker = await TestServers.FreshVirtualHostAsync();
        _service = new WebApplicationFactory<Program>().WithWebHostBuilder(host => host
            .TrustTestIssuer()
            .StopInFull()
            .UseSetting("ConnectionStrings:subsidydb", database)
            .UseSetting("ConnectionStrings:rabbitmq", broker)
            .UseSetting("Messaging:Services:0", "subsidy")
            .UseSetting("services:registry:http:0", Registry.Address)
            .UseSetting("Subsidy:Policies", _policies.FullName)
            .UseSetting("Logging:LogLevel:Default", "Warning")
            .UseSetting("Wenden:AsOf", AsOf));
        _service.CreateClient().Dispose();
        Database = NpgsqlDataSource.Create(database);
        People = new ApprovedPeople(Database);
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        await Database.DisposeAsync();
        await Registry.DisposeAsync();
        _policies.Delete(recursive: true);
    }

    internal HttpClient Client(string role, string name, string site = Hall)
    {
        var client = _service.CreateClient();
        client.DefaultRequestHeaders.Authorization = TestIssuer.Bearer(role, name, site);
        client.DefaultRequestHeaders.Add("Accept-Language", "en");
        return client;
    }

    internal async Task<HttpResponseMessage> StartAsync(string programme, int year = 2020)
    {
        using var client = Client(Roles.Operator, "o001", "*");
        return await client.PostAsync($"/programmes/{programme}/{year}/renewals", null);
    }

    /// <summary>Starts the run and waits for its end.</summary>
    internal async Task<JsonElement> RunAsync(string programme)
    {
        using var started = await StartAsync(programme);
        started.IsSuccessStatusCode.ShouldBeTrue(await started.Content.ReadAsStringAsync());
        return await FinishedAsync((await started.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid());
    }

    internal async Task<JsonElement> FinishedAsync(Guid run)
    {
        using var client = Client(Roles.Auditor, "u001", "*");
        return await SubsidyHost.Eventually($"run {run}", async () =>
        {
            var found = await client.GetFromJsonAsync<JsonElement>($"/renewals/{run}");
            return found.GetProperty("state").GetString() == "finished" ? found : (JsonElement?)null;
        });
    }

    /// <summary>What became of one person.</summary>
    internal async Task<JsonElement> ResultAsync(string result, string programme, Guid person)
    {
        using var client = Client(Roles.Reviewer, "r001");
        var rows = await client.GetFromJsonAsync<JsonElement>($"/sites/{Hall}/renewals/{result}?programme={programme}&year=2020");
        return rows.EnumerateArray().Single(row => row.GetProperty("personId").GetGuid() == person);
    }
}

/// <summary>The policy of 2019 moved on by a year.</summary>
internal static class Policies2020
{
    public static void Write(string folder, string programme, params (string Part, string Instead)[] changes)
    {
        var text = File.ReadAllText(Policies.File)
            .Replace("2019", "2020").Replace("2018", "2019").Replace("programme: \"4050\"", $"programme: \"{programme}\"");
        foreach (var (part, instead) in changes)
            text = text.Replace(part, instead);
        File.WriteAllText(Path.Combine(folder, $"{programme}-2020.yaml"), text);
    }
}
