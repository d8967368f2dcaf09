using Microsoft.Extensions.Localization;
using Wenden.Contracts.Queue;
using Wenden.Portal.Reading;

namespace Wenden.Portal.Parts.Citizens;

/// <summary>Where one can go and what for, by code, and how appointments are named by it.</summary>
public sealed record Places(IReadOnlyDictionary<string, Site> Sites, IReadOnlyDictionary<string, Item> Items)
{
    internal static async Task<Places> ReadAsync(QueueReads queue, CancellationToken ct)
    {
        var sites = await queue.SitesAsync(ct);
        // The items are the same at every site.
        return new Places(
            sites.ToDictionary(site => site.Code, StringComparer.Ordinal), sites is [var first, ..] ? await queue.ItemsAsync(first.Code, ct) : new Dictionary<string, Item>());
    }

    public string Site(string code) => Sites.TryGetValue(code, out var site) ? site.Name : code;

    public string Zone(Appointment appointment) =>
        Sites.GetValueOrDefault(appointment.Site)?.Zones.FirstOrDefault(zone => zone.Code == appointment.Zone)?.Name ?? appointment.Zone;

    public string Of(IReadOnlyList<string> items, IStringLocalizer text) =>
        items is [] ? text["appointment.unsure"] : string.Join(text["list.comma"], items.Select(Of));

    public string Of(string item) => Items.TryGetValue(item, out var known) ? Names.Choose(known.Name, known.NameEn) : item;
}
