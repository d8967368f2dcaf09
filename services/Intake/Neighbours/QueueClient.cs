using System.Collections.Concurrent;
using System.Net;
using Wenden.Contracts.Queue;

namespace Wenden.Intake.Neighbours;

/// <summary>What Intake asks of the queue.</summary>
internal sealed class QueueClient(IHttpClientFactory clients)
{
    // What sites are does not change while a hall runs; a replica that has not asked yet asks.
    private readonly ConcurrentDictionary<string, Site> _sites = new(StringComparer.Ordinal);

    /// <summary>The ticket, or null where the queue knows none of that id at the site.</summary>
    /// <exception cref="HttpRequestException">The queue cannot be reached or does not answer properly.</exception>
    public async Task<Ticket?> FindTicketAsync(string site, Guid ticketId, CancellationToken ct)
    {
        using var answer = await clients.CreateClient("queue").GetAsync($"/sites/{Uri.EscapeDataString(site)}/tickets/{ticketId}", ct);
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return null;
        return await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<Ticket>(HallJson.Options, ct);
    }

    /// <summary>The site's Chinese name.</summary>
    /// <exception cref="HttpRequestException">The queue cannot be reached or does not answer properly.</exception>
    public async Task<string> SiteNameAsync(string site, CancellationToken ct) => (await SiteAsync(site, ct)).Name;

    /// <summary>Credit code of the employer whose enterprise station (企业服务站) the site is; none where it is a hall or an office.</summary>
    /// <exception cref="HttpRequestException">The queue cannot be reached or does not answer properly.</exception>
    public async Task<string?> StationOfAsync(string site, CancellationToken ct) => (await SiteAsync(site, ct)).StationOf;

    /// <summary>The same, or null where there is no such site.</summary>
    /// <exception cref="HttpRequestException">The queue cannot be reached or does not answer properly.</exception>
    public async Task<string?> FindSiteNameAsync(string site, CancellationToken ct)
    {
        try
        {
            return await SiteNameAsync(site, ct);
        }
        catch (HttpRequestException exception) when (exception.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>The visit that the link of a number leads to, or null where it leads to none.</summary>
    /// <exception cref="HttpRequestException">The queue cannot be reached or does not answer properly.</exception>
    public async Task<Visit?> FindVisitAsync(string link, CancellationToken ct)
    {
        using var answer = await clients.CreateClient("queue").GetAsync($"/visits/{Uri.EscapeDataString(link)}", ct);
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return null;
        return await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<Visit>(HallJson.Options, ct);
    }

    private async Task<Site> SiteAsync(string site, CancellationToken ct) =>
        _sites.TryGetValue(site, out var known)
            ? known
            : _sites[site] = (await clients.CreateClient("queue").GetFromJsonAsync<Site>($"/sites/{Uri.EscapeDataString(site)}", HallJson.Options, ct))!;

    private sealed record Site
    {
        public required string Name { get; init; }

        public string? StationOf { get; init; }
    }
}
