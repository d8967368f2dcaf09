using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace Wenden.Portal.Reading;

/// <summary>Whether a form is genuine, for anybody. Forms asks for no token there, and none is sent.</summary>
internal sealed class VerifyReads(IHttpClientFactory clients)
{
    /// <summary>Largest file that Forms takes, bytes.</summary>
    public const int MostBytes = 2_000_000;

    /// <summary>The form of that id; null where there is none.</summary>
    /// <exception cref="HttpRequestException">Forms cannot be reached or failed.</exception>
    public async Task<VerifiedForm?> FormAsync(Guid id, CancellationToken ct)
    {
        using var client = Client();
        using var answer = await client.GetAsync(new Uri($"http://forms/verify/{id}"), ct);
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return null;
        return await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<VerifiedForm>(HallJson.Options, ct);
    }

    /// <summary>What there is to say of a file; null where it is no PDF of the usual size. Nobody keeps it.</summary>
    /// <exception cref="HttpRequestException">Forms cannot be reached or failed.</exception>
    public async Task<VerifiedFile?> FileAsync(Stream file, CancellationToken ct)
    {
        using var client = Client();
        using var body = new StreamContent(file);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/pdf");
        using var answer = await client.PostAsync(new Uri("http://forms/verify"), body, ct);
        if (answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge)
            return null;
        return await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<VerifiedFile>(HallJson.Options, ct);
    }

    private HttpClient Client()
    {
        var client = clients.CreateClient(ReadingExtensions.Client);
        client.DefaultRequestHeaders.AcceptLanguage.Add(new StringWithQualityHeaderValue(CultureInfo.CurrentUICulture.Name));
        return client;
    }
}

/// <param name="FormId">The form.</param>
/// <param name="Template">Code of its template.</param>
/// <param name="SiteName">Where it was made.</param>
/// <param name="State"><c>rendered</c> or <c>signed</c>.</param>
/// <param name="Person">The family name, and a mark for each other character.</param>
/// <param name="RenderedAt">When it was drawn.</param>
/// <param name="RenderedSha256">Of the file that was shown.</param>
/// <param name="SignedAt">When it was signed.</param>
/// <param name="Sha256">Of the file that the hall keeps.</param>
/// <param name="IsIntact">Whether the kept file still has that hash.</param>
/// <param name="Seal">Of the kept file.</param>
public sealed record VerifiedForm(
    Guid FormId, string Template, string SiteName, string State, string? Person, DateTimeOffset RenderedAt, string RenderedSha256, DateTimeOffset? SignedAt, string Sha256,
    bool IsIntact, VerifiedSeal Seal);

/// <param name="State"><c>valid</c>, <c>broken</c>, <c>foreign</c> or <c>none</c>.</param>
/// <param name="Name">Who sealed it.</param>
public sealed record VerifiedSeal(string State, string? Name);

/// <param name="Sha256">Of the file.</param>
/// <param name="Match"><c>signed</c>, <c>unsigned</c>, <c>void</c> or <c>unknown</c>.</param>
/// <param name="Seal">Of the file.</param>
/// <param name="Form">The form, where it is known.</param>
public sealed record VerifiedFile(string Sha256, string Match, VerifiedSeal Seal, VerifiedForm? Form);
