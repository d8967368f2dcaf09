using System.Text.Json;
using Wenden.Contracts.Registry;

namespace Wenden.Certification.Roll;

/// <summary>A person of the roll. Carries no name and no number; the registry has them.</summary>
internal sealed record RollEntry
{
    public required Guid PersonId { get; init; }

    /// <summary>Code of the site responsible for the person.</summary>
    public required string Site { get; init; }

    public string? Village { get; init; }

    public string? CareHome { get; init; }

    public DateOnly? DiedOn { get; init; }

    public required IReadOnlyList<Benefit> Benefits { get; init; }

    /// <summary>Day of the last certification, here or by the registry; none for a person never certified.</summary>
    public DateOnly? CertifiedOn { get; init; }

    /// <summary>The last day of the term; none where the person left the roll before a benefit was known here.</summary>
    public DateOnly? ValidUntil { get; init; }

    public required Standing State { get; init; }
}

/// <summary>A row of the table <c>roll</c>.</summary>
internal sealed record RollRow(
    Guid PersonId, string Site, string? Village, string? CareHome, DateOnly? DiedOn, string Benefits, bool Ended, DateOnly? CertifiedOn, DateOnly? ValidUntil)
{
    public RollEntry ToEntry(RollOptions options, DateOnly today)
    {
        var benefits = JsonSerializer.Deserialize<Benefit[]>(Benefits, HallJson.Options)!;
        DateOnly?[] certified = [CertifiedOn, .. benefits.Select(benefit => benefit.CertifiedOn)];
        return new RollEntry
        {
            PersonId = PersonId,
            Site = Site,
            Village = Village,
            CareHome = CareHome,
            DiedOn = DiedOn,
            Benefits = benefits,
            CertifiedOn = certified.Max(),
            ValidUntil = ValidUntil,
            State = options.StandingOf(Ended, DiedOn, ValidUntil, today),
        };
    }
}
