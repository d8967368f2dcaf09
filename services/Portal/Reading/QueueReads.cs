using System.Globalization;
using Wenden.Contracts.Queue;

namespace Wenden.Portal.Reading;

/// <summary>What the queue knows: sites and their windows, who waits and who is called, and why.</summary>
internal sealed class QueueReads(HallReader hall)
{
    internal const string Queue = "queue";

    public Task<IReadOnlyList<Site>> SitesAsync(CancellationToken ct) => hall.GetAsync<IReadOnlyList<Site>>(Queue, "/sites", ct);

    public Task<Site> SiteAsync(string site, CancellationToken ct) => hall.GetAsync<Site>(Queue, At(site), ct);

    /// <summary>Lines, windows and open tickets now.</summary>
    public Task<SiteOverview> OverviewAsync(string site, CancellationToken ct) => hall.GetAsync<SiteOverview>(Queue, $"{At(site)}/overview", ct);

    /// <summary>What one can come for today, by code.</summary>
    public async Task<IReadOnlyDictionary<string, Item>> ItemsAsync(string site, CancellationToken ct) =>
        (await hall.GetAsync<IReadOnlyList<Item>>(Queue, $"{At(site)}/items", ct)).ToDictionary(item => item.Code, StringComparer.Ordinal);

    /// <summary>Why the ticket was called, the last call first.</summary>
    public Task<IReadOnlyList<WhyCalled>> WhyAsync(string site, Guid ticketId, CancellationToken ct) =>
        hall.GetAsync<IReadOnlyList<WhyCalled>>(Queue, $"{At(site)}/tickets/{ticketId}/why", ct);

    /// <summary>What tellers can do beyond the usual. Who is not in the list can do everything.</summary>
    public Task<IReadOnlyList<TellerSkills>> TellersAsync(string site, CancellationToken ct) =>
        hall.GetAsync<IReadOnlyList<TellerSkills>>(Queue, $"{At(site)}/tellers", ct);

    public Task<SiteStatistics> StatisticsAsync(string site, DateOnly from, DateOnly to, CancellationToken ct) =>
        hall.GetAsync<SiteStatistics>(Queue, string.Create(CultureInfo.InvariantCulture, $"{At(site)}/statistics?from={from:yyyy-MM-dd}&to={to:yyyy-MM-dd}"), ct);

    internal static string At(string site) => $"/sites/{Uri.EscapeDataString(site)}";
}

/// <param name="Name">Account name.</param>
/// <param name="Skills">Names of skills.</param>
internal sealed record TellerSkills(string Name, IReadOnlyList<string> Skills);
