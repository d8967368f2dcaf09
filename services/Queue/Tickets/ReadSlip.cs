using Microsoft.AspNetCore.Http.HttpResults;
using Wenden.Contracts.Queue;
using Wenden.Queue.Estimates;
using Wenden.Queue.Items;
using Wenden.Queue.Sites;

namespace Wenden.Queue.Tickets;

/// <summary>
/// <c>GET /sites/{site}/tickets/{ticketId}/slip</c>: the slip with the present place in the line; <c>…/slip.escpos</c>: the same for a thermal printer.
/// </summary>
internal static class ReadSlip
{
    public static void MapReadSlip(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sites/{site}/tickets/{ticketId:guid}/slip", HandleAsync).RequireRole(Roles.Kiosk, Roles.Teller);
        routes.MapGet("/sites/{site}/tickets/{ticketId:guid}/slip.escpos", EscPosAsync).RequireRole(Roles.Kiosk, Roles.Teller);
    }

    private static async Task<Results<Ok<Slip>, Problem>> HandleAsync(
        string site, Guid ticketId, NpgsqlDataSource database, PaceBook paces, ItemBook items, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var slip = await FindAsync(connection, paces, items, site, ticketId, ct);
        return slip is not null ? TypedResults.Ok(slip) : Problem.NotFound("ticket.unknown", ticketId);
    }

    private static async Task<Results<FileContentHttpResult, Problem>> EscPosAsync(
        string site, Guid ticketId, HttpRequest request, NpgsqlDataSource database, SiteBook sites, PaceBook paces, ItemBook items, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        if (await FindAsync(connection, paces, items, site, ticketId, ct) is not { } slip)
            return Problem.NotFound("ticket.unknown", ticketId);
        var bytes = EscPos.Of(slip, (await sites.FindAsync(site, ct))!.Name, (await items.TodayAsync(ct)).Of(slip.Ticket.Items), VisitPage(request, slip));
        return TypedResults.Bytes(bytes, "application/octet-stream", $"{slip.Ticket.Number}.escpos");
    }

    /// <summary>None where the site has no such ticket.</summary>
    internal static async Task<Slip?> FindAsync(
        NpgsqlConnection connection, PaceBook paces, ItemBook items, string site, Guid ticketId, CancellationToken ct)
    {
        if (await paces.FindAsync(site, ct) is not { } pace)
            return null;
        var known = await items.TodayAsync(ct);
        if (await ReadTicket.FindAsync(connection, site, ticketId, ct) is not { } ticket)
            return null;
        var zone = pace.Zones[ticket.Zone];
        return (await Place.FindAsync(connection, ticket, zone, ct)).Slip(ticket, zone, known.Of(ticket.Items));
    }

    /// <summary>Where the visitor's page stands for whoever asks: at the portal that passed the request on.</summary>
    internal static Uri VisitPage(HttpRequest request, Slip slip)
    {
        var scheme = request.Headers["X-Forwarded-Proto"].FirstOrDefault() ?? request.Scheme;
        var host = request.Headers["X-Forwarded-Host"].FirstOrDefault() ?? request.Host.Value;
        return new Uri($"{scheme}://{host}/v/{slip.Link}");
    }
}
