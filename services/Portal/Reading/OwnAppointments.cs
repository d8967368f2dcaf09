using System.Globalization;
using Wenden.Contracts.Queue;
using static Wenden.Portal.Reading.QueueReads;

namespace Wenden.Portal.Reading;

/// <summary>A citizen's own appointments (预约).</summary>
internal sealed class OwnAppointments(HallReader hall)
{
    /// <summary>The latest hundred, the last first.</summary>
    public Task<IReadOnlyList<Appointment>> ListAsync(CancellationToken ct) => hall.GetAsync<IReadOnlyList<Appointment>>(Queue, "/appointments", ct);

    /// <summary>All times that can be booked at the site: in the zone, or in the one that takes the items where none is named.</summary>
    public Task<IReadOnlyList<Slot>> SlotsAsync(string site, string? zone, IEnumerable<string> items, CancellationToken ct) =>
        hall.GetAsync<IReadOnlyList<Slot>>(
            Queue, $"/slots?site={Uri.EscapeDataString(site)}{Named("zone", zone is null ? [] : [zone])}{Named("item", items)}", ct);

    /// <param name="site">Code of the site.</param>
    /// <param name="items">Codes of the items; none where the visitor does not know yet.</param>
    /// <param name="startsAt">When the slot begins.</param>
    /// <param name="key">The same for a second try: then the answer is the first appointment again.</param>
    /// <param name="ct">Ends the waiting.</param>
    public async Task<Appointment> BookAsync(string site, IEnumerable<string> items, DateTimeOffset startsAt, string key, CancellationToken ct) =>
        (await hall.DoAsync<Appointment>(HttpMethod.Post, Queue, "/appointments", new { site, items, startsAt }, ct, key))!;

    public Task MoveAsync(Guid appointmentId, DateTimeOffset startsAt, CancellationToken ct) =>
        hall.DoAsync(HttpMethod.Post, Queue, string.Create(CultureInfo.InvariantCulture, $"/appointments/{appointmentId}/move"), new { startsAt }, ct);

    public Task CancelAsync(Guid appointmentId, CancellationToken ct) =>
        hall.DoAsync(HttpMethod.Post, Queue, string.Create(CultureInfo.InvariantCulture, $"/appointments/{appointmentId}/cancel"), null, ct);

    private static string Named(string name, IEnumerable<string> values) => string.Concat(values.Select(value => $"&{name}={Uri.EscapeDataString(value)}"));
}
