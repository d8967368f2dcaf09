using OpenTelemetry;
using Wenden.Queue.Tickets;

namespace Wenden.Queue.Windows;

/// <summary>
/// Calls for free windows by itself, at the sites whose rules say <c>autoDispatch</c>. Every replica does it; the call decides, as it does between
/// two pages of one window.
/// </summary>
internal sealed class DispatchWindows(NpgsqlDataSource database, UnitsOfWork units, TimeProvider clock, ILogger<DispatchWindows> logger) : BackgroundService
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                foreach (var (site, window, teller, claim) in await FreeAsync(stoppingToken))
                    await CallAsync(site, window, teller, claim, stoppingToken);
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
            {
                logger.LogWarning("Free windows wait for a call: {Reason}", exception.Message);
            }

            await Task.Delay(_pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task CallAsync(string site, int window, string teller, Guid claim, CancellationToken ct)
    {
        await using var unit = await units.BeginAsync(ct);
        if (await CallNext.CallAsync(unit, site, window, teller, claim, clock, ct) is not null)
            await unit.CommitAsync(ct);
    }

    private async Task<IReadOnlyList<(string Site, int Window, string Teller, Guid Claim)>> FreeAsync(CancellationToken ct)
    {
        using var untraced = SuppressInstrumentationScope.Begin();
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<(string, int, string, Guid)>(new CommandDefinition(
            """
            select site, number, teller, claim
              from windows
              join sites using (site)
             where (sites.rules ->> 'autoDispatch')::boolean and state = 'open' and windows.ticket_id is null
               and exists (select from tickets
                            where tickets.site = windows.site and day = @day and tickets.state = 'waiting' and zone = any(windows.zones))
            """, new { day = clock.HallDay() }, cancellationToken: ct))).AsList();
    }
}
