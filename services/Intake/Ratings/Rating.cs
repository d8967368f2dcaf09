namespace Wenden.Intake.Ratings;

/// <summary>The five levels of a rating (国办发〔2019〕51号).</summary>
internal static class RatingLevel
{
    /// <summary>非常满意.</summary>
    public const string VerySatisfied = "very-satisfied";

    /// <summary>满意.</summary>
    public const string Satisfied = "satisfied";

    /// <summary>基本满意.</summary>
    public const string FairlySatisfied = "fairly-satisfied";

    /// <summary>不满意.</summary>
    public const string Dissatisfied = "dissatisfied";

    /// <summary>非常不满意.</summary>
    public const string VeryDissatisfied = "very-dissatisfied";

    /// <summary>All of them, the best first.</summary>
    public static readonly IReadOnlyList<string> All = [VerySatisfied, Satisfied, FairlySatisfied, Dissatisfied, VeryDissatisfied];

    /// <summary>Whether it goes on the ledger (差评).</summary>
    public static bool IsBad(string level) => level is Dissatisfied or VeryDissatisfied;
}

/// <summary>What a visitor says of an item.</summary>
internal sealed record RatingRequest
{
    /// <summary>One of <see cref="RatingLevel"/>.</summary>
    public required string Level { get; init; }

    /// <summary>Up to 500 characters.</summary>
    public string? Comment { get; init; }

    /// <summary>A telephone number to be called back at; kept where the rating goes on the ledger.</summary>
    public string? Contact { get; init; }
}

/// <summary>An item that can be rated, or was.</summary>
internal sealed record RatedItem
{
    public required Guid CaseId { get; init; }

    /// <summary>Code of the item.</summary>
    public required string Item { get; init; }

    public required string Name { get; init; }

    /// <summary>What was said; none as long as nothing was.</summary>
    public string? Level { get; init; }

    public string? Comment { get; init; }

    public DateTimeOffset? RatedAt { get; init; }

    /// <summary>Leads to the ledger's entry, where the rating opened one.</summary>
    public string? Finding { get; init; }
}
