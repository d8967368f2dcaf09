using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Npgsql;
using Wenden.Fixture;
using Wenden.ServiceDefaults.Callers;

namespace Wenden.Bench;

/// <summary>
/// The yearly run over people whose application of 2019 was approved and who are as they were: the service as a process of its own, beside a registry that
/// answers at once, so that what is measured is judging and writing.
/// </summary>
internal static class RenewalBench
{
    // The person whom the test cases call eligible.
    private const string Facts =
        """
        "sex":"F","birthDate":"1974-06-15","ableToWork":true,"seeksWork":true,"unemploymentRegisteredInWeihai":true,"flexiblyEmployed":true,"fileInCustody":true,
        "paysPension":true,"paysMedical":true,"lostJobWithCityEmployer":true,"lastEmployerInDistrict":true,"monthsInsuredAtLastEmployer":36,
        "zeroEmploymentHousehold":false,"minimumLivingAllowanceHousehold":false,"registeredPoorHousehold":false,"singleParent":false,"minorChildBirthDates":[],
        "disabled":false,"blacklisted":false,"drewUnemploymentBenefitInYear":false,"usedFullSupportRound":false,"relationKeptByAgreement":false,
        "traderOrCompanyRoleInYear":false,"nonEnterpriseRoleInYear":false,"lawFirmRoleInYear":false,"unjustifiedJobRefusals":0,"refusesOtherServices":false,
        "endedJobRequest":false,"householdRegistration":"wendeng","residencePermit":false
        """;

    /// <summary>Renews so many people and says how long it took.</summary>
    public static async Task RunAsync(int people, TextWriter output)
    {
        var policies = Directory.CreateTempSubdirectory();
        await WritePolicyAsync(policies.FullName);
        await using var registry = await StartRegistryAsync();
        var connectionString = await TestServers.FreshDatabaseAsync("subsidydb");
        using var service = await ServiceProcess.StartAsync(Assembly.Load("Wenden.Subsidy"), new Dictionary<string, string>
        {
            ["ConnectionStrings__subsidydb"] = connectionString,
            ["ConnectionStrings__telemetrydb"] = await TestServers.FreshDatabaseAsync("telemetrydb"),
            ["ConnectionStrings__rabbitmq"] = await TestServers.FreshVirtualHostAsync(),
            ["Messaging__Services__0"] = "subsidy",
            ["services__registry__http__0"] = registry.Urls.Single(),
            ["Subsidy__Policies"] = policies.FullName,
            ["Wenden__AsOf"] = "2020-10-20T09:00:00+08:00",
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
        });
        await ApproveAsync(connectionString, people);

        using var client = new HttpClient { BaseAddress = service.Address, DefaultRequestHeaders = { Authorization = TestIssuer.Bearer(Roles.Operator, "o1", "*") } };
        var started = Stopwatch.StartNew();
        using var start = await client.PostAsync(new Uri("/programmes/4050/2020/renewals", UriKind.Relative), null);
        var run = await start.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
        while (run.GetProperty("state").GetString() != "finished")
        {
            await Task.Delay(500);
            run = await client.GetFromJsonAsync<JsonElement>(new Uri($"/renewals/{run.GetProperty("id").GetString()}", UriKind.Relative));
        }

        var (seconds, renewed) = (started.Elapsed.TotalSeconds, run.GetProperty("renewed").GetInt32());
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"  yearly renewal  {renewed:N0} of {people:N0} people in {seconds:F0} s, {renewed / seconds:N0}/s"));
        policies.Delete(recursive: true);
    }

    private static async Task WritePolicyAsync(string folder)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Policies", "4050-2019.yaml"));
        await File.WriteAllTextAsync(Path.Combine(folder, "4050-2020.yaml"), text.Replace("2019", "2020").Replace("2018", "2019"));
    }

    private static async Task<WebApplication> StartRegistryAsync()
    {
        var facts = string.Join(',', JsonElement.Parse($$"""{{{Facts}},"name":"某某","bankAccount":"6217000000000001234"}""").EnumerateObject()
            .Select(fact => $$"""  "{{fact.Name}}":{"value":{{fact.Value.GetRawText()}},"source":"公安户籍","asOf":"2020-09-30"}"""));
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var registry = builder.Build();
        registry.MapPost("/persons/files", (JsonElement wanted) =>
        {
            var files = wanted.GetProperty("persons").EnumerateArray().Select(person =>
                $$"""{"personId":"{{person.GetString()}}","version":2,"site":"wendeng-hall","facts":{{{facts}}},"benefits":[]}""");
            return Results.Text($"[{string.Join(',', files)}]", "application/json", Encoding.UTF8);
        });
        await registry.StartAsync();
        return registry;
    }

    private static async Task ApproveAsync(string connectionString, int people)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.ExecuteAsync(
            """
            insert into applications (
                site, id, case_id, item, person_id, programme, year, policy_sha256, applied_on, accepted_at, accepted_by, state, facts, payee,
                person_version, assessment, outcome, first_reviewer, first_approves, second_reviewer, second_approves, decided_at, amount)
            select 'wendeng-hall', gen_random_uuid(), gen_random_uuid(), 'BT-4050', gen_random_uuid(), '4050', 2019, repeat('0', 64), '2019-10-21',
                   '2019-10-21 09:00+08', 't1', 'approved', @facts::jsonb, @payee::jsonb, 1, '{}', 'eligible', 'r1', true, 'a1', true, '2019-10-22 09:00+08', 5000
              from generate_series(1, @people);
            analyze applications;
            """,
            new { people, facts = $"{{{Facts}}}", payee = """{ "name": "某某", "account": "6217000000000001234" }""" },
            commandTimeout: 300);
    }
}
