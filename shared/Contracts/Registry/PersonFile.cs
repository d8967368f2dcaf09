using System.Text.Json;

namespace Wenden.Contracts.Registry;

/// <summary>Everything the registry holds on one insured person (参保人), as <c>GET /persons/{id}</c> answers it.</summary>
public sealed record PersonFile
{
    /// <summary>The person.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>Counts the person's changes from 1.</summary>
    public required long Version { get; init; }

    /// <summary>Code of the site responsible for the person.</summary>
    public required string Site { get; init; }

    /// <summary>What is known, by the names of the registry's fact list. A name that is absent is unknown, which is not "no".</summary>
    public required IReadOnlyDictionary<string, Fact> Facts { get; init; }

    /// <summary>Long-term benefits the person draws.</summary>
    public required IReadOnlyList<Benefit> Benefits { get; init; }
}

/// <summary>One known fact with where it came from and as of when.</summary>
public sealed record Fact
{
    /// <summary>Text, number, boolean, ISO day, or a list of ISO days, as the registry's fact list says.</summary>
    public required JsonElement Value { get; init; }

    /// <summary>Who stated it, for example 公安户籍 or 社保缴费记录.</summary>
    public required string Source { get; init; }

    /// <summary>The day the source states it for.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>The day on which the person said that it is wrong, until that is decided.</summary>
    public DateOnly? ContestedOn { get; init; }
}
