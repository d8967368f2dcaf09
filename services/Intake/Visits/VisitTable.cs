namespace Wenden.Intake.Visits;

/// <summary>The table of visits.</summary>
internal static class VisitTable
{
    public static Task<Visit?> FindVisitAsync(this UnitOfWork unit, string site, Guid ticketId, CancellationToken ct) =>
        unit.Connection.QuerySingleOrDefaultAsync<Visit>(new CommandDefinition(
            "select * from visits where site = @site and ticket_id = @ticketId", new { site, ticketId }, cancellationToken: ct));

    /// <summary>
    /// Adds what <paramref name="news"/> knows, and locks the row until the unit ends: a visit does not end while a case is being opened in it. A
    /// later call overrules an earlier one, whichever arrives first; nothing else is taken back.
    /// </summary>
    public static Task<Visit> SaveVisitAsync(this UnitOfWork unit, Visit news, CancellationToken ct) =>
        unit.Connection.QuerySingleAsync<Visit>(new CommandDefinition(
            """
            insert into visits as known (site, ticket_id, number, items, issued_at, window_number, teller, called_at, finished_at)
            values (@Site, @TicketId, @Number, @Items, @IssuedAt, @WindowNumber, @Teller, @CalledAt, @FinishedAt)
                on conflict (site, ticket_id) do update
               set number = coalesce(known.number, excluded.number),
                   issued_at = coalesce(known.issued_at, excluded.issued_at),
                   finished_at = coalesce(known.finished_at, excluded.finished_at),
                   items = case when excluded.called_at >= coalesce(known.called_at, '-infinity')
                                then excluded.items else coalesce(known.items, excluded.items) end,
                   window_number = case when excluded.called_at >= coalesce(known.called_at, '-infinity')
                                        then excluded.window_number else known.window_number end,
                   teller = case when excluded.called_at >= coalesce(known.called_at, '-infinity') then excluded.teller else known.teller end,
                   called_at = greatest(known.called_at, excluded.called_at)
            returning *
            """, news, cancellationToken: ct));
}
