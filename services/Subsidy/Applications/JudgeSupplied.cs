using MassTransit;
using Wenden.Contracts.Intake;
using Wenden.Subsidy.Programmes;

namespace Wenden.Subsidy.Applications;

/// <summary>
/// What the applicant was asked for was brought: the application is judged on fresh facts and goes back to first review, or waits for facts. One
/// that was refused meanwhile, or is in second review, stays where it is.
/// </summary>
internal sealed class JudgeSupplied(UnitOfWork unit, FactsOnRecord record, PolicyBook policies, TimeProvider clock) : IConsumer<ItemSupplied>
{
    public async Task Consume(ConsumeContext<ItemSupplied> context)
    {
        var (supplied, ct) = (context.Message, context.CancellationToken);
        if (supplied.FollowUp != "subsidy")
            return;
        var personId = await unit.Connection.ExecuteScalarAsync<Guid?>(new CommandDefinition(
            "select person_id from applications where site = @Site and case_id = @CaseId and item = @Item",
            new { supplied.Site, supplied.CaseId, supplied.Item }, cancellationToken: ct));
        if (personId is not { } person)
            return;

        await Judgement.TakeTurnAsync(unit.Connection, person, ct);
        var waiting = await unit.Connection.QuerySingleOrDefaultAsync<Waiting>(new CommandDefinition(
            """
            select site, id, case_id, person_id, item, programme, year, policy_sha256, applied_on, state
              from applications
             where site = @Site and case_id = @CaseId and item = @Item and supplement is not null and state in ('supplement', 'first-review')
               for update
            """,
            new { supplied.Site, supplied.CaseId, supplied.Item },
            cancellationToken: ct));
        if (waiting is null)
            return;

        unit.Audit(person, Purpose.Case(supplied.CaseId));
        var policy = policies.Of(waiting.PolicySha256!)
            ?? throw new InvalidDataException($"The policy {waiting.Programme}-{waiting.Year} is gone.");
        await History.AddAsync(unit.Connection, waiting.Site, waiting.Id, supplied.SuppliedAt, supplied.SuppliedBy, waiting.State, "supplied", null, ct);
        var known = await record.ReadAsync(person, Purpose.Case(supplied.CaseId), waiting.Site, waiting.AppliedOn, policy, ct);
        await Judgement.WriteAsync(unit, policy, waiting, known, clock.GetUtcNow(), ct);
    }
}
