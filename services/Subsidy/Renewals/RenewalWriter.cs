using System.Data;
using System.Text.Json;
using Wenden.Subsidy.Applications;
using Wenden.Subsidy.Programmes;
using Wenden.Subsidy.Rules;

namespace Wenden.Subsidy.Renewals;

/// <summary>Writes a batch by set: the new applications with their history, then a result for everybody.</summary>
internal sealed class RenewalWriter(NpgsqlConnection connection, RunningRenewal run, Policy policy, DateTimeOffset now)
{
    public async Task WriteAsync(Dictionary<ApprovedBefore, Renewal> renewals, CancellationToken ct)
    {
        var renewed = renewals.Where(each => each.Value.State == Renewal.Renewed).Select(each => each.Key).ToArray();
        var ids = new Dictionary<Guid, Guid>();
        await connection.ExecuteAsync("savepoint renewals");
        try
        {
            await AddAsync(renewed);
        }
        catch (PostgresException exception) when (!exception.IsTransient)
        {
            // One of them holds what the database cannot store, a NUL in a text for example. Alone, each shows whether it is the one.
            await connection.ExecuteAsync("rollback to savepoint renewals");
            foreach (var person in renewed)
                await AddAloneAsync(person);
        }

        await WriteResultsAsync(renewals, ids, ct);

        async Task AddAsync(ApprovedBefore[] people)
        {
            foreach (var (applicationId, isApproved, id) in people.Length == 0 ? [] : await AddApplicationsAsync(people, renewals, ct))
            {
                if (id is { } added)
                    ids[applicationId] = added;
                else
                    renewals[people.First(person => person.ApplicationId == applicationId)] =
                        Renewal.Not(Renewal.Refused, isApproved ? RenewalReason.Applied : RenewalReason.NotApproved);
            }
        }

        async Task AddAloneAsync(ApprovedBefore person)
        {
            await connection.ExecuteAsync("savepoint renewals");
            try
            {
                await AddAsync([person]);
            }
            catch (PostgresException exception) when (!exception.IsTransient)
            {
                await connection.ExecuteAsync("rollback to savepoint renewals");
                renewals[person] = Renewal.Not(Renewal.Failed, RenewalReason.NotStored);
            }
        }
    }

    // Both are looked at again in the statement that writes: a decision revoked or a case accepted since the batch was taken.
    private Task<IEnumerable<(Guid ApplicationId, bool IsApproved, Guid? Id)>> AddApplicationsAsync(
        ApprovedBefore[] people, Dictionary<ApprovedBefore, Renewal> renewals, CancellationToken ct)
    {
        var found = Array.ConvertAll(people, person => renewals[person]);
        return connection.QueryAsync<(Guid ApplicationId, bool IsApproved, Guid? Id)>(new CommandDefinition(
            """
            with wanted as (
                select *
                  from unnest(@sites, @before, @ids, @versions, @facts, @payees, @assessments, @amounts)
                    as wanted (site, before, id, version, facts, payee, assessment, amount)),
            approved as (
                select application.site, application.id as before, application.item, application.person_id
                  from wanted
                  join applications as application on application.site = wanted.site and application.id = wanted.before
                 where application.state = 'approved'
                   for share of application),
            added as (
                insert into applications (
                    site, id, renewed_from, item, person_id, programme, year, policy_sha256, applied_on, accepted_at, accepted_by, state, facts, payee,
                    person_version, assessment, outcome, amount, decided_at)
                select site, wanted.id, before, item, person_id, @Programme, @Year, @Fingerprint, @day, @now, @by, 'approved', facts::jsonb, payee::jsonb,
                       version, assessment::jsonb, 'eligible', amount, @now
                  from wanted
                  join approved using (site, before)
                    on conflict do nothing
                returning site, id, renewed_from),
            told as (
                insert into application_history (site, application_id, step, at, by, state, what, why)
                select site, id, 1, @now, @by, 'approved', 'renewed', renewed_from::text from added)
            select wanted.before, approved.before is not null, added.id
              from wanted
              left join approved using (site, before)
              left join added on added.renewed_from = wanted.before
            """,
            new
            {
                sites = Array.ConvertAll(people, person => person.Site),
                before = Array.ConvertAll(people, person => person.ApplicationId),
                ids = Array.ConvertAll(people, _ => Guid.CreateVersion7()),
                versions = Array.ConvertAll(found, renewal => renewal.Known!.Version),
                facts = Array.ConvertAll(found, renewal => FactsDocument.Write(renewal.Known!.Facts)),
                payees = Array.ConvertAll(found, renewal => renewal.Known!.Payee.Write()),
                assessments = Array.ConvertAll(found, renewal => JsonSerializer.Serialize(renewal.Assessment, HallJson.Options)),
                amounts = Array.ConvertAll(found, renewal => renewal.Assessment!.Amount),
                policy.Programme,
                policy.Year,
                policy.Fingerprint,
                day = Hall.DayOf(run.StartedAt),
                now,
                by = History.System,
            },
            cancellationToken: ct));
    }

    private Task<int> WriteResultsAsync(Dictionary<ApprovedBefore, Renewal> renewals, Dictionary<Guid, Guid> ids, CancellationToken ct)
    {
        var results = renewals.ToArray();
        return connection.ExecuteAsync(new CommandDefinition(
            """
            update renewal_results as result
               set state = said.state, at = @now, renewed_as = said.id, outcome = said.outcome, reasons = said.reasons::jsonb, changed = said.changed::jsonb
              from unnest(@before, @states, @ids, @outcomes, @reasons, @changed) as said (before, state, id, outcome, reasons, changed)
             where result.run_id = @Id and result.application_id = said.before
            """,
            new
            {
                run.Id,
                now,
                before = Array.ConvertAll(results, each => each.Key.ApplicationId),
                states = Array.ConvertAll(results, each => each.Value.State),
                ids = Array.ConvertAll(results, each => ids.TryGetValue(each.Key.ApplicationId, out var id) ? id : (Guid?)null),
                outcomes = Array.ConvertAll(results, each => OutcomeOf(each.Value)),
                reasons = Array.ConvertAll(results, each => JsonSerializer.Serialize(each.Value.Reasons, HallJson.Options)),
                changed = Array.ConvertAll(results, each => JsonSerializer.Serialize(each.Value.Changed, HallJson.Options)),
            },
            cancellationToken: ct));
    }

    private static string? OutcomeOf(Renewal renewal) =>
        renewal.Assessment is { } assessment ? JsonNamingPolicy.KebabCaseLower.ConvertName(assessment.Outcome.ToString()) : null;
}
