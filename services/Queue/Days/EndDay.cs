using OpenTelemetry;
using Wenden.Contracts.Queue;
using Wenden.Queue.Appointments;
using Wenden.Queue.Tickets;

namespace Wenden.Queue.Days;

/// <summary>
/// Puts away what a day has left behind: tickets still open are abandoned, windows still open are closed; and releases the slots of visitors who did
/// not come to their appointment. Every replica does it, once a minute; what another has done already is not found any more.
/// </summary>
internal sealed class EndDay(UnitsOfWork units, TimeProvider clock, ILogger<EndDay> logger) : BackgroundService
{
    private static readonly TimeSpan _pause = TimeSpan.FromMinutes(1);
    private const int Batch = 500;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                using var untraced = SuppressInstrumentationScope.Begin();
                await RunAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
            {
                logger.LogWarning("The end of the day waits: {Reason}", exception.Message);
            }

            await Task.Delay(_pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    internal async Task RunAsync(CancellationToken ct)
    {
        while (await AbandonAsync(ct) == Batch)
        {
        }

        await CloseWindowsAsync(ct);
        while (await ReleaseAsync(ct))
        {
        }
    }

    private async Task<int> AbandonAsync(CancellationToken ct)
    {
        await using var unit = await units.BeginAsync(ct);
        var abandoned = (await unit.Connection.QueryAsync<Ticket>(new CommandDefinition(
            """
            with over as (
                select site, ticket_id
                  from tickets
                 where day < @day and state in ('waiting', 'called', 'serving', 'held', 'missed')
                 limit @Batch
                   for update skip locked)
            update tickets
               set state = 'abandoned', finished_at = greatest(@now, changed_at), change = 'abandoned', changed_at = greatest(@now, changed_at),
                   identity_number = null
              from over
             where tickets.site = over.site and tickets.ticket_id = over.ticket_id
            returning tickets.*
            """, new { day = clock.HallDay(), now = clock.GetUtcNow(), Batch }, cancellationToken: ct))).AsList();
        foreach (var ticket in abandoned)
            unit.PublishEnd(ticket);
        await unit.CommitAsync(ct);
        return abandoned.Count;
    }

    private async Task CloseWindowsAsync(CancellationToken ct)
    {
        await using var unit = await units.BeginAsync(ct);
        await unit.Connection.ExecuteAsync(new CommandDefinition(
            """
            update windows
               set state = 'closed', teller = null, claim = null, skills = null, opened_at = null, pause_reason = null, favoured_in_a_row = 0
             where state <> 'closed' and ticket_id is null and opened_at < @midnight
            """, new { midnight = new DateTimeOffset(clock.HallDay().ToDateTime(TimeOnly.MinValue), Hall.Offset) }, cancellationToken: ct));
        await unit.CommitAsync(ct);
    }

    private async Task<bool> ReleaseAsync(CancellationToken ct)
    {
        await using var unit = await units.BeginAsync(ct);
        var missed = await unit.Connection.QuerySingleOrDefaultAsync<Appointment>(new CommandDefinition(
            """
            with late as (
                select site, appointment_id
                  from appointments
                  join sites using (site)
                 where state = 'booked' and starts_at < @now - coalesce((rules -> 'appointments' ->> 'graceMinutes')::int, 0) * interval '1 minute'
                 limit 1
                   for update of appointments skip locked)
            update appointments
               set state = 'no-show', identity_number = null
              from late
             where appointments.site = late.site and appointments.appointment_id = late.appointment_id
            returning appointments.*
            """, new { now = clock.GetUtcNow() }, cancellationToken: ct));
        if (missed is null)
            return false;
        await ChangeAppointment.ReleaseSlotAsync(unit, missed, ct);
        await unit.CommitAsync(ct);
        return true;
    }
}
