using MassTransit;
using Wenden.Contracts.Registry;
using Wenden.Subsidy.Programmes;
using Wenden.Subsidy.Rules;

namespace Wenden.Subsidy.Applications;

/// <summary>The registry knows more of a person: applications that wait for facts are judged again.</summary>
internal sealed class ReassessWaiting(UnitOfWork unit, FactsOnRecord record, PolicyBook policies, TimeProvider clock) : IConsumer<PersonChanged>
{
    public async Task Consume(ConsumeContext<PersonChanged> context)
    {
        var (changed, ct) = (context.Message, context.CancellationToken);
        await Judgement.TakeTurnAsync(unit.Connection, changed.PersonId, ct);
        var waiting = await unit.Connection.QueryAsync<Waiting>(new CommandDefinition(
            """
            select site, id, case_id, item, programme, year, policy_sha256, applied_on,
                   array(select jsonb_array_elements_text(assessment -> 'missing')) as missing
              from applications
             where person_id = @PersonId and state = 'incomplete' and person_version < @Version
               for update
            """,
            new { changed.PersonId, changed.Version },
            cancellationToken: ct));

        foreach (var application in waiting.AsList())
        {
            var policy = policies.Of(application.PolicySha256!)
                ?? throw new InvalidDataException($"The policy {application.Programme}-{application.Year} is gone.");
            unit.Audit(changed.PersonId, Purpose.Case(application.CaseId));
            var known = await record.ReadAsync(changed.PersonId, Purpose.Case(application.CaseId), application.Site, application.AppliedOn, policy, ct);
            await Judgement.WriteAsync(unit, application, known, Assessor.Assess(policy, known.Facts), clock.GetUtcNow(), ct);
        }
    }
}
