using System.Data;
using System.Text.Json;
using Wenden.Contracts.Subsidy;
using Wenden.Subsidy.Rules;

namespace Wenden.Subsidy.Applications;

/// <summary>Writes what the rules say on an application that is not in review yet, and tells what is missing.</summary>
internal static class Judgement
{
    /// <summary>Lets everything that judges one person's applications happen one after the other.</summary>
    /// <remarks>
    /// A change of the person between reading the file and committing would otherwise find no waiting application and be lost.
    /// </remarks>
    public static Task TakeTurnAsync(IDbConnection connection, Guid personId, CancellationToken ct) =>
        connection.ExecuteAsync(new CommandDefinition(
            "select pg_advisory_xact_lock(hashtextextended(@personId::text, 4050))", new { personId }, cancellationToken: ct));

    public static async Task WriteAsync(
        UnitOfWork unit, Waiting application, OnRecord known, Assessment assessment, DateTimeOffset now, CancellationToken ct)
    {
        var state = assessment.Outcome == Outcome.Incomplete ? States.Incomplete : States.FirstReview;
        await unit.Connection.ExecuteAsync(new CommandDefinition(
            """
            update applications
               set state = @state, facts = @facts::jsonb, payee = @payee::jsonb, person_version = @Version, assessment = @assessment::jsonb,
                   outcome = @outcome
             where site = @Site and id = @Id and state in ('assessing', 'incomplete')
            """,
            new
            {
                application.Site,
                application.Id,
                state,
                facts = FactsDocument.Write(known.Facts),
                payee = known.Payee.Write(),
                known.Version,
                assessment = JsonSerializer.Serialize(assessment, HallJson.Options),
                outcome = JsonNamingPolicy.KebabCaseLower.ConvertName(assessment.Outcome.ToString()),
            },
            cancellationToken: ct));

        if (application.Missing is { } before && before.SequenceEqual(assessment.Missing))
            return;
        var codes = assessment.Outcome == Outcome.Incomplete ? assessment.Missing : assessment.Deciding;
        var what = assessment.Outcome switch
        {
            Outcome.Eligible => "assessed-eligible",
            Outcome.Ineligible => "assessed-ineligible",
            _ => "facts-missing",
        };
        await History.AddAsync(unit.Connection, application.Site, application.Id, now, History.System, state, what, string.Join(", ", codes), ct);
        if (assessment.Outcome == Outcome.Incomplete)
        {
            unit.Publish(new SubsidyFactsMissing
            {
                Site = application.Site,
                CaseId = application.CaseId,
                ApplicationId = application.Id,
                Item = application.Item,
                Missing = assessment.Missing,
            });
        }
    }
}
