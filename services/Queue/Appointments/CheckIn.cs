using Microsoft.AspNetCore.Http.HttpResults;
using Wenden.Contracts.Queue;
using Wenden.Queue.Estimates;
using Wenden.Queue.Items;
using Wenden.Queue.Sites;
using Wenden.Queue.Tickets;

namespace Wenden.Queue.Appointments;

/// <summary>
/// <c>POST /sites/{site}/appointments/check-in</c>: whoever has an appointment is here, by code or by card. It becomes a ticket whose turn goes by the
/// time of the slot. A second time gives the same number again.
/// </summary>
internal static class CheckIn
{
    internal sealed record Request
    {
        /// <summary>The eight digits; exactly one of the two is given.</summary>
        public string? Code { get; init; }

        public string? IdentityNumber { get; init; }
    }

    public static void MapCheckIn(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sites/{site}/appointments/check-in", HandleAsync).RequireRole(Roles.Kiosk, Roles.Teller).AsCommand(requireKey: true);

    private static async Task<Results<Created<Slip>, Problem>> HandleAsync(
        string site, Request request, UnitOfWork unit, SiteBook sites, ItemBook items, PaceBook paces, TimeProvider clock, CancellationToken ct)
    {
        IdentityNumber? number = null;
        if (request.Code is null == request.IdentityNumber is null)
            return Problem.Invalid("appointment.one-proof");
        if (request.Code is { } code && (code.Length != 8 || code.Any(character => !char.IsAsciiDigit(character))))
            return Problem.Invalid("appointment.code");
        if (request.IdentityNumber is not null && IdentityNumber.Read(request.IdentityNumber, clock.HallDay(), out number) is not IdentityNumberFault.None)
            return Problem.Invalid("visitor.identity-number");
        if (await sites.FindAsync(site, ct) is not { } known)
            return Problem.NotFound("site.unknown", site);
        if (known.Rules.Appointments is not { } times)
            return Problem.NotFound("appointment.none-here");

        var now = clock.GetUtcNow();
        var row = await unit.Connection.QueryFirstOrDefaultAsync<Row>(new CommandDefinition(
            """
            select *
              from appointments
             where site = @site and state in ('booked', 'arrived') and (code = @Code or identity_number = @number)
               and starts_at between @now - @grace and @now + @early
             order by state <> 'booked', starts_at
             limit 1
               for update
            """,
            new
            {
                site, request.Code, number = number?.Text, now, grace = TimeSpan.FromMinutes(times.GraceMinutes), early = TimeSpan.FromMinutes(times.EarlyMinutes),
            }, cancellationToken: ct));
        if (row is null)
            return Problem.NotFound("appointment.none-now", times.EarlyMinutes, times.GraceMinutes);
        var appointment = row.Appointment;
        if (appointment.TicketId is { } had)
        {
            return await ReadSlip.FindAsync(unit.Connection, paces, items, site, had, ct) is { } again
                ? TypedResults.Created($"/sites/{site}/tickets/{had}", again)
                : Problem.NotFound("ticket.unknown", had);
        }

        var (newcomer, problem) = Newcomer.Of(
            new Newcomer.Wish(appointment.Items, appointment.Zone, VisitorClass.Ordinary, row.IdentityNumber), known, await items.TodayAsync(ct), clock.HallDay());
        if (newcomer is null)
            return problem!;
        var (slip, refusal) = await IssueTicket.IssueAsync(unit, newcomer, (await paces.FindAsync(site, ct))!, clock, ct, appointment);
        if (slip is null)
            return refusal!;
        await unit.Connection.ExecuteAsync(new CommandDefinition(
            "update appointments set state = 'arrived', ticket_id = @TicketId where site = @site and appointment_id = @AppointmentId",
            new { site, appointment.AppointmentId, slip.Ticket.TicketId }, cancellationToken: ct));
        return TypedResults.Created($"/sites/{site}/tickets/{slip.Ticket.TicketId}", slip);
    }

    private sealed record Row
    {
        public required Guid AppointmentId { get; init; }

        public required string Site { get; init; }

        public required string Zone { get; init; }

        public required DateTimeOffset StartsAt { get; init; }

        public required IReadOnlyList<string> Items { get; init; }

        public required string State { get; init; }

        public required string Code { get; init; }

        public Guid? TicketId { get; init; }

        public string? IdentityNumber { get; init; }

        public Appointment Appointment => new()
        {
            AppointmentId = AppointmentId, Site = Site, Zone = Zone, StartsAt = StartsAt, Items = Items, State = State, Code = Code, TicketId = TicketId,
        };
    }
}
