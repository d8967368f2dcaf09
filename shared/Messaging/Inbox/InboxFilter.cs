using MassTransit;
using Npgsql;

namespace Wenden.Messaging.Inbox;

/// <summary>
/// Opens the consumer's unit of work with the message already marked as handled in it, and commits after the consumer.
/// A message that was handled before is dropped; one that is being handled elsewhere waits for the outcome there.
/// </summary>
internal sealed class InboxFilter<T>(UnitOfWork unit, AuditTrail trail) : IFilter<ConsumeContext<T>>
    where T : class
{
    public async Task Send(ConsumeContext<T> context, IPipe<ConsumeContext<T>> next)
    {
        var messageId = context.MessageId ?? throw new InvalidOperationException("The message has no id, so it cannot be told from its repetition.");
        await unit.OpenAsync(context.CancellationToken);
        if (!await MarkAsync(messageId, Consumer(context), context.CancellationToken))
        {
            await unit.DisposeAsync();
            return;
        }

        trail.Begin(Consumer(context));
        await next.Send(context);
        await unit.CommitAsync(context.CancellationToken);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("inbox");

    // One queue has one consumer, so the queue's name is the consumer's.
    private static string Consumer(ConsumeContext context) => context.ReceiveContext.InputAddress.AbsolutePath.Split('/')[^1];

    private async Task<bool> MarkAsync(Guid messageId, string consumer, CancellationToken ct)
    {
        await using var insert = new NpgsqlCommand("insert into inbox (message_id, consumer) values ($1, $2) on conflict do nothing", unit.Connection)
        {
            Parameters = { new() { Value = messageId }, new() { Value = consumer } },
        };
        return await insert.ExecuteNonQueryAsync(ct) == 1;
    }
}
