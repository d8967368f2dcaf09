using Microsoft.AspNetCore.Http.HttpResults;
using Wenden.Contracts.Queue;

namespace Wenden.Queue.Appointments;

/// <summary><c>GET /sites/{site}/appointments?day=</c>: a day's appointments; <c>GET /appointments</c>: a citizen's own, the next first.</summary>
internal static class ReadAppointments
{
    public static void MapReadAppointments(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sites/{site}/appointments", HandleAsync).RequireRole(Roles.Teller, Roles.SiteManager);
        routes.MapGet("/appointments", HandleOwnAsync).RequireRole(Roles.Citizen).Audited("queue.read-appointments");
    }

    private static async Task<Ok<IReadOnlyList<Appointment>>> HandleAsync(string site, DateOnly day, NpgsqlDataSource database, CancellationToken ct)
    {
        var from = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), Hall.Offset);
        await using var connection = await database.OpenConnectionAsync(ct);
        var found = await connection.QueryAsync<Appointment>(new CommandDefinition(
            "select * from appointments where site = @site and starts_at >= @from and starts_at < @to order by starts_at, booked_at",
            new { site, from, to = from.AddDays(1) }, cancellationToken: ct));
        return TypedResults.Ok<IReadOnlyList<Appointment>>(found.AsList());
    }

    private static async Task<Results<Ok<IReadOnlyList<Appointment>>, Problem>> HandleOwnAsync(
        ClaimsPrincipal caller, NpgsqlDataSource database, AuditTrail trail, CancellationToken ct)
    {
        if (caller.PersonId() is not { } person)
            return Problem.Conflict("caller.no-person");
        trail.Add(person);
        await using var connection = await database.OpenConnectionAsync(ct);
        var found = await connection.QueryAsync<Appointment>(new CommandDefinition(
            "select * from appointments where person_id = @person order by starts_at desc limit 100", new { person }, cancellationToken: ct));
        return TypedResults.Ok<IReadOnlyList<Appointment>>(found.AsList());
    }
}
