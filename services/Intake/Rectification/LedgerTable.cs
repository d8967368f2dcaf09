using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Wenden.Intake.Rectification;

/// <summary>What is to go on the ledger.</summary>
internal sealed record NewEntry
{
    public required string Site { get; init; }

    /// <summary>Its Chinese name; that of the case without it.</summary>
    public string? SiteName { get; init; }

    /// <summary><c>visitor</c> or <c>rating</c>.</summary>
    public required string Origin { get; init; }

    public required string What { get; init; }

    public int? Window { get; init; }

    public string? Contact { get; init; }

    public Guid? CaseId { get; init; }

    public string? Item { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>One step of an entry, with who takes it.</summary>
internal sealed record LedgerMove
{
    public required string Site { get; init; }

    public required Guid Id { get; init; }

    /// <summary>The version that was seen; an entry that has another stays where it is.</summary>
    public required int Version { get; init; }

    /// <summary>An entry in any other state stays where it is.</summary>
    public required string[] From { get; init; }

    /// <summary>Where it goes; nowhere without it.</summary>
    public string? To { get; init; }

    public required string Kind { get; init; }

    public required string Who { get; init; }

    /// <summary>Only somebody who handles the entry takes it.</summary>
    public bool IsOwners { get; init; }

    public string? Text { get; init; }

    /// <summary>Who handles it from now on.</summary>
    public string? Owner { get; init; }

    /// <summary>A new last day.</summary>
    public DateOnly? DueOn { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>The tables of the ledger.</summary>
internal static partial class LedgerTable
{
    /// <summary>Working days in which an entry is to be settled (国办发〔2019〕51号).</summary>
    public const int Days = 15;

    /// <summary>Who says what visitors say.</summary>
    public const string Visitor = "visitor";

    private const int LongestContact = 20;

    /// <summary>What is wrong with a telephone number; null where nothing is, or none was left.</summary>
    public static Problem? CheckContact(string? contact) =>
        string.IsNullOrWhiteSpace(contact) || (contact.Length <= LongestContact && Telephone().IsMatch(contact.Trim())) ? null : Problem.Invalid("finding.contact");

    /// <summary>Opens an entry, and returns the link by which its visitor follows it.</summary>
    public static async Task<string> OpenEntryAsync(this UnitOfWork unit, NewEntry entry, CancellationToken ct)
    {
        var link = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
        await unit.Connection.ExecuteAsync(new CommandDefinition(
            """
            with opened as (
                insert into ledger_entries (site, id, site_name, link, origin, what, window_number, contact, case_id, item, state, version, opened_at, due_on)
                values (@Site, @id, coalesce(@SiteName, (select site_name from cases where site = @Site and id = @CaseId)), @link, @Origin, @What, @Window, @contact, @CaseId, @Item, 'open', 1, @At, @dueOn)
                returning *)
            insert into ledger_events (site, entry_id, number, kind, who, text, due_on, at)
            select site, id, version, 'opened', @Visitor, nullif(what, ''), due_on, opened_at from opened
            """,
            new
            {
                entry.Site, entry.SiteName, id = Guid.CreateVersion7(entry.At), link, entry.Origin, entry.What, entry.Window,
                contact = string.IsNullOrWhiteSpace(entry.Contact) ? null : entry.Contact.Trim(),
                entry.CaseId, entry.Item, Visitor, entry.At, dueOn = WorkingDays.After(Hall.DayOf(entry.At), Days),
            },
            cancellationToken: ct));
        return link;
    }

    /// <summary>
    /// Moves an entry and adds the event, if the entry is still as it was seen; or finds that the same step was taken from there already. True when it is
    /// taken.
    /// </summary>
    public static async Task<bool> MoveAsync(this UnitOfWork unit, LedgerMove move, CancellationToken ct)
    {
        var isMoved = await unit.Connection.ExecuteAsync(new CommandDefinition(
            """
            with moved as (
                update ledger_entries
                   set state = coalesce(@To, state), version = version + 1, owner = coalesce(@Owner, owner), due_on = coalesce(@DueOn, due_on),
                       is_called_back = (is_called_back or @Kind = 'called-back') and @Kind <> 'reopened',
                       settled_at = case @Kind when 'settled' then @At when 'reopened' then null else settled_at end
                 where site = @Site and id = @Id and version = @Version and state = any(@From) and (owner = @Who or not @IsOwners)
                returning *)
            insert into ledger_events (site, entry_id, number, kind, who, text, owner, due_on, at)
            select site, id, version, @Kind, @Who, @Text, @Owner, due_on, @At from moved
            """, move, cancellationToken: ct)) == 1;
        return isMoved || await unit.Connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            """
            select exists (
                select from ledger_events
                 where site = @Site and entry_id = @Id and number = @Version + 1 and kind = @Kind and who = @Who
                   and text is not distinct from @Text and owner is not distinct from @Owner)
            """, move, cancellationToken: ct));
    }

    /// <summary>
    /// The entry with all its events; null where there is none, or where it is a rating of a case that the reader serves and that is not closed
    /// (<see cref="Hidden"/>).
    /// </summary>
    public static async Task<LedgerEntry?> FindEntryAsync(this NpgsqlConnection connection, string site, Guid id, string reader, CancellationToken ct)
    {
        await using var both = await connection.QueryMultipleAsync(new CommandDefinition(
            $"""
            {Entries} where e.site = @site and e.id = @id and not {Hidden};
            select * from ledger_events where site = @site and entry_id = @id order by number;
            """, new { site, id, reader }, cancellationToken: ct));
        return await both.ReadSingleOrDefaultAsync<LedgerEntry>() is { } entry
            ? entry with { Events = (await both.ReadAsync<LedgerEvent>()).AsList() }
            : null;
    }

    /// <summary>Entries with the case that was rated.</summary>
    public const string Entries =
        """
        select e.*, e.window_number as "window", c.ticket_number, i.name as item_name, r.level
          from ledger_entries e
          left join cases c on c.site = e.site and c.id = e.case_id
          left join case_items i on i.site = e.site and i.case_id = e.case_id and i.code = e.item
          left join ratings r on r.site = e.site and r.case_id = e.case_id and r.item = e.item
        """;

    /// <summary>Whoever serves a case sees no rating before all of it has come to its end.</summary>
    public const string Hidden =
        """
        (c.opened_by is not distinct from @reader and exists (
            select from case_items o where o.site = c.site and o.case_id = c.id and o.state not in ('completed', 'rejected', 'withdrawn')))
        """;

    [GeneratedRegex(@"^\+?[0-9][0-9 -]{4,18}\z")]
    private static partial Regex Telephone();
}
