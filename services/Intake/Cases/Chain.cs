using System.Text.Json;
using Wenden.Contracts.Forms;
using Wenden.Intake.Catalogue;

namespace Wenden.Intake.Cases;

/// <summary>
/// Items of one case of which some use what others produce: "人事代理新增" and then "灵活就业参保缴费", at one window in one go. Producers come first; what they
/// produce is on the forms of the others as if it held already, and none of the others is completed before it does.
/// </summary>
internal sealed class Chain(IReadOnlyList<ServiceItem> chosen, string siteName, DateOnly today)
{
    /// <summary>The items as they were chosen, but none before those that it uses.</summary>
    public IReadOnlyList<ServiceItem> Items { get; } =
    [
        .. from item in chosen
           let producers = Producers(item, chosen).ToArray()
           orderby producers.Append(item).Max(chosen.ToList().IndexOf), producers.Length > 0
           select item,
    ];

    /// <summary>Items of the case that are done before this one.</summary>
    public IReadOnlyList<string> Before(ServiceItem item) => [.. Producers(item, chosen).Select(producer => producer.Code)];

    /// <summary>What the item takes from others of the case.</summary>
    public Dictionary<string, ProducedFact> For(ServiceItem item) =>
    (
        from producer in Producers(item, chosen)
        from fact in Of(producer)
        where item.Uses.Contains(fact.Key)
        select KeyValuePair.Create(fact.Key, new ProducedFact { Value = fact.Value, By = producer.Name, On = today })
    ).DistinctBy(fact => fact.Key).ToDictionary();

    /// <summary>What holds once the item is done.</summary>
    public Dictionary<string, JsonElement> Of(ServiceItem item) => item.Produces.ToDictionary(
        fact => fact.Key,
        fact => fact.Value == "true"
            ? JsonSerializer.SerializeToElement(true)
            : JsonSerializer.SerializeToElement(fact.Value.Replace("{site}", siteName).Replace("{day}", today.ToString("yyyy-MM-dd"))));

    private static IEnumerable<ServiceItem> Producers(ServiceItem item, IReadOnlyList<ServiceItem> among) =>
        among.Where(other => other != item && item.Uses.Any(other.Produces.ContainsKey));
}
