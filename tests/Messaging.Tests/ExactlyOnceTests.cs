using RabbitMQ.Client;
using Wenden.Fixture;

namespace Wenden.Messaging.Tests;

/// <summary>10,000 events through each fault, with real processes, a real broker and a real database.</summary>
public sealed class ExactlyOnceTests
{
    private const int Events = 10_000;

    [Fact]
    public async Task What_waits_for_another_service_outlives_a_stop()
    {
        var broker = await TestServers.FreshVirtualHostAsync();
        await using var alpha = await ProbeAsync("alpha", broker, "alpha");

        await alpha.StartAsync(isAlone: true);
        await alpha.TryCauseAsync(1, 20);
        await Audit.UntilAsync(() => Task.FromResult(alpha.Lines.Any(line => line.Contains("No other service answers"))));
        await alpha.StopAsync();
        await alpha.StartAsync();

        await Audit.EachTookEffectOnceAsync(20, alpha, alpha);
    }

    [Theory]
    [InlineData("commit")]
    [InlineData("delete")]
    public async Task A_publisher_killed_after(string place)
    {
        await using var alpha = await ProbeAsync("alpha", await TestServers.FreshVirtualHostAsync(), "alpha");

        await alpha.StartAsync(killAt: place, killAfter: Events / 2);
        await alpha.TryCauseAsync(1, Events);
        await alpha.WaitForExitAsync();
        await alpha.StartAsync();
        var committed = await alpha.CountAsync("causes");
        await alpha.TryCauseAsync(Events + 1, Events - committed);

        await Audit.EachTookEffectOnceAsync(Events, alpha, alpha);
    }

    [Fact]
    public async Task A_consumer_killed_in_the_middle_of_its_work()
    {
        var broker = await TestServers.FreshVirtualHostAsync();
        await using var alpha = await ProbeAsync("alpha", broker, "alpha", "beta");
        await using var beta = new Probe("beta", await TestServers.FreshDatabaseAsync("beta"), broker, ["alpha", "beta"], audits: true);
        await alpha.StartAsync();

        for (var kills = 1; kills <= 3; kills++)
        {
            await beta.StartAsync(killAt: "consume", killAfter: 1_500);
            await alpha.TryCauseAsync((kills * 3_000) - 2_999, 3_000);
            await beta.WaitForExitAsync();
        }

        await beta.StartAsync();
        await alpha.TryCauseAsync(9_001, 1_000);

        await Audit.EachTookEffectOnceAsync(Events, alpha, alpha, beta);
    }

    [Fact]
    public async Task The_broker_killed_and_stopped_under_load()
    {
        await using var rabbit = await TestServers.OwnRabbitAsync();
        await using var alpha = await ProbeAsync("alpha", rabbit.ConnectionString, "alpha");
        await alpha.StartAsync();

        var load = alpha.TryCauseAsync(1, Events / 2);
        await Audit.UntilAsync(async () => await alpha.CountAsync("effects") > 500);
        await rabbit.KillAsync();
        await rabbit.StartAsync();
        await Audit.UntilAsync(async () => await alpha.CountAsync("effects") > 3_000);
        await rabbit.StopAsync();
        (await alpha.TryCauseAsync((Events / 2) + 1, Events / 4)).ShouldBeTrue("Commits need no broker");
        await rabbit.StartAsync();

        await load;
        await Audit.UntilAsync(() => alpha.TryCauseRestAsync(Events));
        await Audit.EachTookEffectOnceAsync(Events, alpha, alpha);
    }

    [Fact]
    public async Task The_database_killed_and_stopped_under_load()
    {
        await using var postgres = await TestServers.OwnPostgresAsync();
        var database = await Databases.CreateAsync(postgres.ConnectionString, "alpha");
        await using var alpha = new Probe("alpha", database, await TestServers.FreshVirtualHostAsync(), ["alpha"]);
        await alpha.StartAsync();

        for (var round = 0; round < 2; round++)
        {
            var load = alpha.TryCauseAsync((round * Events) + 1, Events / 2);
            await Audit.UntilAsync(async () => await alpha.CountAsync("causes") > (round * 2_000) + 500);
            await (round == 0 ? postgres.KillAsync() : postgres.StopAsync());
            await postgres.StartAsync();
            await load;
        }

        await Audit.UntilAsync(() => alpha.TryCauseRestAsync(Events));
        await Audit.EachTookEffectOnceAsync(Events, alpha, alpha);
    }

    [Fact]
    public async Task Two_relays_on_one_outbox()
    {
        var broker = await TestServers.FreshVirtualHostAsync();
        await using var alpha = await ProbeAsync("alpha", broker, "alpha");
        await using var replica = new Probe("alpha", alpha.Database, broker, ["alpha"]);
        await Task.WhenAll(alpha.StartAsync(), replica.StartAsync());

        await Task.WhenAll(alpha.TryCauseAsync(1, Events / 2), replica.TryCauseAsync((Events / 2) + 1, Events / 2));

        await Audit.EachTookEffectOnceAsync(Events, alpha, alpha);
    }

    [Fact]
    public async Task Every_message_delivered_five_times()
    {
        var broker = await TestServers.FreshVirtualHostAsync();
        await using var alpha = await ProbeAsync("alpha", broker, "alpha");
        await alpha.StartAsync();
        await alpha.TryCauseAsync(1, Events);
        await Audit.EachTookEffectOnceAsync(Events, alpha, alpha);

        for (var repetition = 1; repetition <= 4; repetition++)
        {
            await alpha.ReplayAsync();
            await Audit.UntilAsync(async () => await alpha.CountAsync("outbox") == 0);
        }

        await Audit.UntilAsync(async () => await QueueLengthAsync(broker, "alpha-take-effect") == 0);
        await Audit.EachTookEffectOnceAsync(Events, alpha, alpha);
    }

    [Fact]
    public async Task Poison_goes_to_the_error_queue_and_holds_up_nobody()
    {
        var broker = await TestServers.FreshVirtualHostAsync();
        await using var alpha = await ProbeAsync("alpha", broker, "alpha");
        await alpha.StartAsync();

        await alpha.TryCauseAsync(1, Events / 2);
        await alpha.TryCauseAsync(100_001, 10, poisonous: true);
        await alpha.TryCauseAsync((Events / 2) + 1, Events / 2);

        await Audit.EachTookEffectOnceAsync(Events, alpha, alpha);
        await Audit.UntilAsync(async () => await QueueLengthAsync(broker, "alpha-take-effect_error") == 10);
        (await alpha.CountAsync("effects where number > 100000")).ShouldBe(0);
    }

    [Theory]
    [InlineData("alpha", "beta", "gamma")]
    [InlineData("gamma", "beta", "alpha")]
    public async Task Services_started_in_any_order_on_a_fresh_broker(string first, string second, string late)
    {
        var broker = await TestServers.FreshVirtualHostAsync();
        string[] services = ["alpha", "beta", "gamma"];
        var probes = new Dictionary<string, Probe>();
        foreach (var service in services)
            probes[service] = new Probe(service, await TestServers.FreshDatabaseAsync(service), broker, services);
        await using var alpha = probes["alpha"];
        await using var beta = probes["beta"];
        await using var gamma = probes["gamma"];

        // The first one publishes as soon as it is up; one of the late ones comes a minute after it.
        var lateStart = Task.Delay(late == "gamma" ? TimeSpan.FromMinutes(1) : TimeSpan.FromSeconds(20));
        await probes[first].StartAsync();
        await probes[first].TryCauseAsync(1, Events / 2);
        await probes[second].StartAsync();
        await probes[first].TryCauseAsync((Events / 2) + 1, Events / 2);
        await lateStart;
        (await probes[first].CountAsync("outbox")).ShouldBe(Events, "nothing leaves before everybody listens");
        await probes[late].StartAsync();

        await Audit.EachTookEffectOnceAsync(Events, probes[first], alpha, beta, gamma);
    }

    private static async Task<Probe> ProbeAsync(string service, string broker, params string[] services) =>
        new(service, await TestServers.FreshDatabaseAsync(service), broker, services);

    private static async Task<uint> QueueLengthAsync(string broker, string queue)
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(broker) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        return await channel.MessageCountAsync(queue);
    }
}
