using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Wenden.Portal.Reading;

/// <summary>What the queue knows: sites and their windows, who is called, how many wait.</summary>
internal sealed class QueueReads(HallReader hall)
{
    public Task<IReadOnlyList<Site>> SitesAsync(CancellationToken ct) => hall.GetAsync<IReadOnlyList<Site>>("queue", "/sites", ct);

    public Task<Site> SiteAsync(string site, CancellationToken ct) => hall.GetAsync<Site>("queue", $"/sites/{Uri.EscapeDataString(site)}", ct);

    public Task<HallBoard> BoardAsync(string site, CancellationToken ct) =>
        hall.GetAsync<HallBoard>("queue", $"/sites/{Uri.EscapeDataString(site)}/board", ct);

    /// <summary>The board, at once and after every change, until the connection ends.</summary>
    public async IAsyncEnumerable<HallBoard> FollowBoardAsync(string site, [EnumeratorCancellation] CancellationToken ct)
    {
        using var answer = await hall.FollowAsync("queue", $"/sites/{Uri.EscapeDataString(site)}/board/events", ct);
        await using var stream = await answer.Content.ReadAsStreamAsync(ct);
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(ct))
        {
            if (item.EventType == "board")
                yield return JsonSerializer.Deserialize<HallBoard>(item.Data, HallJson.Options)!;
        }
    }
}

internal sealed record Site(string Code, string Name, string Kind, IReadOnlyList<Zone> Zones);

internal sealed record Zone(string Code, string Name, string Series, IReadOnlyList<int> Windows);

internal sealed record HallBoard(string Site, IReadOnlyList<CalledTicket> Called, IReadOnlyList<WaitingCount> Waiting);

internal sealed record CalledTicket(string Number, int Window, string State, DateTimeOffset CalledAt);

internal sealed record WaitingCount(string Series, string Zone, long Count);
