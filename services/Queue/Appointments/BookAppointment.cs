using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Wenden.Contracts.Queue;
using Wenden.Queue.Items;
using Wenden.Queue.Sites;
using Wenden.Queue.Tickets;

namespace Wenden.Queue.Appointments;

/// <summary>
/// <c>POST /sites/{site}/appointments</c> by a teller for a visitor, <c>POST /appointments</c> by citizens for themselves: a time is kept (预约). The
/// slot's row is locked while it is taken, so that it is never overbooked.
/// </summary>
internal static class BookAppointment
{
    internal sealed record Request
    {
        /// <summary>When the slot begins.</summary>
        public required DateTimeOffset StartsAt { get; init; }

        /// <summary>Codes of up to 20 items; none where the visitor does not know yet.</summary>
        public required IReadOnlyList<string> Items { get; init; }

        /// <summary>Code of the zone; without it the first that takes all the items.</summary>
        public string? Zone { get; init; }

        /// <summary>Of the visitor, to check in with their card; none where the code will do.</summary>
        public string? IdentityNumber { get; init; }
    }

    internal sealed record CitizenRequest
    {
        /// <summary>Code of the site.</summary>
        public required string Site { get; init; }

        public required DateTimeOffset StartsAt { get; init; }

        public required IReadOnlyList<string> Items { get; init; }

        public string? Zone { get; init; }
    }

    public static void MapBookAppointment(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/sites/{site}/appointments", HandleAsync).RequireRole(Roles.Teller).AsCommand(requireKey: true);
        routes.MapPost("/appointments", HandleOwnAsync).RequireRole(Roles.Citizen).AsCommand(requireKey: true).Audited("queue.book-appointment");
    }

    private static Task<Results<Created<Appointment>, Problem>> HandleAsync(
        string site, Request request, ClaimsPrincipal caller, UnitOfWork unit, SiteBook sites, ItemBook items, TimeProvider clock, CancellationToken ct) =>
        BookAsync(site, request, null, caller.AccountName(), unit, sites, items, clock, ct);

    private static Task<Results<Created<Appointment>, Problem>> HandleOwnAsync(
        CitizenRequest request, ClaimsPrincipal caller, UnitOfWork unit, SiteBook sites, ItemBook items, TimeProvider clock, CancellationToken ct)
    {
        if (caller.PersonId() is not { } person)
            return Task.FromResult<Results<Created<Appointment>, Problem>>(Problem.Conflict("caller.no-person"));
        unit.Audit(person);
        return BookAsync(
            request.Site, new Request { StartsAt = request.StartsAt, Items = request.Items, Zone = request.Zone }, person, caller.AccountName(),
            unit, sites, items, clock, ct);
    }

    private static async Task<Results<Created<Appointment>, Problem>> BookAsync(
        string site, Request request, Guid? person, string caller, UnitOfWork unit, SiteBook sites, ItemBook items, TimeProvider clock, CancellationToken ct)
    {
        if (!Codes.IsCode(site) || await sites.FindAsync(site, ct) is not { } known)
            return Problem.NotFound("site.unknown", site);
        var (newcomer, problem) = Newcomer.Of(
            new Newcomer.Wish(request.Items, request.Zone, VisitorClass.Ordinary, request.IdentityNumber), known, await items.TodayAsync(known, ct), clock.HallDay());
        if (newcomer is null)
            return problem!;
        if (!AppointmentTimes.CanBook(known.Rules, request.StartsAt, clock.GetUtcNow()))
            return Problem.Conflict("appointment.no-such-time");
        if (!await TakeSlotAsync(unit, known, newcomer.Zone.Zone, request.StartsAt, ct))
            return Problem.Conflict("appointment.full");

        var booked = await unit.Connection.QuerySingleOrDefaultAsync<Appointment>(new CommandDefinition(
            """
            insert into appointments (site, appointment_id, zone, starts_at, items, identity_number, person_id, booked_by, booked_at, code)
            values (@site, @id, @Zone, @StartsAt, @Items, @IdentityNumber, @person, @caller, @now, @code)
                on conflict (site, code) where state = 'booked' do nothing
            returning *
            """,
            new
            {
                site, id = Guid.CreateVersion7(), newcomer.Zone.Zone, request.StartsAt, Items = request.Items.ToArray(), newcomer.IdentityNumber, person, caller,
                now = clock.GetUtcNow(), code = RandomNumberGenerator.GetInt32(100_000_000).ToString("D8", CultureInfo.InvariantCulture),
            }, cancellationToken: ct));
        return booked is not null
            ? TypedResults.Created($"/sites/{site}/appointments/{booked.AppointmentId}", booked)
            // One in a hundred million per open appointment: the next try has another code.
            : Problem.Conflict("appointment.again");
    }

    internal static async Task<bool> TakeSlotAsync(UnitOfWork unit, KnownSite site, string zone, DateTimeOffset startsAt, CancellationToken ct) =>
        await unit.Connection.ExecuteAsync(new CommandDefinition(
            """
            insert into slots as slot (site, zone, starts_at, booked) values (@Site, @zone, @startsAt, 1)
                on conflict (site, zone, starts_at) do update set booked = slot.booked + 1 where slot.booked < @Capacity
            """, new { site.Site, zone, startsAt, site.Rules.Appointments!.Capacity }, cancellationToken: ct)) == 1;
}
