using System.Net.Sockets;
using Microsoft.AspNetCore.Http.HttpResults;
using Wenden.Contracts.Queue;
using Wenden.Queue.Estimates;
using Wenden.Queue.Items;
using Wenden.Queue.Sites;

namespace Wenden.Queue.Tickets;

/// <summary>
/// <c>POST /sites/{site}/tickets/{ticketId}/print</c>: prints the slip on one of the site's thermal printers. Whatever becomes of it, the number stays
/// valid.
/// </summary>
internal static class PrintSlip
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(4);

    internal sealed record Request
    {
        /// <summary>Name of the printer in the site's rules.</summary>
        public required string Printer { get; init; }
    }

    /// <param name="Result"><c>printed</c>, <c>out-of-paper</c> or <c>unreachable</c>.</param>
    internal sealed record Answer(string Result);

    // Prints again when asked again: a second slip is no harm.
    public static void MapPrintSlip(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sites/{site}/tickets/{ticketId:guid}/print", HandleAsync).RequireRole(Roles.Kiosk, Roles.Teller);

    private static async Task<Results<Ok<Answer>, Problem>> HandleAsync(
        string site, Guid ticketId, Request request, HttpRequest http, NpgsqlDataSource database, SiteBook sites, PaceBook paces, ItemBook items,
        CancellationToken ct)
    {
        if (await sites.FindAsync(site, ct) is not { } known)
            return Problem.NotFound("site.unknown", site);
        if (!known.Rules.Printers.TryGetValue(request.Printer, out var address))
            return Problem.NotFound("printer.unknown", request.Printer);
        Slip? slip;
        await using (var connection = await database.OpenConnectionAsync(ct))
            slip = await ReadSlip.FindAsync(connection, paces, items, site, ticketId, ct);
        if (slip is null)
            return Problem.NotFound("ticket.unknown", ticketId);

        var bytes = EscPos.Of(slip, known.Name, (await items.TodayAsync(ct)).Of(slip.Ticket.Items), ReadSlip.VisitPage(http, slip));
        return TypedResults.Ok(new Answer(await PrintAsync(new Uri($"tcp://{address}"), bytes, ct)));
    }

    private static async Task<string> PrintAsync(Uri address, byte[] slip, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(_patience);
        try
        {
            using var printer = new TcpClient();
            await printer.ConnectAsync(address.Host, address.Port, patience.Token);
            await using var line = printer.GetStream();
            if (await IsOutOfPaperAsync(line, patience.Token))
                return "out-of-paper";
            await line.WriteAsync(slip, patience.Token);
            // It answers when it has worked off what was sent before: paper that ran out in the middle is noticed.
            return await IsOutOfPaperAsync(line, patience.Token) ? "out-of-paper" : "printed";
        }
        catch (Exception exception) when (exception is SocketException or IOException || (exception is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return "unreachable";
        }
    }

    private static async Task<bool> IsOutOfPaperAsync(NetworkStream line, CancellationToken ct)
    {
        await line.WriteAsync(EscPos.AskForPaper.ToArray(), ct);
        var answer = new byte[1];
        await line.ReadExactlyAsync(answer, ct);
        return EscPos.IsOutOfPaper(answer[0]);
    }
}
