using System.Net;
using Wenden.ServiceDefaults.Callers;

namespace Wenden.Queue.Tests.Events;

public sealed class ReadOutboxTests(QueueHall hall)
{
    [Fact]
    public async Task An_operator_sees_how_much_waits_and_for_how_long()
    {
        var id = Guid.CreateVersion7();
        // Not due for a day, so that no relay sends it meanwhile.
        await hall.ScalarAsync<object>(
            """
            insert into outbox (message_id, type, body, created_at, next_attempt_at)
            values (@id, 'Wenden.Contracts.Queue.TicketCalled, Wenden.Contracts', '{}', now() - interval '1 hour', now() + interval '1 day')
            """, new { id });

        using var response = await new Caller(hall.Second, Roles.Operator, "o1", "*").GetAsync("/outbox");

        var outbox = await response.ReadAsync<Outbox>();
        await hall.ScalarAsync<object>("delete from outbox where message_id = @id", new { id });
        outbox.Depth.ShouldBeGreaterThanOrEqualTo(1);
        outbox.AgeSeconds.ShouldBeInRange(3_600, 3_700);
        outbox.OldestType.ShouldBe("TicketCalled");
    }

    [Fact]
    public async Task Nobody_else_sees_the_outbox()
    {
        using var response = await Caller.Teller(hall.First, "*").GetAsync("/outbox");

        await response.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "http.403");
    }

    private sealed record Outbox(long Depth, double AgeSeconds, string OldestType);
}
