using Microsoft.AspNetCore.Http.HttpResults;
using Wenden.Contracts.Queue;
using Wenden.Queue.Sites;

namespace Wenden.Queue.Appointments;

/// <summary>
/// <c>POST …/appointments/{appointmentId}/move</c> and <c>…/cancel</c>, below <c>/sites/{site}</c> for a teller, at the root for citizens about their
/// own. The slot that becomes free can be booked at once. Safe to send twice.
/// </summary>
internal static class ChangeAppointment
{
    internal sealed record MoveRequest
    {
        /// <summary>When the new slot begins.</summary>
        public required DateTimeOffset StartsAt { get; init; }
    }

    public static void MapChangeAppointment(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/sites/{site}/appointments/{appointmentId:guid}/move", MoveAtAsync).RequireRole(Roles.Teller).AsCommand();
        routes.MapPost("/sites/{site}/appointments/{appointmentId:guid}/cancel", CancelAtAsync).RequireRole(Roles.Teller).AsCommand();
        routes.MapPost("/appointments/{appointmentId:guid}/move", MoveOwnAsync).RequireRole(Roles.Citizen).AsCommand().Audited("queue.move-appointment");
        routes.MapPost("/appointments/{appointmentId:guid}/cancel", CancelOwnAsync).RequireRole(Roles.Citizen).AsCommand().Audited("queue.cancel-appointment");
    }

    private static async Task<Results<Ok<Appointment>, Problem>> MoveAtAsync(
        string site, Guid appointmentId, MoveRequest request, UnitOfWork unit, SiteBook sites, TimeProvider clock, CancellationToken ct) =>
        await MoveAsync(await FindAsync(unit, site, null, appointmentId, ct), request, appointmentId, unit, sites, clock, ct);

    private static async Task<Results<Ok<Appointment>, Problem>> CancelAtAsync(string site, Guid appointmentId, UnitOfWork unit, CancellationToken ct) =>
        await CancelAsync(await FindAsync(unit, site, null, appointmentId, ct), appointmentId, unit, ct);

    private static async Task<Results<Ok<Appointment>, Problem>> MoveOwnAsync(
        Guid appointmentId, MoveRequest request, ClaimsPrincipal caller, UnitOfWork unit, SiteBook sites, TimeProvider clock, CancellationToken ct)
    {
        if (caller.PersonId() is not { } person)
            return Problem.Conflict("caller.no-person");
        unit.Audit(person);
        return await MoveAsync(await FindAsync(unit, null, person, appointmentId, ct), request, appointmentId, unit, sites, clock, ct);
    }

    private static async Task<Results<Ok<Appointment>, Problem>> CancelOwnAsync(
        Guid appointmentId, ClaimsPrincipal caller, UnitOfWork unit, CancellationToken ct)
    {
        if (caller.PersonId() is not { } person)
            return Problem.Conflict("caller.no-person");
        unit.Audit(person);
        return await CancelAsync(await FindAsync(unit, null, person, appointmentId, ct), appointmentId, unit, ct);
    }

    private static async Task<Results<Ok<Appointment>, Problem>> MoveAsync(
        Appointment? present, MoveRequest request, Guid appointmentId, UnitOfWork unit, SiteBook sites, TimeProvider clock, CancellationToken ct)
    {
        if (present is null)
            return Problem.NotFound("appointment.unknown", appointmentId);
        if (present.State != "booked")
            return Problem.Conflict($"appointment.is-{present.State}").With("appointment", present);
        if (present.StartsAt == request.StartsAt)
            return TypedResults.Ok(present);
        var site = (await sites.FindAsync(present.Site, ct))!;
        if (!AppointmentTimes.CanBook(site.Rules, request.StartsAt, clock.GetUtcNow()))
            return Problem.Conflict("appointment.no-such-time");
        // Two that change places lock their slots in the same order.
        var releaseFirst = present.StartsAt < request.StartsAt;
        if (releaseFirst)
            await ReleaseSlotAsync(unit, present, ct);
        if (!await BookAppointment.TakeSlotAsync(unit, site, present.Zone, request.StartsAt, ct))
            return Problem.Conflict("appointment.full");
        if (!releaseFirst)
            await ReleaseSlotAsync(unit, present, ct);
        return TypedResults.Ok(await unit.Connection.QuerySingleAsync<Appointment>(new CommandDefinition(
            "update appointments set starts_at = @StartsAt where site = @Site and appointment_id = @AppointmentId returning *",
            new { present.Site, present.AppointmentId, request.StartsAt }, cancellationToken: ct)));
    }

    private static async Task<Results<Ok<Appointment>, Problem>> CancelAsync(Appointment? present, Guid appointmentId, UnitOfWork unit, CancellationToken ct)
    {
        if (present is null)
            return Problem.NotFound("appointment.unknown", appointmentId);
        if (present.State == "cancelled")
            return TypedResults.Ok(present);
        if (present.State != "booked")
            return Problem.Conflict($"appointment.is-{present.State}").With("appointment", present);
        await ReleaseSlotAsync(unit, present, ct);
        return TypedResults.Ok(await unit.Connection.QuerySingleAsync<Appointment>(new CommandDefinition(
            "update appointments set state = 'cancelled', identity_number = null where site = @Site and appointment_id = @AppointmentId returning *",
            present, cancellationToken: ct)));
    }

    // Locked until the unit ends: what is looked at here is still so when it is changed.
    private static Task<Appointment?> FindAsync(UnitOfWork unit, string? site, Guid? person, Guid appointmentId, CancellationToken ct) =>
        unit.Connection.QuerySingleOrDefaultAsync<Appointment>(new CommandDefinition(
            """
            select *
              from appointments
             where appointment_id = @appointmentId and (@site::text is null or site = @site) and (@person::uuid is null or person_id = @person)
               for update
            """, new { site, person, appointmentId }, cancellationToken: ct));

    internal static Task<int> ReleaseSlotAsync(UnitOfWork unit, Appointment appointment, CancellationToken ct) =>
        unit.Connection.ExecuteAsync(new CommandDefinition(
            "update slots set booked = booked - 1 where site = @Site and zone = @Zone and starts_at = @StartsAt", appointment, cancellationToken: ct));
}
