using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc.Testing;
using Wenden.Contracts.Forms;
using Wenden.Contracts.Registry;
using Wenden.Fixture;
using Wenden.Forms.Reading;
using Wenden.Forms.Signing;
using Wenden.ServiceDefaults;

namespace Wenden.Forms.Tests.Service;

/// <summary>One case at a site of its own, with the forms it asks for.</summary>
internal sealed class Visit(FormsHall hall, PersonFile person, params string[] templates)
{
    public string Site { get; } = $"site-{Guid.CreateVersion7():N}";

    public Guid CaseId { get; } = Guid.CreateVersion7();

    public IReadOnlyList<WantedForm> Wanted { get; } =
    [
        .. templates.Select(template => new WantedForm
        {
            FormId = Guid.CreateVersion7(),
            Template = template,
            Values = new Dictionary<string, string>
            {
                ["siteName"] = "文登区人社综合服务大厅",
                ["ticketNumber"] = "A001",
                ["items"] = "4050社保补贴",
                ["teller"] = "t001",
                ["acceptedAt"] = "2019-10-21 09:30",
                ["promisedDays"] = "20",
            },
        }),
    ];

    public Guid FormId => Wanted[0].FormId;

    public RenderForms Request => new() { Site = Site, CaseId = CaseId, PersonId = person.PersonId, EmployerCode = EmployerCode, Forms = [.. Wanted.Select(form => form with { Produced = Produced })] };

    /// <summary>The employer for whom the person acts.</summary>
    public string? EmployerCode { get; init; }

    /// <summary>What another item of the case produces.</summary>
    public IReadOnlyDictionary<string, ProducedFact> Produced { get; init; } = new Dictionary<string, ProducedFact>();

    /// <summary>Asks for the forms and waits for them.</summary>
    public async Task<FormsRendered> RenderAsync(int refusals = 0)
    {
        hall.Registry.Knows(person, refusals);
        await hall.AskAsync(Request);
        return (await hall.RenderedAsync(CaseId))[0];
    }

    public Task<HttpResponseMessage> GetAsync(string path, string role = "teller", string? site = null) =>
        Client(hall.First, role, site).GetAsync(new Uri($"/sites/{Site}/{path}", UriKind.Relative));

    public async Task<FormView[]> FormsAsync()
    {
        using var response = await GetAsync($"cases/{CaseId}/forms");
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return (await response.Content.ReadFromJsonAsync<FormView[]>(HallJson.Options))!;
    }

    public async Task<byte[]> PdfAsync(Guid formId)
    {
        using var response = await GetAsync($"forms/{formId}/pdf");
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await response.Content.ReadAsByteArrayAsync();
    }

    /// <summary>What a visitor who looks now is shown to sign.</summary>
    public async Task<ShownForm[]> ShownAsync() => [.. (await FormsAsync()).Where(form => form is { NeedsSignature: true, IsWithdrawn: false }).Select(form => new ShownForm(form.FormId, form.Sha256))];

    public async Task<HttpResponseMessage> TrySignAsync(
        byte[] png, WebApplicationFactory<Program>? replica = null, string role = "teller", string? site = null, string? key = null) =>
        await TrySignAsync(new { signature = png, forms = await ShownAsync() }, replica, role, site, key);

    public Task<HttpResponseMessage> TrySignAsync(
        object body, WebApplicationFactory<Program>? replica = null, string role = "teller", string? site = null, string? key = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/sites/{Site}/cases/{CaseId}/signature") { Content = JsonContent.Create(body, body.GetType()) };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return Client(replica ?? hall.First, role, site).SendAsync(request);
    }

    public async Task<SignedCase> SignAsync(byte[] png, WebApplicationFactory<Program>? replica = null)
    {
        using var response = await TrySignAsync(png, replica);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<SignedCase>(HallJson.Options))!;
    }

    /// <summary>What the teller's tablet is to show, or shows.</summary>
    public Task<HttpResponseMessage> SigningAsync(HttpMethod method, Guid? caseId = null, string role = "teller", string teller = "t001", string? site = null)
    {
        var request = new HttpRequestMessage(method, $"/sites/{Site}/signing");
        if (caseId is not null)
            request.Content = JsonContent.Create(new { caseId });
        return Client(hall.Second, role, site, teller).SendAsync(request);
    }

    private HttpClient Client(WebApplicationFactory<Program> replica, string role, string? site, string name = "t001")
    {
        var client = replica.CreateClient();
        client.DefaultRequestHeaders.Authorization = TestIssuer.Bearer(role, name, site ?? Site);
        return client;
    }
}

internal static class Answers
{
    public static async Task ShouldBeProblemAsync(this HttpResponseMessage response, HttpStatusCode status, string code)
    {
        var body = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(status, body);
        var problem = JsonElement.Parse(body);
        problem.GetProperty("code").GetString().ShouldBe(code);
        problem.GetProperty("title").GetString().ShouldNotBe(code, "The code has no text");
    }
}
