using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using Wenden.Contracts.Registry;
using Wenden.ServiceDefaults.Callers;

namespace Wenden.Subsidy.Tests.Applications;

/// <summary>An application of a person, and what staff do with it.</summary>
internal sealed record Applied(Guid Person, Guid CaseId, Guid Id);

/// <summary>Steps that tests of the review have in common.</summary>
internal static class Desk
{
    public static async Task<Applied> AppliedAsync(this SubsidyHost host, params (string Name, string? Json)[] changes)
    {
        var person = Guid.CreateVersion7();
        host.Registry.Put(person, version: 1, changes);
        return await host.AppliedAsync(person);
    }

    public static async Task<Applied> AppliedAsync(this SubsidyHost host, Guid person, string state = "first-review")
    {
        var accepted = SubsidyHost.Case(person);
        var application = await host.ApplyAsync(accepted, state);
        return new Applied(person, accepted.CaseId, application.GetProperty("id").GetGuid());
    }

    public static Task<HttpResponseMessage> FirstAsync(
        this SubsidyHost host, Applied of, bool approve = true, string? note = null, bool @override = false, string by = "r001") =>
        host.PostAsync(Roles.Reviewer, by, $"applications/{of.Id}/first-review", new { approve, note, @override });

    public static Task<HttpResponseMessage> SecondAsync(
        this SubsidyHost host, Applied of, bool approve = true, string? note = null, bool @override = false, string by = "a001") =>
        host.PostAsync(Roles.Approver, by, $"applications/{of.Id}/second-review", new { approve, note, @override });

    public static async Task<HttpResponseMessage> PostAsync(this SubsidyHost host, string role, string by, string path, object? body, string? key = null)
    {
        using var client = host.Client(role, by, role == Roles.Operator ? "*" : SubsidyHost.Hall);
        if (key is not null)
            client.DefaultRequestHeaders.Add("Idempotency-Key", key);
        var address = path.StartsWith('/') ? path : $"/sites/{SubsidyHost.Hall}/{path}";
        return await client.PostAsync(new Uri(address, UriKind.Relative), body is null ? null : JsonContent.Create(body));
    }

    public static async Task<JsonElement> GetAsync(this SubsidyHost host, string role, string by, string path)
    {
        using var client = host.Client(role, by, role == Roles.Operator ? "*" : SubsidyHost.Hall);
        return await client.GetFromJsonAsync<JsonElement>($"/sites/{SubsidyHost.Hall}/{path}");
    }

    public static Task<JsonElement> ShowAsync(this SubsidyHost host, Applied of) => host.GetAsync(Roles.Reviewer, "r090", $"applications/{of.Id}");

    public static Task<JsonElement> InAsync(this SubsidyHost host, Applied of, string state) => host.ApplicationAsync(of.CaseId, state);

    /// <summary>Tells that the registry knows more, and waits until it was taken in.</summary>
    public static async Task ChangeAsync(this SubsidyHost host, Guid person, long version, string? diedOn = null)
    {
        var messageId = Guid.CreateVersion7();
        var day = diedOn is null ? (DateOnly?)null : DateOnly.Parse(diedOn);
        await host.PublishAsync(
            new PersonChanged { PersonId = person, Version = version, Site = SubsidyHost.Hall, Benefits = [], DiedOn = day }, messageId);
        await host.TakenAsync(messageId);
    }

    public static Task<string> TakenAsync(this SubsidyHost host, Guid messageId) =>
        SubsidyHost.Eventually("message handled", async () =>
            await host.CountAsync($"select count(*) from inbox where message_id = '{messageId}'") == 1 ? "" : null);

    public static async Task<long> CountAsync(this SubsidyHost host, string sql)
    {
        await using var database = NpgsqlDataSource.Create(host.Database);
        await using var command = database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public static async Task ExecuteAsync(this SubsidyHost host, string sql)
    {
        await using var database = NpgsqlDataSource.Create(host.Database);
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public static async Task<JsonElement> ShouldBeAsync(this HttpResponseMessage answer, HttpStatusCode status, string? code = null)
    {
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(status, text);
        var body = JsonElement.Parse(text);
        if (code is not null)
        {
            body.GetProperty("code").GetString().ShouldBe(code);
            body.GetProperty("title").GetString().ShouldNotBe(code, "the code has no text");
        }

        return body;
    }

    public static async Task<string?> StateAsync(this HttpResponseMessage answer) =>
        (await answer.ShouldBeAsync(HttpStatusCode.OK)).GetProperty("state").GetString();

    public static IEnumerable<string?> Texts(this JsonElement of, string name) => of.GetProperty(name).EnumerateArray().Select(item => item.GetString());

    public static IEnumerable<string> Steps(this JsonElement application) =>
        application.GetProperty("history").EnumerateArray().Select(step => $"{step.GetProperty("by").GetString()} {step.GetProperty("what").GetString()}");
}
