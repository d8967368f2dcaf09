using Wenden.Intake.Catalogue;
using Wenden.Intake.Neighbours;

namespace Wenden.Intake.Cases;

/// <summary>The employer that a case is about, and by what authority the person at the window acts for it (经办人).</summary>
/// <param name="Code">Unified social credit code.</param>
/// <param name="Name">Its name in the registry.</param>
/// <param name="Authority"><see cref="Authority.Registered"/> or <see cref="Authority.Paper"/>.</param>
internal sealed record ActingFor(string Code, string Name, string Authority);

/// <summary>Why somebody may act for an employer.</summary>
internal static class Authority
{
    /// <summary>The registry names the person as acting for the employer.</summary>
    public const string Registered = "registered";

    /// <summary>An authorisation on paper is handed in before anything is accepted.</summary>
    public const string Paper = "paper";
}

/// <summary>Finds out for whom the person at the window has come, and what may be done for them at this site.</summary>
internal sealed class Applicants(RegistryClient registry, QueueClient queue)
{
    /// <summary>
    /// For whom the items are: the employer named, or the one the registry knows the person to act for where they are an employer's items; nobody but the
    /// person otherwise. At an enterprise station (企业服务站) only its own items are done, for its own employer and that one's people.
    /// </summary>
    public async Task<(ActingFor? Employer, Problem? Refusal)> FindAsync(
        string site, Guid personId, string? employerCode, IReadOnlyList<ServiceItem> items, Purpose purpose, CancellationToken ct)
    {
        var station = await queue.StationOfAsync(site, ct);
        if (station is not null && items.Where(item => !item.Station).Select(item => item.Name).ToArray() is { Length: > 0 } elsewhere)
            return (null, Problem.Conflict("station.item", string.Join('、', elsewhere)));
        var isForEmployer = employerCode is not null || items.Any(item => item.Audience == Audience.Employer);
        if (isForEmployer && items.Where(item => item.Audience == Audience.Person).Select(item => item.Name).ToArray() is { Length: > 0 } own)
            return (null, Problem.Invalid("case.mixed-applicants", string.Join('、', own)));
        if (!isForEmployer && station is null)
            return (null, null);

        var person = await registry.FindFileAsync(personId, employerCode: null, purpose, ct);
        if (!isForEmployer)
            return (null, person?.TextOf("employerCode") == station ? null : Problem.Forbidden("station.person"));

        var registered = person?.TextOf("actsFor");
        if ((employerCode ?? registered) is not { } code)
            return (null, Problem.Invalid("case.employer-required"));
        var (employer, refusal) = await registry.FindEmployerAsync(code, purpose, ct);
        if (employer is null)
            return (null, refusal);
        if (station is not null && employer.Code != station)
            return (null, Problem.Forbidden("station.employer", employer.Name));
        return (new ActingFor(employer.Code, employer.Name, employer.Code == registered ? Authority.Registered : Authority.Paper), null);
    }
}
