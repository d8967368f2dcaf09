using Wenden.Contracts.Queue;

namespace Wenden.Queue.Windows;

/// <summary>Why a window cannot do what its page asks, with its present state for the page that has an old one.</summary>
internal static class WindowProblems
{
    /// <summary>None where nothing stands against a call.</summary>
    public static async Task<Problem?> WhyNotAsync(NpgsqlConnection connection, string site, int number, string teller, Guid? claim, CancellationToken ct)
    {
        if (await FindAsync(connection, site, number, ct) is not { } window)
            return Problem.NotFound("window.unknown", site, number);
        if (Holder(window, teller, claim) is { } problem)
            return problem;
        return window switch
        {
            { State: WindowState.Closed } => Problem.Conflict("window.closed", number).With("window", window),
            { State: WindowState.Paused } => Problem.Conflict("window.paused", number).With("window", window),
            { TicketId: { } ticket } => await BusyAsync(connection, window, ticket, ct),
            _ => null,
        };
    }

    /// <summary>Another teller's window, or another page's.</summary>
    public static Problem? Holder(Window window, string teller, Guid? claim) => window switch
    {
        { Teller: { } other } when other != teller => Problem.Conflict("window.other-teller", window.Number, other).With("window", window),
        { Claim: { } present } when claim is not null && claim != present => Problem.Conflict("window.claimed-elsewhere", window.Number).With("window", window),
        _ => null,
    };

    public static async Task<Problem> BusyAsync(NpgsqlConnection connection, Window window, Guid ticket, CancellationToken ct) =>
        Problem.Conflict("window.busy", window.Number).With("window", window)
            .With("ticket", await Tickets.ReadTicket.FindAsync(connection, window.Site, ticket, ct));

    public static Task<Window?> FindAsync(NpgsqlConnection connection, string site, int number, CancellationToken ct) =>
        connection.QuerySingleOrDefaultAsync<Window>(new CommandDefinition(
            "select * from windows where site = @site and number = @number", new { site, number }, cancellationToken: ct));
}
