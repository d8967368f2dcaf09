using System.Net;

namespace Wenden.Portal.Reading;

/// <summary>What visitors say of the items of their visit: on the phone, on the own page, and at the window.</summary>
internal sealed class RatingReads(HallReader hall, IHttpClientFactory clients)
{
    private const string Intake = "intake";

    /// <summary>The items of a visit that can be rated or were, for whoever has its link.</summary>
    /// <exception cref="HttpRequestException">Intake cannot be reached or failed.</exception>
    public async Task<IReadOnlyList<RatedItem>> OfVisitAsync(string link, CancellationToken ct)
    {
        if (!VisitReads.IsLink(link))
            return [];
        using var client = clients.CreateForAnybody();
        using var answer = await client.GetAsync(new Uri($"http://{Intake}/visits/{link}/ratings"), ct);
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return [];
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<IReadOnlyList<RatedItem>>(HallJson.Options, ct))!;
    }

    /// <summary>True where it was taken; false where the item was rated otherwise before, or cannot be.</summary>
    /// <exception cref="HttpRequestException">Intake cannot be reached or failed.</exception>
    public async Task<bool> RateVisitAsync(string link, Guid caseId, string item, RatingWords words, CancellationToken ct)
    {
        if (!VisitReads.IsLink(link))
            return false;
        using var client = clients.CreateForAnybody();
        using var answer = await client.PostAsJsonAsync(new Uri($"http://{Intake}/visits/{link}/ratings/{caseId}/{Uri.EscapeDataString(item)}"), words, HallJson.Options, ct);
        if (answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Conflict or HttpStatusCode.BadRequest)
            return false;
        answer.EnsureSuccessStatusCode();
        return true;
    }

    /// <summary>The items of the citizen signed in that can be rated or were.</summary>
    public Task<IReadOnlyList<RatedItem>> OwnAsync(CancellationToken ct) => hall.GetAsync<IReadOnlyList<RatedItem>>(Intake, "/ratings", ct);

    public async Task<RatedItem> RateOwnAsync(RatedItem item, RatingWords words, CancellationToken ct) =>
        (await hall.DoAsync<RatedItem>(HttpMethod.Post, Intake, $"/ratings/{item.CaseId}/{item.Item}", words, ct))!;

    /// <summary>What the visitor whom the teller signed in called last can rate.</summary>
    public Task<WindowRatings> AtWindowAsync(string site, CancellationToken ct) =>
        hall.GetAsync<WindowRatings>(Intake, $"{QueueReads.At(site)}/window-ratings", ct);

    /// <summary>Rates at the window; the same key for a second try of the same.</summary>
    public Task RateAtWindowAsync(string site, RatedItem item, RatingWords words, string key, CancellationToken ct) =>
        hall.DoAsync(HttpMethod.Post, Intake, $"{QueueReads.At(site)}/window-ratings/{item.CaseId}/{item.Item}", words, ct, key);

    /// <summary>What was said of the closed cases of the teller signed in.</summary>
    public Task<IReadOnlyList<ServedRating>> ServedAsync(string site, CancellationToken ct) =>
        hall.GetAsync<IReadOnlyList<ServedRating>>(Intake, $"{QueueReads.At(site)}/ratings", ct);
}

/// <param name="Level">One of <see cref="Levels"/>.</param>
/// <param name="Comment">In the visitor's words.</param>
/// <param name="Contact">A telephone number to be called back at.</param>
public sealed record RatingWords(string Level, string? Comment, string? Contact)
{
    /// <summary>The five levels, the best first.</summary>
    public static readonly IReadOnlyList<string> Levels = ["very-satisfied", "satisfied", "fairly-satisfied", "dissatisfied", "very-dissatisfied"];
}

/// <summary>An item that can be rated, or was.</summary>
public sealed record RatedItem(Guid CaseId, string Item, string Name, string? Level, string? Comment, string? Finding);

/// <param name="Number">Of the visitor's ticket; none where nothing is to be rated.</param>
/// <param name="Items">What is to be rated.</param>
internal sealed record WindowRatings(string? Number, IReadOnlyList<RatedItem> Items);

internal sealed record ServedRating(string TicketNumber, string Name, string Level, string? Comment, DateTimeOffset RatedAt);
