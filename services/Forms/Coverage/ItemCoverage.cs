using Wenden.Forms.Templates;

namespace Wenden.Forms.Coverage;

/// <summary>A service item as Intake's catalogue tells it.</summary>
internal sealed record CatalogueItem(string Code, string Name, string NameEn, string Audience, IReadOnlyList<string> Forms);

/// <summary>Of how many persons of a group each fact is held, as the registry counts it.</summary>
/// <param name="Among">The fact that is held of all of them; none for the grown-ups.</param>
/// <param name="Persons">How many they are; none where they are too few to be counted.</param>
/// <param name="Held">Of how many of them each fact is held.</param>
internal sealed record FactHolders(string? Among, long? Persons, IReadOnlyDictionary<string, long> Held);

/// <summary>How much of an item's forms nobody types.</summary>
internal sealed record ItemCoverage
{
    /// <summary>Code of the item.</summary>
    public required string Code { get; init; }

    public required string Name { get; init; }

    public required string NameEn { get; init; }

    /// <summary><c>person</c>, <c>employer</c> or <c>both</c>.</summary>
    public required string Audience { get; init; }

    /// <summary>Templates of its forms.</summary>
    public required IReadOnlyList<string> Forms { get; init; }

    /// <summary>Fields that must be filled, over all its forms.</summary>
    public required int Fields { get; init; }

    /// <summary>Those of them that somebody types.</summary>
    public required int Typed { get; init; }

    /// <summary>
    /// Share of the fields, from 0 to 1, that are filled from what is held, over the persons that the item is for. None where it has no form,
    /// or where they are too few to be counted.
    /// </summary>
    public decimal? Held { get; init; }

    /// <summary>The facts that are missing most, and of which share of the persons; at most three.</summary>
    public IReadOnlyList<MissingFact> Missing { get; init; } = [];

    /// <summary>
    /// Counts a field once for each form that has it. An optional field is left out: the form is complete without it. What the case brings is there always.
    /// </summary>
    public static ItemCoverage Of(CatalogueItem item, IReadOnlyList<FormTemplate> templates, IReadOnlyList<FactHolders> groups)
    {
        var fields = templates.SelectMany(template => template.Bindings.Where(binding => !binding.Optional).Select(binding => (template.For, Binding: binding)))
            .Select(field => (field.Binding, Share: Share(field.Binding, groups.FirstOrDefault(group => group.Among == field.For))))
            .ToList();
        return new ItemCoverage
        {
            Code = item.Code,
            Name = item.Name,
            NameEn = item.NameEn,
            Audience = item.Audience,
            Forms = item.Forms,
            Fields = fields.Count,
            Typed = fields.Count(field => field.Binding.Value.Origin == ValueOrigin.Typed),
            Held = fields.Count == 0 || fields.Exists(field => field.Share is null) ? null : Math.Round(fields.Average(field => field.Share!.Value), 4),
            Missing =
            [
                .. fields.Where(field => field.Binding.Value.Origin == ValueOrigin.Fact && field.Share < 1)
                    .DistinctBy(field => field.Binding.Name)
                    .OrderBy(field => field.Share)
                    .Take(3)
                    .Select(field => new MissingFact(field.Binding.Name, field.Binding.Value.Label, Math.Round(1 - field.Share!.Value, 4))),
            ],
        };
    }

    private static decimal? Share(Binding binding, FactHolders? group) => binding.Value.Origin switch
    {
        ValueOrigin.Typed => 0,
        ValueOrigin.Case => 1,
        _ => group?.Persons is { } persons ? (decimal)group.Held.GetValueOrDefault(binding.Name) / persons : null,
    };
}

/// <summary>A fact that is not held of everybody the form is for.</summary>
/// <param name="Name">The fact.</param>
/// <param name="Label">What people call it.</param>
/// <param name="Share">Of which share of the persons it is not held.</param>
internal sealed record MissingFact(string Name, string Label, decimal Share);
