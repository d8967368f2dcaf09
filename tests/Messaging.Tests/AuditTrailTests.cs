using Npgsql;
using Wenden.Fixture;

namespace Wenden.Messaging.Tests;

public sealed class AuditTrailTests
{
    [Fact]
    public async Task Two_replicas_killed_in_turn_leave_a_whole_chain_with_an_entry_per_effect()
    {
        const int events = 3_000;
        var broker = await TestServers.FreshVirtualHostAsync();
        await using var alpha = new Probe("alpha", await TestServers.FreshDatabaseAsync("alpha"), broker, ["alpha"], audits: true);
        await using var replica = new Probe("alpha", alpha.Database, broker, ["alpha"], audits: true);
        await alpha.StartAsync();
        await replica.StartAsync(killAt: "consume", killAfter: 400);

        await alpha.TryCauseAsync(1, events / 2);
        await replica.WaitForExitAsync();
        await replica.StartAsync(killAt: "consume", killAfter: 400);
        await alpha.TryCauseAsync((events / 2) + 1, events / 2);

        await Audit.EachTookEffectOnceAsync(events, alpha, alpha);
        await using var database = NpgsqlDataSource.Create(alpha.Database);
        await using var actions = database.CreateCommand("select string_agg(distinct actor || ' ' || action, ', ') from audit.entries");
        (await actions.ExecuteScalarAsync()).ShouldBe("alpha alpha.take-effect");
    }
}
