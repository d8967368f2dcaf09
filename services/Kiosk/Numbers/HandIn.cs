using Wenden.Contracts.Queue;

namespace Wenden.Kiosk.Numbers;

/// <summary>
/// Tells the queue what was given out while it could not be reached. Each step may be repeated: what it says of a ticket is written down, and only then
/// is the ticket forgotten.
/// </summary>
internal sealed class HandIn(Ledger ledger, QueueLine queue)
{
    private const int AtOnce = 200;

    /// <summary>Hands in everything there is.</summary>
    /// <exception cref="QueueAwayException">The queue cannot be reached (again); what is left is kept for the next time.</exception>
    public async Task RunAsync(string site, CancellationToken ct)
    {
        var state = await ledger.ReadAsync(ct);
        foreach (var lease in state.Held.GroupBy(held => held.LeaseId, held => held.Ticket))
        {
            foreach (var tickets in lease.Chunk(AtOnce))
                await HandInAsync(site, lease.Key, tickets, ct);
        }

        foreach (var lease in state.Spent)
            await ReturnAsync(site, lease, ct);
        foreach (var question in state.Questions.Where(question => question.IsGivenUp))
            await WithdrawAsync(site, question, ct);
    }

    private async Task HandInAsync(string site, Guid lease, LeasedTicket[] tickets, CancellationToken ct)
    {
        IReadOnlyList<LeasedTicketResult> results;
        try
        {
            results = await queue.HandInAsync(site, lease, tickets, ct);
        }
        catch (QueueRefusedException refused)
        {
            // Asked again it would refuse again; the numbers are kept in sight for the site's manager.
            results = [.. tickets.Select(ticket => new LeasedTicketResult { TicketId = ticket.TicketId, Result = "refused", Reason = refused.Problem.Code })];
        }

        await ledger.ChangeAsync(state => state with
        {
            Held = [.. state.Held.Where(held => !results.Any(result => result.TicketId == held.Ticket.TicketId && IsFinal(result.Result)))],
            Refused =
            [
                .. state.Refused,
                .. from result in results
                   where result.Result == "refused"
                   let ticket = tickets.First(ticket => ticket.TicketId == result.TicketId)
                   select new RefusedTicket(ticket.TicketId, ticket.Sequence, result.Reason ?? ""),
            ],
        }, ct);
    }

    private async Task ReturnAsync(string site, SpentLease lease, CancellationToken ct)
    {
        try
        {
            await queue.ReturnAsync(site, lease.LeaseId, lease.LastUsed, ct);
        }
        catch (QueueRefusedException)
        {
            // The rest stays unused; that it was leased explains the gap as well.
        }

        await ledger.ChangeAsync(state => state with { Spent = [.. state.Spent.Where(spent => spent != lease)] }, ct);
    }

    /// <summary>The queue may have issued a number that nobody holds, or may yet get the question: both are to come to nothing.</summary>
    private async Task WithdrawAsync(string site, OpenQuestion question, CancellationToken ct)
    {
        try
        {
            await queue.WithdrawAsync(site, question.Key, ct);
        }
        catch (QueueRefusedException)
        {
            // It has been called in vain meanwhile: nothing is left to take back.
        }

        await ledger.ChangeAsync(state => state with { Questions = [.. state.Questions.Where(open => open.Key != question.Key)] }, ct);
    }

    private static bool IsFinal(string result) => result is "taken" or "already" or "refused";
}
