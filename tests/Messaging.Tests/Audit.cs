using System.Diagnostics;
using Npgsql;
using Wenden.Fixture;

namespace Wenden.Messaging.Tests;

/// <summary>
/// What every scenario ends with: each committed cause has taken effect exactly once at each subscriber, and where effects are audited each
/// has one entry in a whole trail.
/// </summary>
internal static class Audit
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(3);

    public static async Task EachTookEffectOnceAsync(int causes, Probe publisher, params Probe[] subscribers)
    {
        (await publisher.CountAsync("causes where not poisonous")).ShouldBe(causes);
        foreach (var subscriber in subscribers)
            await UntilAsync(async () => await subscriber.CountAsync("effects") >= causes, () => Explain(publisher, subscriber));
        await UntilAsync(async () => await publisher.CountAsync("outbox") == 0, () => Explain(publisher, publisher));
        // Whatever would come twice has time to come.
        await Task.Delay(1_000);

        foreach (var subscriber in subscribers)
        {
            (await subscriber.CountAsync("effects")).ShouldBe(causes);
            (await subscriber.ScalarAsync("select count(distinct number) from effects")).ShouldBe(causes);
            if (!subscriber.Audits)
                continue;
            await using var database = NpgsqlDataSource.Create(subscriber.Database);
            var trail = await database.WalkAsync();
            trail.Break.ShouldBeNull();
            trail.Count.ShouldBe(causes);
        }
    }

    public static async Task UntilAsync(Func<Task<bool>> condition, Func<string>? explain = null)
    {
        var waited = Stopwatch.StartNew();
        while (!await TryAsync(condition))
        {
            if (waited.Elapsed > _patience)
                throw new TimeoutException($"Waited {_patience} in vain.\n{explain?.Invoke()}");
            await Task.Delay(200);
        }
    }

    private static async Task<bool> TryAsync(Func<Task<bool>> condition)
    {
        try
        {
            return await condition();
        }
        catch (NpgsqlException)
        {
            // The database is restarting, as the scenario wants it.
            return false;
        }
    }

    private static string Explain(Probe publisher, Probe subscriber) => $"Publisher:\n{publisher.Log()}\nSubscriber:\n{subscriber.Log()}";
}
