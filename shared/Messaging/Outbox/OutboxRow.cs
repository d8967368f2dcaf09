using System.Diagnostics;
using System.Text;
using System.Text.Json;
using OpenTelemetry;
using RabbitMQ.Client;
using Wenden.ServiceDefaults;

namespace Wenden.Messaging.Outbox;

/// <summary>A committed event, and how it goes to the broker: in the envelope that MassTransit's consumers read.</summary>
/// <param name="Id">Place in the outbox.</param>
/// <param name="MessageId">What the inbox knows it by.</param>
/// <param name="Type">Full name of the contract and its assembly.</param>
/// <param name="Body">The event as JSON.</param>
/// <param name="TraceParent">The trace it was published in, if any.</param>
/// <param name="TraceState">State of that trace, if any.</param>
internal sealed record OutboxRow(long Id, Guid MessageId, string Type, string Body, string? TraceParent, string? TraceState)
{
    private const string Urn = "urn:message:";
    // MassTransit's name for the trace context.
    private const string ActivityHeader = "MT-Activity-Id";
    private static readonly ActivitySource _activities = new("Wenden.Messaging");

    /// <summary>The exchange of the contract: its namespace and name, as MassTransit names it.</summary>
    public string Exchange
    {
        get
        {
            var name = Type.AsSpan(0, Type.IndexOf(','));
            var dot = name.LastIndexOf('.');
            return $"{name[..dot]}:{name[(dot + 1)..]}";
        }
    }

    /// <summary>Returns when the broker has confirmed that every bound queue has it.</summary>
    /// <exception cref="RabbitMQ.Client.Exceptions.PublishException">No queue is bound, or the broker refused it.</exception>
    public async Task SendAsync(IChannel channel, CancellationToken ct)
    {
        // Traced again, and as a part of the trace the event was published in.
        using var traced = SuppressInstrumentationScope.Begin(value: false);
        Activity.Current = null;
        using var activity = ActivityContext.TryParse(TraceParent, TraceState, isRemote: false, out var parent)
            ? _activities.StartActivity($"{Exchange} publish", ActivityKind.Producer, parent)
            : null;

        var properties = new BasicProperties
        {
            ContentType = "application/vnd.masstransit+json",
            MessageId = MessageId.ToString(),
            Persistent = true,
            Headers = new Dictionary<string, object?>(),
        };
        if (activity?.Id is { } id)
            properties.Headers[ActivityHeader] = id;
        // Without a queue to take it the broker gives the event back, instead of dropping it and confirming.
        await channel.BasicPublishAsync(Exchange, routingKey: "", mandatory: true, properties, Envelope(), ct);
    }

    private byte[] Envelope()
    {
        using var body = JsonDocument.Parse(Body);
        return Encoding.UTF8.GetBytes(JsonSerializer.Serialize(
            new { MessageId, ConversationId = MessageId, MessageType = new[] { Urn + Exchange }, Message = body.RootElement, Headers = new { } }, HallJson.Options));
    }
}
