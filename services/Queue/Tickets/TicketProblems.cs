using Microsoft.AspNetCore.Http.HttpResults;
using Wenden.Contracts.Queue;

namespace Wenden.Queue.Tickets;

/// <summary>Why a ticket cannot take a step, with its present state for the page that has an old one.</summary>
internal static class TicketProblems
{
    /// <summary>The answer to a step: the ticket that took it; the present one where this teller had it take the step before; or what stands against it.</summary>
    public static async Task<Results<Ok<Ticket>, Problem>> AnswerAsync(
        this UnitOfWork unit, Ticket? changed, string site, Guid ticketId, string teller, string goal, CancellationToken ct)
    {
        if (changed is not null)
            return TypedResults.Ok(changed);
        var present = await ReadTicket.FindAsync(unit.Connection, site, ticketId, ct);
        return present is not null && present.State == goal && present.Teller == teller ? TypedResults.Ok(present) : WhyNot(present, ticketId, teller);
    }

    public static Problem WhyNot(Ticket? present, Guid ticketId, string teller) => present switch
    {
        null => Problem.NotFound("ticket.unknown", ticketId),
        { State: TicketState.Called or TicketState.Serving or TicketState.Held, Teller: { } owner } when owner != teller =>
            Problem.Conflict("ticket.other-teller", present.Number, present.Window).With("ticket", present),
        _ => Problem.Conflict($"ticket.is-{present.State}", present.Number).With("ticket", present),
    };
}
