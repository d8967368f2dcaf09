using MassTransit;
using Wenden.Contracts.Certification;

namespace Wenden.Intake.Cases;

/// <summary>
/// The person was certified: what the site's cases wanted certified is done. The certification may come before the case is accepted, so it is kept,
/// and acceptance looks for it.
/// </summary>
internal sealed class CompleteCertified(UnitOfWork unit, TimeProvider clock) : IConsumer<Certified>
{
    public async Task Consume(ConsumeContext<Certified> context)
    {
        var (certified, ct) = (context.Message, context.CancellationToken);
        await unit.TakeTurnAsync(certified.PersonId, ct);
        unit.Audit(certified.PersonId);
        await unit.Connection.ExecuteAsync(new CommandDefinition(
            """
            insert into certifications (site, certification_id, person_id, certified_on)
            values (@Site, @CertificationId, @PersonId, @CertifiedOn)
                on conflict do nothing
            """, certified, cancellationToken: ct));
        await unit.CompleteAsync(certified.Site, certified.PersonId, openedUpTo: certified.CertifiedOn, clock.GetUtcNow(), ct);
    }
}

internal static class CertifiedItems
{
    /// <summary>Completes the person's items that wait for a certification, if the site's last one covers them.</summary>
    public static async Task CompleteCertifiedAsync(this UnitOfWork unit, string site, Guid personId, DateTimeOffset at, CancellationToken ct)
    {
        await unit.TakeTurnAsync(personId, ct);
        var last = await unit.Connection.ExecuteScalarAsync<DateOnly?>(new CommandDefinition(
            "select max(certified_on) from certifications where site = @site and person_id = @personId",
            new { site, personId }, cancellationToken: ct));
        if (last is { } day)
            await unit.CompleteAsync(site, personId, openedUpTo: day, at, ct);
    }

    /// <summary>Acceptance and certification of one person take turns: whichever comes second sees the other.</summary>
    internal static Task TakeTurnAsync(this UnitOfWork unit, Guid personId, CancellationToken ct) => unit.Connection.ExecuteAsync(
        new CommandDefinition("select pg_advisory_xact_lock(hashtextextended(@personId::text, 0))", new { personId }, cancellationToken: ct));

    internal static async Task CompleteAsync(
        this UnitOfWork unit, string site, Guid personId, DateOnly openedUpTo, DateTimeOffset at, CancellationToken ct)
    {
        // A certification settles no case of a later day: that one is for the next year.
        var waiting = await unit.Connection.QueryAsync<(Guid CaseId, string Code)>(new CommandDefinition(
            """
            select c.id, i.code
              from cases c join case_items i on i.site = c.site and i.case_id = c.id
             where c.site = @site and c.person_id = @personId and i.follow_up = 'certification' and i.state = 'in-review'
               and c.opened_at < (@openedUpTo + 1)::timestamp at time zone interval '8 hours'
             order by c.id, i.position
               for update of c
            """, new { site, personId, openedUpTo }, cancellationToken: ct));
        foreach (var (caseId, code) in waiting.AsList())
        {
            await unit.CompleteOrAwaitGapAsync(
                new ItemMove
                {
                    Site = site,
                    CaseId = caseId,
                    Codes = [code],
                    From = [ItemState.InReview],
                    To = ItemState.Completed,
                    Who = "certification",
                    Why = "certified",
                    At = at,
                },
                ct);
        }
    }
}
