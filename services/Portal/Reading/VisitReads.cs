using System.Net;
using System.Text.RegularExpressions;
using Wenden.Contracts.Queue;

namespace Wenden.Portal.Reading;

/// <summary>A visitor's own ticket, for whoever has its link. The queue asks for no token there, and none is sent.</summary>
internal sealed partial class VisitReads(IHttpClientFactory clients)
{
    /// <summary>The visit; null where the link leads to none.</summary>
    /// <exception cref="HttpRequestException">The queue cannot be reached or failed.</exception>
    public async Task<Visit?> ReadAsync(string link, CancellationToken ct)
    {
        if (!IsLink(link))
            return null;
        using var client = clients.CreateForAnybody();
        using var answer = await client.GetAsync(Address(link), ct);
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return null;
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<Visit>(HallJson.Options, ct);
    }

    /// <summary>True where it was done; false where the visit does not allow it any more, or is not there.</summary>
    /// <param name="link">The link.</param>
    /// <param name="act"><c>late</c>, <c>leave</c> or <c>return</c>.</param>
    /// <param name="ct">Ends the waiting.</param>
    /// <exception cref="HttpRequestException">The queue cannot be reached or failed.</exception>
    public async Task<bool> DoAsync(string link, string act, CancellationToken ct)
    {
        if (!IsLink(link))
            return false;
        using var client = clients.CreateForAnybody();
        using var answer = await client.PostAsync(Address(link, $"/{act}"), null, ct);
        if (answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Conflict)
            return false;
        answer.EnsureSuccessStatusCode();
        return true;
    }

    private static Uri Address(string link, string act = "") => new($"http://{QueueReads.Queue}/visits/{link}{act}");

    /// <summary>Whether it may be a link. Nothing else gets into an address.</summary>
    internal static bool IsLink(string text) => Link().IsMatch(text);

    [GeneratedRegex(@"^[A-Za-z0-9_-]{22}\z")]
    private static partial Regex Link();
}
