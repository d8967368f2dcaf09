using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using Wenden.ServiceDefaults;
using Wenden.ServiceDefaults.Callers;
using Wenden.Subsidy.Tests.Applications;

namespace Wenden.Subsidy.Tests.Notices;

/// <summary>A town office of a test's own, with its people and staff.</summary>
internal sealed class Town(SubsidyHost host)
{
    public string Site { get; } = $"town-{Guid.CreateVersion7():N}";

    /// <summary>Somebody whose application went through both reviews.</summary>
    public async Task<Person> DecideAsync(string name = "王秀梅", string idNumber = "371003197403121234", bool approve = true, params (string Name, string? Json)[] changes)
    {
        var person = await ApplyAsync(name, idNumber, "first-review", changes);
        await ReviewAsync(person, approve);
        return person;
    }

    public async Task<Person> ApplyAsync(string name, string idNumber, string state, params (string Name, string? Json)[] changes)
    {
        var id = Guid.CreateVersion7();
        host.Registry.Put(id, 1, [("name", $"\"{name}\""), ("idNumber", $"\"{idNumber}\""), .. changes]);
        var accepted = SubsidyHost.Case(id, site: Site);
        var application = await host.ApplyAsync(accepted, state);
        return new Person(id, accepted.CaseId, application.GetProperty("id").GetGuid());
    }

    public async Task ReviewAsync(Person person, bool approve)
    {
        using var first = await PostAsync(Roles.Reviewer, "r001", $"applications/{person.Application}/first-review", new { approve, note = "材料与\n登记不符" });
        using var second = await PostAsync(Roles.Approver, "a001", $"applications/{person.Application}/second-review", new { approve, note = "同意初审意见" });
        first.EnsureSuccessStatusCode();
        second.EnsureSuccessStatusCode();
    }

    public async Task<HttpResponseMessage> PostAsync(string role, string name, string path, object body, string? key = null)
    {
        using var client = host.Client(role, name, Site);
        return await SendAsync(client, $"/sites/{Site}/{path}", body, key);
    }

    public async Task<JsonElement> ReadAsync(string role, string path)
    {
        using var client = host.Client(role, "a009", Site);
        return await client.GetFromJsonAsync<JsonElement>($"/sites/{Site}/{path}");
    }

    public Task<HttpResponseMessage> PublishAsync(string name = "a002") => PostAsync(Roles.Approver, name, "notices", new { programme = "4050", year = 2019 });

    public async Task<Guid> NoticeAsync()
    {
        using var answer = await PublishAsync();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
    }

    /// <summary>Anybody, or a citizen, sends something.</summary>
    public async Task<HttpResponseMessage> SendAsync(Guid? citizen, string path, object body, string? key = null)
    {
        using var client = citizen is { } person ? host.Citizen(person) : host.Passer();
        return await SendAsync(client, path, body, key);
    }

    public async Task<JsonElement> ReadAsync(Guid? citizen, string path)
    {
        using var client = citizen is { } person ? host.Citizen(person) : host.Passer();
        return await client.GetFromJsonAsync<JsonElement>(path);
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(host.Database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public static async Task<string?> CodeAsync(HttpResponseMessage answer) => (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString();

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, string path, object body, string? key)
    {
        client.DefaultRequestHeaders.Add("Idempotency-Key", key ?? $"{Guid.CreateVersion7()}");
        return client.PostAsJsonAsync(path, body, HallJson.Options);
    }

    internal sealed record Person(Guid Id, Guid CaseId, Guid Application);
}
