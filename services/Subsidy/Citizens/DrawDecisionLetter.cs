using MassTransit;
using Wenden.Contracts.Forms;
using Wenden.Contracts.Subsidy;
using Wenden.Subsidy.Programmes;

namespace Wenden.Subsidy.Citizens;

/// <summary>
/// An application is decided: Forms is asked for the letter, once. A renewed application has no case to file a letter with; its person reads the decision on
/// the own page.
/// </summary>
internal sealed class DrawDecisionLetter(UnitOfWork unit, SiteNames sites, PolicyBook policies, TimeProvider clock) : IConsumer<SubsidyDecided>
{
    public async Task Consume(ConsumeContext<SubsidyDecided> context)
    {
        var (message, ct) = (context.Message, context.CancellationToken);
        var decided = await unit.Connection.QuerySingleOrDefaultAsync<DecidedApplication>(new CommandDefinition(
            $"select {DecidedApplication.Columns} from applications a where a.site = @Site and a.id = @ApplicationId",
            new { message.Site, message.ApplicationId }, cancellationToken: ct));
        if (decided is not { IsDecided: true, CaseId: { } caseId })
            return;

        var policy = policies.Of(decided.PolicySha256)
            ?? throw new InvalidDataException($"The policy {decided.Programme}-{decided.Year} is gone.");
        var now = clock.GetUtcNow();
        var formId = await unit.Connection.ExecuteScalarAsync<Guid?>(new CommandDefinition(
            """
            insert into letters (site, application_id, form_id, asked_at) values (@Site, @Id, @formId, @now)
                on conflict do nothing
            returning form_id
            """, new { decided.Site, decided.Id, formId = Guid.CreateVersion7(now), now }, cancellationToken: ct));
        if (formId is not { } letter)
            return;

        unit.Audit(decided.PersonId, Purpose.Case(caseId));
        unit.Publish(new RenderForms
        {
            Site = decided.Site,
            CaseId = caseId,
            PersonId = decided.PersonId,
            Forms =
            [
                new WantedForm
                {
                    FormId = letter, Template = DecisionLetter.Template, Values = DecisionLetter.Values(decided, policy, await sites.NameAsync(decided.Site, ct)),
                },
            ],
        });
    }
}
