namespace Wenden.Registry.Persons;

/// <summary>One fact that the registry can hold about a person.</summary>
internal sealed record FactDefinition
{
    /// <summary>The name it has in statements, person files and the rules of other services.</summary>
    public string Name { get; init; } = "";

    /// <summary><c>bool</c>, <c>text</c>, <c>number</c>, <c>day</c>, <c>days</c>, <c>sex</c>, or <c>rows</c>, which is a list of objects and never stated.</summary>
    public string Type { get; init; } = "";

    /// <summary>The texts allowed, with their labels; none where any text is.</summary>
    public Dictionary<string, Label>? Values { get; init; }

    /// <summary><c>town</c>, <c>care-home</c> or <c>household</c> where the text is the code of one.</summary>
    public string? RefersTo { get; init; }

    /// <summary><c>employer</c> where lines about employers state it, and not lines about persons.</summary>
    public string? About { get; init; }

    /// <summary>Whether the day may not lie after the statement's as-of day.</summary>
    public bool Past { get; init; }

    /// <summary>Whether its source alone can correct it.</summary>
    public bool BySource { get; init; }

    /// <summary>Whether a claim of the person can be stated here.</summary>
    public bool CanBeCorrected => !BySource && Type != "rows" && About is null && RefersTo is null;

    /// <summary>Label in Chinese.</summary>
    public string Zh { get; init; } = "";

    /// <summary>Label in English.</summary>
    public string En { get; init; } = "";

    /// <summary>What a value is called.</summary>
    internal sealed record Label
    {
        /// <summary>In Chinese.</summary>
        public string Zh { get; init; } = "";

        /// <summary>In English.</summary>
        public string En { get; init; } = "";
    }
}
