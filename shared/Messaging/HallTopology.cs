using MassTransit;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Wenden.Messaging;

/// <summary>
/// Says when it is safe to publish. An exchange forwards only to the queues that are bound to it at that moment: what is published before a
/// subscriber has bound its queue is lost without an error. So every service, once all its queues are bound, leaves a mark on the broker (a
/// durable exchange <c>wenden.topology.service</c>), and nobody publishes before the marks of all services are there. On a broker that was
/// wiped the marks are gone with the queues, and everybody waits again: events go out only on a connection that has seen all marks.
/// </summary>
internal sealed class HallTopology(string service, string[] services, Uri broker, IBusControl bus, ILogger<HallTopology> logger) : IAsyncDisposable
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(500);

    // Publishing returns when the broker has confirmed, and throws what it gave back; the relay bounds how many are under way.
    private static readonly CreateChannelOptions _confirmed =
        new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true, outstandingPublisherConfirmationsRateLimiter: null);

    private IConnection? _connection;
    private IChannel? _channel;

    /// <summary>A channel to publish on, once every service's queues are bound; the same one as long as its connection holds.</summary>
    public async Task<IChannel> ChannelAsync(CancellationToken ct)
    {
        var asked = false;
        while (_channel is not { IsOpen: true })
        {
            if (_connection is not null)
            {
                // The bus notices the same loss a moment later or earlier; only after that is its health worth asking.
                await DisposeAsync();
                await Task.Delay(_pause, ct);
            }

            var missing = await TryMeetAsync(ct);
            if (missing is not null && !asked)
                logger.LogInformation("Events wait until these have bound their queues: {Services}", missing);
            asked = true;
            if (missing is not null)
                await Task.Delay(_pause, ct);
        }

        return _channel;
    }

    public async ValueTask DisposeAsync()
    {
        var connection = _connection;
        (_connection, _channel) = (null, null);
        if (connection is not null)
            await connection.DisposeAsync();
    }

    /// <summary>Leaves the own mark and looks for the others'; names who is missing.</summary>
    private async Task<string?> TryMeetAsync(CancellationToken ct)
    {
        if (bus.CheckHealth().Status != BusHealthStatus.Healthy)
            return service;

        IConnection? connection = null;
        try
        {
            connection = await new ConnectionFactory { Uri = broker, AutomaticRecoveryEnabled = false, ClientProvidedName = $"{service} relay" }
                .CreateConnectionAsync(ct);
            await using (var channel = await connection.CreateChannelAsync(cancellationToken: ct))
                await channel.ExchangeDeclareAsync(Mark(service), ExchangeType.Fanout, durable: true, autoDelete: false, cancellationToken: ct);
            foreach (var other in services)
            {
                if (!await HasMarkAsync(connection, other, ct))
                    return other;
            }

            _channel = await connection.CreateChannelAsync(_confirmed, ct);
            (_connection, connection) = (connection, null);
            return null;
        }
        catch (Exception exception) when (exception is BrokerUnreachableException or AlreadyClosedException or OperationInterruptedException or IOException)
        {
            return "broker";
        }
        finally
        {
            if (connection is not null)
                await connection.DisposeAsync();
        }
    }

    private static async Task<bool> HasMarkAsync(IConnection connection, string other, CancellationToken ct)
    {
        // A passive declaration of what does not exist closes the channel, so each gets its own.
        await using var channel = await connection.CreateChannelAsync(cancellationToken: ct);
        try
        {
            await channel.ExchangeDeclarePassiveAsync(Mark(other), ct);
            return true;
        }
        catch (OperationInterruptedException exception) when (exception.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            return false;
        }
    }

    private static string Mark(string name) => $"wenden.topology.{name}";
}
