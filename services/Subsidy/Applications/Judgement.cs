using System.Data;
using System.Text.Json;
using Wenden.Contracts.Subsidy;
using Wenden.Subsidy.Programmes;
using Wenden.Subsidy.Rules;

namespace Wenden.Subsidy.Applications;

/// <summary>Writes what rules and obstacles say on an application that is not reviewed yet, and tells what is missing.</summary>
internal static class Judgement
{
    /// <summary>Lets everything that judges one person's applications happen one after the other.</summary>
    /// <remarks>
    /// A change of the person between reading the file and committing would otherwise find no waiting application and be lost.
    /// </remarks>
    public static Task TakeTurnAsync(IDbConnection connection, Guid personId, CancellationToken ct) =>
        connection.ExecuteAsync(new CommandDefinition(
            "select pg_advisory_xact_lock(hashtextextended(@personId::text, 4050))", new { personId }, cancellationToken: ct));

    /// <summary>Freezes the facts and puts the application into first review, or has it wait for what is missing. Reviews given so far are void.</summary>
    public static async Task WriteAsync(UnitOfWork unit, Policy policy, Waiting application, OnRecord known, DateTimeOffset now, CancellationToken ct)
    {
        var assessment = Assessor.Assess(policy, known.Facts);
        var obstacles = await Obstacles.FindAsync(unit.Connection, application.PersonId, policy, known.DiedOn, ct);
        var outcome = Obstacles.Outcome(assessment.Outcome, obstacles);
        var state = outcome == Outcome.Incomplete ? States.Incomplete : States.FirstReview;
        await unit.Connection.ExecuteAsync(new CommandDefinition(
            """
            update applications
               set state = @state, facts = @facts::jsonb, payee = @payee::jsonb, person_version = @Version, assessment = @assessment::jsonb,
                   outcome = @outcome, obstacles = @obstacles, died_on = @DiedOn, claimed_by = null, claimed_until = null,
                   first_reviewer = null, first_approves = null, first_overrides = false, first_reviewed_at = null,
                   second_reviewer = null, second_approves = null, second_overrides = false
             where site = @Site and id = @Id and state = @before
            """,
            new
            {
                application.Site,
                application.Id,
                before = application.State,
                state,
                facts = FactsDocument.Write(known.Facts),
                payee = known.Payee.Write(),
                known.Version,
                known.DiedOn,
                assessment = JsonSerializer.Serialize(assessment, HallJson.Options),
                outcome = JsonNamingPolicy.KebabCaseLower.ConvertName(outcome.ToString()),
                obstacles,
            },
            cancellationToken: ct));

        if (outcome == Outcome.Incomplete && application.Missing is { } before && before.SequenceEqual(assessment.Missing))
            return;
        IReadOnlyList<string> codes = outcome == Outcome.Incomplete ? assessment.Missing : [.. assessment.Deciding, .. obstacles];
        var what = outcome switch
        {
            Outcome.Eligible => "assessed-eligible",
            Outcome.Ineligible => "assessed-ineligible",
            _ => "facts-missing",
        };
        await History.AddAsync(unit.Connection, application.Site, application.Id, now, History.System, state, what, string.Join(", ", codes), ct);
        if (outcome == Outcome.Incomplete && application.CaseId is { } caseId)
        {
            unit.Publish(new SubsidyFactsMissing
            {
                Site = application.Site,
                CaseId = caseId,
                ApplicationId = application.Id,
                Item = application.Item,
                Missing = assessment.Missing,
            });
        }
    }
}
