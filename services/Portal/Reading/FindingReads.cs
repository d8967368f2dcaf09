using System.Net;

namespace Wenden.Portal.Reading;

/// <summary>What visitors find wrong, and what becomes of it. Intake asks for no token there, and none is sent.</summary>
internal sealed class FindingReads(IHttpClientFactory clients)
{
    private const string Findings = "http://intake/findings";

    /// <summary>Chinese name of the site; null where there is none of that code.</summary>
    /// <exception cref="HttpRequestException">Intake cannot be reached or failed.</exception>
    public async Task<string?> SiteNameAsync(string site, CancellationToken ct) => (await FindAsync<About>($"/about/{Uri.EscapeDataString(site)}", ct))?.SiteName;

    /// <summary>Tells what is wrong; the link by which to follow it, or null where it was refused.</summary>
    /// <param name="site">Code of the site.</param>
    /// <param name="what">In the visitor's words.</param>
    /// <param name="window">Number of the window that it is about.</param>
    /// <param name="contact">A telephone number to be called back at.</param>
    /// <param name="key">The same for a second try of the same.</param>
    /// <param name="ct">Ends the waiting.</param>
    /// <exception cref="HttpRequestException">Intake cannot be reached or failed.</exception>
    public async Task<string?> ReportAsync(string site, string what, int? window, string? contact, string key, CancellationToken ct)
    {
        using var client = clients.CreateForAnybody();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Findings)) { Content = JsonContent.Create(new { site, what, window, contact }, options: HallJson.Options) };
        request.Headers.Add("Idempotency-Key", key);
        using var answer = await client.SendAsync(request, ct);
        if (IsRefusal(answer))
            return null;
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<Reported>(HallJson.Options, ct))!.Link;
    }

    /// <summary>What became of it; null where the link leads to nothing.</summary>
    /// <exception cref="HttpRequestException">Intake cannot be reached or failed.</exception>
    public Task<Finding?> ReadAsync(string link, CancellationToken ct) =>
        VisitReads.IsLink(link) ? FindAsync<Finding>($"/{link}", ct) : Task.FromResult<Finding?>(null);

    /// <summary>Says whether it is settled; false where there is nothing to answer any more.</summary>
    /// <exception cref="HttpRequestException">Intake cannot be reached or failed.</exception>
    public async Task<bool> AnswerAsync(string link, int version, bool isSettled, string? text, CancellationToken ct)
    {
        if (!VisitReads.IsLink(link))
            return false;
        using var client = clients.CreateForAnybody();
        using var answer = await client.PostAsJsonAsync(new Uri($"{Findings}/{link}/answer"), new { version, isSettled, text }, HallJson.Options, ct);
        if (IsRefusal(answer))
            return false;
        answer.EnsureSuccessStatusCode();
        return true;
    }

    private static bool IsRefusal(HttpResponseMessage answer) => (int)answer.StatusCode is >= 400 and < 500;

    private async Task<T?> FindAsync<T>(string path, CancellationToken ct)
        where T : class
    {
        using var client = clients.CreateForAnybody();
        using var answer = await client.GetAsync(new Uri(Findings + path), ct);
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return null;
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<T>(HallJson.Options, ct);
    }

    private sealed record About(string SiteName);

    private sealed record Reported(string Link);
}

/// <summary>What a visitor found, and what became of it.</summary>
internal sealed record Finding(
    string SiteName, string What, string? ItemName, string State, int Version, DateTimeOffset OpenedAt, DateOnly DueOn, IReadOnlyList<Finding.Step> Steps)
{
    public const string Settled = "settled";

    /// <param name="Kind">What happened.</param>
    /// <param name="Text">What was said.</param>
    /// <param name="At">When.</param>
    internal sealed record Step(string Kind, string? Text, DateTimeOffset At);
}
