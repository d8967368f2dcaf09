using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc.Testing;
using Wenden.Contracts;
using Wenden.Contracts.Queue;
using Wenden.Fixture;
using Wenden.Intake.Cases;
using Wenden.Intake.Materials;
using Wenden.ServiceDefaults;
using Wenden.ServiceDefaults.Callers;

namespace Wenden.Intake.Tests;

/// <summary>A teller at a site of their own, who reaches one replica.</summary>
internal sealed class Teller
{
    private static int _serial;
    private readonly IntakeHall _hall;
    private readonly HttpClient _client;

    public Teller(IntakeHall hall, string? site = null, string name = "t001", WebApplicationFactory<Program>? replica = null, string role = Roles.Teller)
    {
        (_hall, Site, Name) = (hall, site ?? $"site-{Guid.CreateVersion7():N}", name);
        _client = Client(replica ?? hall.First, $"role={role}; name={name}; site={Site}");
    }

    public string Site { get; }

    public string Name { get; }

    public static HttpClient Client(WebApplicationFactory<Program> replica, string header)
    {
        var client = replica.CreateClient();
        client.DefaultRequestHeaders.Authorization = TestIssuer.Bearer(header);
        return client;
    }

    /// <summary>The same teller on the other replica, or another teller of the site.</summary>
    public Teller Beside(string? name = null) => new(_hall, Site, name ?? Name, _hall.Second);

    /// <summary>Somebody else of the site, on the other replica.</summary>
    public Teller As(string role, string name) => new(_hall, Site, name, _hall.Second, role);

    public Task<HttpResponseMessage> GetAtSiteAsync(string path) => _client.GetAsync(new Uri($"/sites/{Site}/{path}", UriKind.Relative));

    /// <summary>A person in the registry; returns the identity number.</summary>
    public string Person() => Person(out _);

    public string Person(out Guid personId)
    {
        var digits = $"37100319740315{Interlocked.Increment(ref _serial):D3}";
        var number = digits + IdentityNumber.CheckCharacter(digits);
        _hall.Neighbours.Persons[number] = personId = Guid.CreateVersion7();
        // What proves the main materials of most items.
        _hall.Neighbours.Facts[personId] = new() { ["idNumber"] = number, ["name"] = "测试", ["unemploymentCertificate"] = "L-1", ["fileInCustody"] = true };
        return number;
    }

    /// <summary>A ticket that the queue knows as called by this teller, of which no event has arrived.</summary>
    public Ticket Call(params string[] items)
    {
        var ticket = new Ticket
        {
            Site = Site,
            TicketId = Guid.CreateVersion7(),
            Number = "A001",
            State = "called",
            Items = items,
            IssuedAt = TimeProvider.System.GetUtcNow().AddMinutes(-5),
            Window = 3,
            Teller = Name,
            CalledAt = TimeProvider.System.GetUtcNow().AddMinutes(-1),
        };
        return _hall.Neighbours.Tickets[ticket.TicketId] = ticket;
    }

    public Task<HttpResponseMessage> PostAsync(string path, object? body = null, string? key = null) => SendAsync($"/sites/{Site}/cases{path}", body, key);

    public Task<HttpResponseMessage> PostAtSiteAsync(string path, object body) => SendAsync($"/sites/{Site}/{path}", body, null);

    /// <summary>Rates an item, as the visitor does on the tablet, with a key of its own where none is given.</summary>
    public Task<HttpResponseMessage> PostRatingAsync(string path, string level, string? key = null) =>
        SendAsync(path, new { level }, key ?? Guid.CreateVersion7().ToString());

    private Task<HttpResponseMessage> SendAsync(string path, object? body, string? key)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path);
        if (body is not null)
            request.Content = JsonContent.Create(body, options: HallJson.Options);
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return _client.SendAsync(request);
    }

    public Task<HttpResponseMessage> TryOpenAsync(Guid ticketId, string identityNumber, string[]? items = null, string? key = null, string? employerCode = null) =>
        PostAsync("", new { ticketId, identityNumber, items, employerCode }, key ?? Guid.CreateVersion7().ToString());

    public async Task<CaseView> OpenAsync(Guid ticketId, string? identityNumber = null, params string[] items)
    {
        using var response = await TryOpenAsync(ticketId, identityNumber ?? Person(), items.Length == 0 ? null : items);
        return await response.ReadAsync<CaseView>(HttpStatusCode.Created);
    }

    public Task<CaseView> OpenAsync(params string[] items) => OpenAsync(Call(items).TicketId);

    public Task<HttpResponseMessage> TryAcceptAsync(Guid caseId) => PostAsync($"/{caseId}/accept");

    public async Task<CaseView> AcceptAsync(Guid caseId)
    {
        using var response = await TryAcceptAsync(caseId);
        return await response.ReadAsync<CaseView>();
    }

    public Task<HttpResponseMessage> TryCompleteAsync(Guid caseId, string item) => PostAsync($"/{caseId}/items/{item}/complete");

    public Task<HttpResponseMessage> TryHandInAsync(Guid caseId, string item, string material, byte[] file, string? key = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/sites/{Site}/cases/{caseId}/items/{item}/materials/{material}") { Content = new ByteArrayContent(file) };
        request.Content.Headers.ContentType = new("application/octet-stream");
        request.Headers.Add("Idempotency-Key", key ?? Guid.CreateVersion7().ToString());
        return _client.SendAsync(request);
    }

    public async Task<MaterialFile> HandInAsync(Guid caseId, string item, string material, byte[] file)
    {
        using var response = await TryHandInAsync(caseId, item, material, file);
        return await response.ReadAsync<MaterialFile>(HttpStatusCode.Created);
    }

    public Task<HttpResponseMessage> TryReuseAsync(Guid caseId, string item, string material, Guid materialId) =>
        PostAsync($"/{caseId}/items/{item}/materials/{material}/reuse", new { materialId });

    public async Task<CaseMaterials> MaterialsAsync(Guid caseId)
    {
        using var response = await GetAsync($"/{caseId}/materials");
        return await response.ReadAsync<CaseMaterials>();
    }

    public Task<HttpResponseMessage> GetAsync(string path) => _client.GetAsync(new Uri($"/sites/{Site}/cases{path}", UriKind.Relative));

    public async Task<CaseView> ReadAsync(Guid caseId)
    {
        using var response = await GetAsync($"/{caseId}");
        return await response.ReadAsync<CaseView>();
    }

    public async Task<CaseView> WaitAsync(Guid caseId, string state)
    {
        var last = await ReadAsync(caseId);
        await Eventually.TrueAsync(async () => (last = await ReadAsync(caseId)).State == state, $"The case does not become {state}");
        return last;
    }
}

internal static class Answers
{
    public static async Task<T> ReadAsync<T>(this HttpResponseMessage response, HttpStatusCode expected = HttpStatusCode.OK)
    {
        var body = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(expected, body);
        return JsonSerializer.Deserialize<T>(body, HallJson.Options)!;
    }

    public static async Task<JsonElement> ShouldBeProblemAsync(this HttpResponseMessage response, HttpStatusCode status, string code)
    {
        var body = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(status, body);
        var problem = JsonElement.Parse(body);
        problem.GetProperty("code").GetString().ShouldBe(code);
        problem.GetProperty("title").GetString().ShouldNotBe(code, "The code has no text");
        return problem;
    }
}
