using System.Collections.Concurrent;

namespace Wenden.Subsidy.Citizens;

/// <summary>What sites are called, as the queue knows it.</summary>
internal sealed class SiteNames(IHttpClientFactory clients)
{
    // Names do not change while a hall runs; a replica that has not asked yet asks.
    private readonly ConcurrentDictionary<string, string> _names = new(StringComparer.Ordinal);

    /// <summary>The site's Chinese name.</summary>
    /// <exception cref="HttpRequestException">The queue cannot be reached or does not know the site.</exception>
    public async Task<string> NameAsync(string site, CancellationToken ct) => _names.TryGetValue(site, out var known)
        ? known
        : _names[site] = (await clients.CreateClient("queue").GetFromJsonAsync<Site>($"/sites/{Uri.EscapeDataString(site)}", HallJson.Options, ct))!.Name;

    private sealed record Site(string Name);
}
