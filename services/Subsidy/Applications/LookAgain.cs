using Wenden.Contracts.Registry;
using Wenden.Subsidy.Programmes;

namespace Wenden.Subsidy.Applications;

/// <summary>
/// Looks again at a person's open applications, when the registry or another programme knows more. One that waits for facts is judged anew. Of one
/// in review the facts are frozen: who moves away after applying has applied from Wendeng, and rule P is judged as of then. Death and other
/// programmes still count at any time until the decision.
/// </summary>
internal sealed class LookAgain(UnitOfWork unit, FactsOnRecord record, PolicyBook policies, TimeProvider clock)
{
    /// <summary>Looks, and notes what has changed. Takes the person's turn.</summary>
    /// <param name="personId">The person.</param>
    /// <param name="news">What the registry tells; nothing where only other programmes are to be looked at.</param>
    /// <param name="ct">Ends the waiting.</param>
    /// <exception cref="HttpRequestException">The registry cannot be asked.</exception>
    public async Task AtAsync(Guid personId, PersonChanged? news, CancellationToken ct)
    {
        await Judgement.TakeTurnAsync(unit.Connection, personId, ct);
        var open = await unit.Connection.QueryAsync<Open>(new CommandDefinition(
            """
            select site, id, case_id, item, programme, year, policy_sha256, applied_on, state, person_version, died_on, obstacles,
                   assessment ->> 'outcome' as by_rules,
                   array(select jsonb_array_elements_text(assessment -> 'missing')) as missing
              from applications
             where person_id = @personId and state in ('incomplete', 'supplement', 'first-review', 'second-review', 'override-review')
             order by id
               for update
            """,
            new { personId },
            cancellationToken: ct));
        foreach (var application in open.AsList())
            await AtOneAsync(personId, application, news, ct);
    }

    private async Task AtOneAsync(Guid personId, Open application, PersonChanged? news, CancellationToken ct)
    {
        var policy = policies.Of(application.PolicySha256)
            ?? throw new InvalidDataException($"The policy {application.Programme}-{application.Year} is gone.");
        var waits = application.State == States.Incomplete;
        // Events may come out of order. The registry is asked itself wherever one says something new.
        var isNews = news is not null && (waits ? application.PersonVersion < news.Version : application.DiedOn != news.DiedOn);
        var known = isNews ? await ReadAsync(personId, application, policy, ct) : null;
        var diedOn = known is null ? application.DiedOn : known.DiedOn;
        var found = await Obstacles.FindAsync(unit.Connection, personId, policy, diedOn, ct);
        if (waits ? !isNews && found.Length == 0 : found.SequenceEqual(application.Obstacles) && diedOn == application.DiedOn)
            return;

        unit.Audit(personId, Why.Of(application.CaseId, application.Id));
        // Only the obstacle had kept it from waiting for facts.
        var waitsAgain = found.Length == 0 && application.ByRules == "incomplete" && application.State != States.Supplement;
        if (waits || waitsAgain)
        {
            known ??= await ReadAsync(personId, application, policy, ct);
            await Judgement.WriteAsync(unit, policy, application.As(personId), known, clock.GetUtcNow(), ct);
            return;
        }

        await NoteAsync(application, found, diedOn, ct);
    }

    private Task<OnRecord> ReadAsync(Guid personId, Open application, Policy policy, CancellationToken ct) =>
        record.ReadAsync(personId, Why.Of(application.CaseId, application.Id), application.Site, application.AppliedOn, policy, ct);

    private async Task NoteAsync(Open application, string[] found, DateOnly? diedOn, CancellationToken ct)
    {
        await unit.Connection.ExecuteAsync(new CommandDefinition(
            """
            update applications
               set obstacles = @found, died_on = @diedOn,
                   outcome = case when cardinality(@found) > 0 then 'ineligible' else assessment ->> 'outcome' end
             where site = @Site and id = @Id and state = @State
            """,
            new { application.Site, application.Id, application.State, found, diedOn },
            cancellationToken: ct));
        if (found.SequenceEqual(application.Obstacles))
            return;
        var what = found.Length > 0 ? "obstacle-found" : "obstacle-gone";
        await History.AddAsync(
            unit.Connection, application.Site, application.Id, clock.GetUtcNow(), History.System, application.State, what,
            string.Join(", ", found.Length > 0 ? found : application.Obstacles), ct);
    }

    private sealed record Open
    {
        public required string Site { get; init; }

        public Guid Id { get; init; }

        public Guid? CaseId { get; init; }

        public required string Item { get; init; }

        public required string Programme { get; init; }

        public int Year { get; init; }

        public required string PolicySha256 { get; init; }

        public DateOnly AppliedOn { get; init; }

        public required string State { get; init; }

        public long PersonVersion { get; init; }

        public DateOnly? DiedOn { get; init; }

        public required string[] Obstacles { get; init; }

        /// <summary>The outcome by the rules alone.</summary>
        public string? ByRules { get; init; }

        public required string[] Missing { get; init; }

        public Waiting As(Guid personId) => new()
        {
            Site = Site, Id = Id, CaseId = CaseId, PersonId = personId, Item = Item, Programme = Programme, Year = Year, AppliedOn = AppliedOn,
            State = State, Missing = State == States.Incomplete ? Missing : null,
        };
    }
}
