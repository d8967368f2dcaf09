using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.HttpResults;
using OpenIddict.Abstractions;
using Wenden.Identity.Accounts;
using Wenden.Identity.Storage;

namespace Wenden.Identity.Clients;

/// <summary>Kiosks and boards: <c>GET /devices</c>, <c>POST /devices</c>, <c>DELETE /devices/{name}</c>.</summary>
internal static partial class Devices
{
    private const int LeastSecret = 24;
    private const int LongestSecret = 200;

    internal sealed record Device(string Name, string Role, string Site);

    internal sealed record Request
    {
        /// <summary>1 to 32 lower-case letters, digits or hyphens; the client id.</summary>
        public required string Name { get; init; }

        /// <summary><c>kiosk</c> or <c>board</c>.</summary>
        public required string Role { get; init; }

        /// <summary>The one site where it stands.</summary>
        public required string Site { get; init; }

        /// <summary>24 to 200 random characters, put into the device; only a hash is kept.</summary>
        public required string Secret { get; init; }
    }

    public static void MapDevices(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/devices", ListAsync).RequireRole(Roles.Operator).WithSummary("The devices there are").Produces<IEnumerable<Device>>();
        routes.MapPost("/devices", AddAsync).RequireRole(Roles.Operator).AsCommand(requireKey: true).Audited("identity.add-device").WithSummary("Lets a device in");
        routes.MapDelete("/devices/{name}", RemoveAsync).RequireRole(Roles.Operator).AsCommand().Audited("identity.remove-device")
            .WithSummary("Takes a device away; its tokens are refused");
    }

    private static async Task<IEnumerable<Device>> ListAsync(NpgsqlDataSource database, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.QueryAsync<Device>(new CommandDefinition(
            """
            select client_id as name, properties::jsonb ->> 'role' as role, properties::jsonb ->> 'site' as site
              from clients where properties::jsonb ->> 'role' = any(@roles) order by client_id
            """, new { roles = HallRoles.Devices.ToArray() }, cancellationToken: ct));
    }

    private static async Task<Results<Created<Device>, Problem>> AddAsync(
        Request request, UnitOfWork unit, IdentityStore store, IOpenIddictApplicationManager clients, CancellationToken ct)
    {
        if (!DeviceName.IsMatch(request.Name))
            return Problem.Invalid("device.name");
        if (!HallRoles.Devices.Contains(request.Role))
            return Problem.Invalid("account.role", request.Role);
        if (AccountChecks.OfSite(request.Site) is { } problem)
            return problem;
        if (request.Secret.Length is < LeastSecret or > LongestSecret)
            return Problem.Invalid("device.secret", LeastSecret, LongestSecret);

        store.Join(unit);
        // One after the other for one name: OpenIddict asks before it writes.
        await unit.Connection.ExecuteAsync(new CommandDefinition(
            "select pg_advisory_xact_lock(hashtextextended(@Name, 3))", new { request.Name }, cancellationToken: ct));
        if (await clients.FindByClientIdAsync(request.Name, ct) is not null)
            return Problem.Conflict("device.name-taken", request.Name);
        await clients.CreateAsync(RegisterClients.Client(request.Name, request.Role, request.Site, request.Secret), ct);
        unit.Audit(Purpose.Device(request.Name));
        return TypedResults.Created($"/devices/{request.Name}", new Device(request.Name, request.Role, request.Site));
    }

    private static async Task<IResult> RemoveAsync(
        string name, UnitOfWork unit, IdentityStore store, IOpenIddictApplicationManager clients, TimeProvider clock, CancellationToken ct)
    {
        store.Join(unit);
        if (await clients.FindByClientIdAsync(name, ct) is not { } client || !HallRoles.Devices.Contains(ClientProperties.Read(await clients.GetPropertiesAsync(client, ct)).Role))
            return Problem.NotFound("device.unknown");
        await unit.Connection.ExecuteAsync(new CommandDefinition(
            """
            insert into stopped_devices (name, stopped_since) values (@name, @now)
                on conflict (name) do update set stopped_since = excluded.stopped_since
            """, new { name, now = clock.GetUtcNow() }, cancellationToken: ct));
        await clients.DeleteAsync(client, ct);
        unit.Audit(Purpose.Device(name));
        return Results.NoContent();
    }

    [GeneratedRegex("^[a-z][a-z0-9-]{0,31}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DeviceName { get; }
}
