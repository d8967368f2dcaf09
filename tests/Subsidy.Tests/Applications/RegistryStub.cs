using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Wenden.Contracts.Registry;
using Wenden.Fixture;
using Wenden.ServiceDefaults;
using Wenden.Subsidy.Tests.Rules;

namespace Wenden.Subsidy.Tests.Applications;

/// <summary>A registry on a loopback port that holds what a test puts in.</summary>
internal sealed class RegistryStub : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Guid, PersonFile> _files = new();
    private readonly ConcurrentDictionary<Guid, TaskCompletionSource> _held = new();
    private readonly ConcurrentDictionary<Guid, int> _reads = new();
    private readonly ConcurrentDictionary<Guid, bool> _broken = new();
    private readonly WebApplication _app;

    private RegistryStub(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    public static async Task<RegistryStub> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var stub = new RegistryStub(builder.Build());
        stub._app.MapGet("/persons/{id:guid}", stub.AnswerAsync);
        stub._app.MapPost("/persons/files", stub.FilesAsync);
        // The queue is asked at the same address what sites are called.
        stub._app.MapGet("/sites/{site}", (string site) => Results.Json(new { name = $"{site} 综合服务大厅" }, HallJson.Options));
        stub._app.MapGet("/persons", (Guid? after, int limit) => stub._files.Keys.Order().Where(id => after is null || id.CompareTo(after.Value) > 0).Take(limit));
        await stub._app.StartAsync();
        return stub;
    }

    /// <summary>Puts in the eligible person of the case files with some facts changed (JSON text) or taken away (null).</summary>
    public void Put(Guid person, long version, params (string Name, string? Json)[] changes) => PutAll([person], version, changes);

    /// <summary>As <see cref="Put"/>, of many who share one set of facts.</summary>
    public void PutAll(IEnumerable<Guid> persons, long version, params (string Name, string? Json)[] changes)
    {
        var values = FactDomains.All.Where(domain => domain.Key is not ("appliedOn" or "receivingOffice"))
            .ToDictionary(domain => domain.Key, domain => (string?)domain.Value[0]);
        foreach (var (name, json) in changes)
            values[name] = json;
        values.TryAdd("name", "\"某某\"");
        values.TryAdd("idNumber", "\"371003197406151226\"");
        values.TryAdd("bankName", "\"样例银行文登支行\"");
        values.TryAdd("bankAccount", "\"6200000000000000001\"");

        var facts = values.Where(value => value.Value is not null).ToDictionary(
            value => value.Key,
            value => new Fact { Value = JsonElement.Parse(value.Value!), Source = "公安户籍", AsOf = new DateOnly(2019, 9, 30) });
        foreach (var person in persons)
            _files[person] = new PersonFile { PersonId = person, Version = version, Site = "wendeng-hall", Facts = facts, Benefits = [] };
    }

    /// <summary>Lets the next answer on the person be read now and sent only on <see cref="Release"/>.</summary>
    public void Hold(Guid person) => _held[person] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release(Guid person) => _held[person].SetResult();

    /// <summary>Lets every question about the person fail, alone or among others, until <see cref="Mend"/>.</summary>
    public void Break(Guid person) => _broken[person] = true;

    public void Mend(Guid person) => _broken.TryRemove(person, out _);

    public int Reads(Guid person) => _reads.GetValueOrDefault(person);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>The registry no longer knows the person.</summary>
    public void Forget(Guid person) => _files.TryRemove(person, out _);

    private async Task<IResult> AnswerAsync(Guid id, HttpContext http)
    {
        if (!TestIssuer.CallerOf(http.Request).Contains("role=service"))
            return Results.StatusCode(StatusCodes.Status401Unauthorized);

        var file = _files.GetValueOrDefault(id);
        _reads.AddOrUpdate(id, 1, (_, count) => count + 1);
        if (_held.TryGetValue(id, out var held))
            await held.Task;
        return file is null ? Results.NotFound() : Results.Json(file, HallJson.Options);
    }

    private async Task<IResult> FilesAsync(JsonElement wanted, HttpContext http)
    {
        if (!TestIssuer.CallerOf(http.Request).Contains("role=service"))
            return Results.StatusCode(StatusCodes.Status401Unauthorized);
        var persons = wanted.GetProperty("persons").EnumerateArray().Select(person => person.GetGuid()).ToArray();
        if (persons.Length is < 1 or > 500)
            return Results.BadRequest();
        if (persons.Any(_broken.ContainsKey))
            return Results.StatusCode(StatusCodes.Status500InternalServerError);

        foreach (var person in persons)
        {
            _reads.AddOrUpdate(person, 1, (_, count) => count + 1);
            if (_held.TryGetValue(person, out var held))
                await held.Task;
        }

        return Results.Json(persons.Select(person => _files.GetValueOrDefault(person)).OfType<PersonFile>(), HallJson.Options);
    }
}
