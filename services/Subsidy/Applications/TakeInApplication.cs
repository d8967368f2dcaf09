using MassTransit;
using Wenden.Contracts.Intake;
using Wenden.Contracts.Subsidy;
using Wenden.Subsidy.Programmes;

namespace Wenden.Subsidy.Applications;

/// <summary>An accepted case that asks for the subsidy becomes an application, judged at once on what the registry holds.</summary>
internal sealed class TakeInApplication(UnitOfWork unit, FactsOnRecord record, PolicyBook policies, TimeProvider clock) : IConsumer<CaseAccepted>
{
    private const string Programme = "4050";

    public async Task Consume(ConsumeContext<CaseAccepted> context)
    {
        foreach (var item in context.Message.Items.Where(item => item.FollowUp == "subsidy"))
            await TakeInAsync(context.Message, item.Code, context.CancellationToken);
    }

    private async Task TakeInAsync(CaseAccepted accepted, string item, CancellationToken ct)
    {
        var appliedOn = Hall.DayOf(accepted.AcceptedAt);
        var policy = policies.For(Programme, appliedOn);
        await Judgement.TakeTurnAsync(unit.Connection, accepted.PersonId, ct);

        unit.Audit(accepted.PersonId, Purpose.Case(accepted.CaseId));
        var id = Guid.CreateVersion7();
        if (!await InsertAsync(accepted, item, id, policy, States.Assessing, duplicateOf: null, ct))
        {
            await RefuseDuplicateAsync(accepted, item, policy, ct);
            return;
        }

        await History.AddAsync(unit.Connection, accepted.Site, id, accepted.AcceptedAt, accepted.AcceptedBy, States.Assessing, "accepted", null, ct);
        var known = await record.ReadAsync(accepted.PersonId, Purpose.Case(accepted.CaseId), accepted.Site, appliedOn, policy, ct);
        var application = new Waiting
        {
            Site = accepted.Site,
            Id = id,
            CaseId = accepted.CaseId,
            PersonId = accepted.PersonId,
            Item = item,
            Programme = policy.Programme,
            Year = policy.Year,
            AppliedOn = appliedOn,
        };
        await Judgement.WriteAsync(unit, policy, application, known, clock.GetUtcNow(), ct);
    }

    private async Task<bool> InsertAsync(
        CaseAccepted accepted, string item, Guid id, Policy policy, string state, Guid? duplicateOf, CancellationToken ct) =>
        await unit.Connection.ExecuteAsync(new CommandDefinition(
            """
            insert into applications (
                site, id, case_id, item, person_id, programme, year, policy_sha256, applied_on, accepted_at, accepted_by, state, duplicate_of, obstacles,
                decided_at)
            values (
                @Site, @id, @CaseId, @item, @PersonId, @Programme, @Year, @Fingerprint, @appliedOn, @AcceptedAt, @AcceptedBy, @state, @duplicateOf,
                @obstacles, @decidedAt)
                on conflict do nothing
            """,
            new
            {
                accepted.Site,
                id,
                accepted.CaseId,
                item,
                accepted.PersonId,
                policy.Programme,
                policy.Year,
                policy.Fingerprint,
                appliedOn = Hall.DayOf(accepted.AcceptedAt),
                accepted.AcceptedAt,
                accepted.AcceptedBy,
                state,
                duplicateOf,
                obstacles = duplicateOf is null ? [] : new[] { DecisionCodes.Duplicate },
                decidedAt = duplicateOf is null ? (DateTimeOffset?)null : clock.GetUtcNow(),
            },
            cancellationToken: ct)) == 1;

    // Either this very case came again, which changes nothing, or the person has another application for the year.
    private async Task RefuseDuplicateAsync(CaseAccepted accepted, string item, Policy policy, CancellationToken ct)
    {
        var other = await unit.Connection.QuerySingleOrDefaultAsync<Guid?>(new CommandDefinition(
            """
            select id from applications
             where person_id = @PersonId and programme = @Programme and year = @Year and state not in ('refused', 'revoked')
            """,
            new { accepted.PersonId, policy.Programme, policy.Year },
            cancellationToken: ct));
        var id = Guid.CreateVersion7();
        if (other is null || !await InsertAsync(accepted, item, id, policy, States.Refused, other, ct))
            return;

        var now = clock.GetUtcNow();
        await History.AddAsync(unit.Connection, accepted.Site, id, now, History.System, States.Refused, "duplicate", $"{other}", ct);
        unit.Publish(new SubsidyDecided
        {
            Site = accepted.Site,
            CaseId = accepted.CaseId,
            ApplicationId = id,
            Item = item,
            Approved = false,
            Amount = 0,
            Reasons = [DecisionCodes.Duplicate],
            DecidedAt = now,
        });
    }
}
