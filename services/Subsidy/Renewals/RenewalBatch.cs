using System.Data;
using System.Text.Json;
using Wenden.Subsidy.Applications;
using Wenden.Subsidy.Programmes;
using Wenden.Subsidy.Rules;

namespace Wenden.Subsidy.Renewals;

/// <summary>One batch of a run as one transaction: takes people nobody else works at, reads their files, judges, and writes all that comes of it.</summary>
internal sealed class RenewalBatch(UnitsOfWork units, AuditTrail trail, FactsOnRecord record, PolicyBook policies, TimeProvider clock)
{
    /// <summary>People in one transaction.</summary>
    public const int Size = 200;

    /// <returns>How many people; 0 where nobody waits whom no other transaction holds.</returns>
    public async Task<int> RunAsync(RunningRenewal run, CancellationToken ct)
    {
        var policy = policies.Find(run.Programme, run.Year)
            ?? throw new InvalidDataException($"The policy {run.Programme}-{run.Year} is gone.");
        trail.Begin("renew");
        await using var unit = await units.BeginAsync(ct, trail);
        var people = await TakeAsync(unit.Connection, run, policy, ct);
        if (people.Count == 0)
            return 0;

        unit.Audit(people.Select(person => person.PersonId), Purpose.Renewal(run.Id));
        var files = new RenewalFiles(record);
        await files.ReadAsync([.. people.Where(person => person.Hindrance is null).Select(person => person.PersonId)], Purpose.Renewal(run.Id), ct);
        var day = Hall.DayOf(run.StartedAt);
        var renewals = people.ToDictionary(person => person, person => Judge(person, files, policy, day));
        await new RenewalWriter(unit.Connection, run, policy, clock.GetUtcNow()).WriteAsync(renewals, ct);
        await unit.CommitAsync(ct);
        return people.Count;
    }

    private static async Task<IReadOnlyList<ApprovedBefore>> TakeAsync(
        IDbConnection connection, RunningRenewal run, Policy policy, CancellationToken ct) =>
        (await connection.QueryAsync<ApprovedBefore>(new CommandDefinition(
            """
            with taken as (
                select application_id, site, person_id
                  from renewal_results
                 where run_id = @Id and state = 'waiting'
                 order by application_id
                 limit @Size
                   for update skip locked)
            select taken.site, taken.application_id, taken.person_id, before.state, before.facts::text as facts, before.payee::text as payee,
                   exists (select from applications as own
                            where own.person_id = taken.person_id and own.programme = @Programme and own.year = @Year) as has_applied,
                   array(select distinct other.programme from enrolments as other
                          where other.person_id = taken.person_id and other.programme = any(@excluding)
                            and other.from_day <= @to and coalesce(other.to_day, 'infinity') >= @from) as others
              from taken
              join applications as before on before.site = taken.site and before.id = taken.application_id
            """,
            new
            {
                run.Id,
                run.Programme,
                run.Year,
                Size,
                excluding = policy.MutuallyExclusive.Select(other => other.Programme).ToArray(),
                from = new DateOnly(policy.Year, 1, 1),
                to = new DateOnly(policy.Year, 12, 31),
            },
            cancellationToken: ct))).AsList();

    private static Renewal Judge(ApprovedBefore person, RenewalFiles files, Policy policy, DateOnly day)
    {
        if (person.Hindrance is { } hindrance)
            return Renewal.Not(Renewal.Refused, hindrance);
        if (person.Others is not [])
            return Renewal.Not(Renewal.Refused, RenewalReason.OtherProgrammes([.. policy.MutuallyExclusive.Where(other => person.Others.Contains(other.Programme))]));
        if (files.IsUnreadable(person.PersonId))
            return Renewal.Not(Renewal.Failed, RenewalReason.FileUnreadable);
        if (files.Find(person.PersonId) is not { } file)
            return Renewal.Not(Renewal.Failed, RenewalReason.FileUnknown);
        if (person.ReadFacts() is not { } before)
            return Renewal.Not(Renewal.Failed, RenewalReason.BeforeUnreadable);
        try
        {
            return Renewal.Of(policy, before, Payee.Read(person.Payee), OnRecord.Of(file, person.Site, day, policy));
        }
        catch (Exception exception) when (exception is InvalidDataException or JsonException or InvalidOperationException)
        {
            return Renewal.Not(Renewal.Failed, RenewalReason.FactsInvalid);
        }
    }
}

/// <summary>A run that has people waiting.</summary>
internal sealed record RunningRenewal(Guid Id, string Programme, int Year, DateTimeOffset StartedAt);

/// <summary>An application of the year before that a batch works at.</summary>
internal sealed record ApprovedBefore
{
    public required string Site { get; init; }

    public required Guid ApplicationId { get; init; }

    public required Guid PersonId { get; init; }

    public required string State { get; init; }

    public string? Facts { get; init; }

    public string? Payee { get; init; }

    public required bool HasApplied { get; init; }

    /// <summary>Other programmes that the person draws in the new year and that exclude this one.</summary>
    public required string[] Others { get; init; }

    /// <summary>What forbids the renewal without asking the registry.</summary>
    public RenewalReason? Hindrance =>
        State != States.Approved ? RenewalReason.NotApproved
        : HasApplied ? RenewalReason.Applied
        : null;

    /// <summary>The frozen facts; none where there are none that can be read.</summary>
    public Facts? ReadFacts()
    {
        if (Facts is null || JsonElement.Parse(Facts) is not { ValueKind: JsonValueKind.Object } document)
            return null;
        var (facts, _, invalid) = FactsDocument.Read(document);
        return invalid.Count == 0 ? facts : null;
    }
}
