using RabbitMQ.Client;
using Wenden.Contracts.Queue;

namespace Wenden.Fixture;

/// <summary>Takes the queue's events, as other services do; without anybody the broker gives every one of them back.</summary>
public static class QueueListener
{
    /// <summary>Binds a queue of the last few thousand events.</summary>
    /// <param name="broker">AMQP URI of the virtual host.</param>
    public static async Task BindAsync(string broker)
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(broker) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeclareAsync(
            "listener", durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-max-length"] = 5_000 });
        foreach (var type in new[] { typeof(TicketIssued), typeof(TicketCalled), typeof(TicketFinished) })
        {
            var exchange = $"{type.Namespace}:{type.Name}";
            await channel.ExchangeDeclareAsync(exchange, ExchangeType.Fanout, durable: true);
            await channel.QueueBindAsync("listener", exchange, "");
        }
    }
}
