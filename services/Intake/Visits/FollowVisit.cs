using MassTransit;
using Wenden.Contracts.Queue;
using Wenden.Intake.Cases;

namespace Wenden.Intake.Visits;

/// <summary>Keeps up with the visits of the queue. When a visit ends, its cases that nobody has signed for are withdrawn.</summary>
internal sealed class FollowVisit(UnitOfWork unit) : IConsumer<TicketIssued>, IConsumer<TicketCalled>, IConsumer<TicketFinished>
{
    public Task Consume(ConsumeContext<TicketIssued> context)
    {
        var (site, ticketId, issued) = (context.Message.Site, context.Message.TicketId, context.Message);
        return unit.SaveVisitAsync(
            new Visit { Site = site, TicketId = ticketId, Number = issued.Number, Items = [.. issued.Items], IssuedAt = issued.IssuedAt },
            context.CancellationToken);
    }

    public Task Consume(ConsumeContext<TicketCalled> context)
    {
        var called = context.Message;
        return unit.SaveVisitAsync(
            new Visit
            {
                Site = called.Site,
                TicketId = called.TicketId,
                Number = called.Number,
                Items = [.. called.Items],
                WindowNumber = called.Window,
                Teller = called.Teller,
                CalledAt = called.CalledAt,
            },
            context.CancellationToken);
    }

    public async Task Consume(ConsumeContext<TicketFinished> context)
    {
        var (finished, ct) = (context.Message, context.CancellationToken);
        await unit.SaveVisitAsync(new Visit { Site = finished.Site, TicketId = finished.TicketId, FinishedAt = finished.FinishedAt }, ct);

        var unsigned = await unit.Connection.QueryAsync<Guid>(new CommandDefinition(
            """
            select c.id
              from cases c
             where c.site = @Site and c.ticket_id = @TicketId and c.accepted_at is null
               and exists (select 1 from case_items i where i.site = c.site and i.case_id = c.id and i.state in ('draft', 'awaiting-signature'))
             order by c.id
               for update of c
            """, finished, cancellationToken: ct));
        foreach (var caseId in unsigned.AsList())
        {
            await unit.MoveAsync(
                new ItemMove
                {
                    Site = finished.Site,
                    CaseId = caseId,
                    From = [ItemState.Draft, ItemState.AwaitingSignature, ItemState.Signed],
                    To = ItemState.Withdrawn,
                    Who = "queue",
                    Why = "visit-ended",
                    At = finished.FinishedAt,
                },
                ct);
        }
    }
}
