using Dapper;
using MassTransit;
using Wenden.Messaging;

namespace Wenden.MessagingProbe;

/// <summary>
/// Writes one row per event and, where it is configured to, one entry of the audit trail; with the inbox it is one per event however often the event
/// comes.
/// </summary>
internal sealed class TakeEffect(UnitOfWork unit, KillSwitch killSwitch, IConfiguration configuration) : IConsumer<SomethingHappened>
{
    public async Task Consume(ConsumeContext<SomethingHappened> context)
    {
        await unit.Connection.ExecuteAsync("insert into effects (number) values (@Number)", new { context.Message.Number });
        if (configuration.GetValue<bool>("Probe:Audits"))
            unit.Audit(Guid.CreateVersion7());
        killSwitch.Pass("consume");
        if (configuration.GetValue<bool>("Probe:IsAlone"))
            throw new HttpRequestException("No other service answers.");

        if (context.Message.Poisonous)
            throw new InvalidOperationException("Nobody can digest this.");
    }
}
