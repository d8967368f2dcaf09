using Wenden.Contracts.Queue;

namespace Wenden.Queue.Tickets;

/// <summary>Why a ticket cannot take a step, with its present state for the page that has an old one.</summary>
internal static class TicketProblems
{
    public static Problem WhyNot(Ticket? present, Guid ticketId, string teller) => present switch
    {
        null => Problem.NotFound("ticket.unknown", ticketId),
        { Teller: { } owner } when owner != teller => Problem.Conflict("ticket.other-teller", present.Number, present.Window).With("ticket", present),
        _ => Problem.Conflict($"ticket.is-{present.State}", present.Number).With("ticket", present),
    };
}
