using RabbitMQ.Client;
using Wenden.Fixture;

namespace Wenden.Messaging.Tests;

public sealed class BusWatchTests
{
    [Fact]
    public async Task A_process_whose_bus_stays_down_ends_itself()
    {
        var broker = await TestServers.FreshVirtualHostAsync();
        await using var alpha = new Probe("alpha", await TestServers.FreshDatabaseAsync("alpha"), broker, ["alpha"]);
        await using var connection = await new ConnectionFactory { Uri = new Uri(broker) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        // Of another kind than the service wants, so that it cannot bind it.
        await channel.QueueDeclareAsync("alpha-take-effect", durable: false, exclusive: false, autoDelete: false);

        alpha.Launch(killAt: null, killAfter: 1, busPatience: TimeSpan.FromSeconds(3));
        var code = await alpha.WaitForExitAsync();

        code.ShouldNotBe(0);
        alpha.Lines.ShouldContain(line => line.Contains("The process ends to be started anew"));
        await channel.QueueDeleteAsync("alpha-take-effect");
        await alpha.StartAsync();
        await alpha.TryCauseAsync(1, 10);
        await Audit.EachTookEffectOnceAsync(10, alpha, alpha);
    }
}
