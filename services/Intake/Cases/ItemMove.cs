using System.Text.Json;
using Wenden.Contracts.Intake;

namespace Wenden.Intake.Cases;

/// <summary>One step of some items of a case, with who takes it and why.</summary>
internal sealed record ItemMove
{
    public required string Site { get; init; }

    public required Guid CaseId { get; init; }

    /// <summary>Codes of the items; all of the case without them.</summary>
    public string[]? Codes { get; init; }

    /// <summary>Items in any other state stay where they are.</summary>
    public required string[] From { get; init; }

    public required string To { get; init; }

    /// <summary>Account name of a person, or the service whose event it was.</summary>
    public required string Who { get; init; }

    public required string Why { get; init; }

    public required DateTimeOffset At { get; init; }
}

internal static class ItemMoves
{
    /// <summary>
    /// Moves the items that stand where the move begins, records each in the history, and audits it. Nothing is completed while a gap of it is open, or
    /// before what it uses is there. What it produces then is told. Returns the codes of those that moved.
    /// </summary>
    /// <exception cref="InvalidOperationException">The table of allowed steps does not have it.</exception>
    public static async Task<IReadOnlyList<string>> MoveAsync(this UnitOfWork unit, ItemMove move, CancellationToken ct)
    {
        if (Array.Find(move.From, from => !CaseStates.Allows(from, move.To)) is { } wrong)
            throw new InvalidOperationException($"No item goes from {wrong} to {move.To}.");

        var moved = (await unit.Connection.QueryAsync<Moved>(new CommandDefinition(
            """
            with before as (
                select code, state
                  from case_items
                 where site = @Site and case_id = @CaseId and state = any(@From) and (@Codes::text[] is null or code = any(@Codes))
                   and (@To <> 'completed' or not exists (
                        select 1 from case_gaps g where g.site = @Site and g.case_id = @CaseId and g.item = code and g.closed_at is null))
                   and (@To <> 'completed' or not exists (
                        select 1
                          from case_items p
                         where p.site = @Site and p.case_id = @CaseId and p.code = any(case_items.waits_for) and p.state <> 'completed'))
                   for update),
            moved as (
                update case_items i
                   set state = @To, changed_at = @At
                  from before b
                 where i.site = @Site and i.case_id = @CaseId and i.code = b.code
                returning i.code, i.name, i.produces, i.position, b.state as from_state),
            recorded as (
                insert into case_history (site, case_id, item, from_state, to_state, who, why, at)
                select @Site, @CaseId, code, from_state, @To, @Who, @Why, @At from moved order by position)
            select m.code, m.name, m.produces, m.from_state, c.person_id
              from moved m join cases c on c.site = @Site and c.id = @CaseId
             order by m.position
            """, move, cancellationToken: ct))).AsList();
        if (moved.Count > 0)
            unit.Audit(moved[0].PersonId, Purpose.Case(move.CaseId));
        foreach (var item in moved.Where(item => item.Produces != "{}" && (move.To == ItemState.Completed || item.FromState == ItemState.Completed)))
        {
            unit.Publish(new ItemProduced
            {
                Site = move.Site, CaseId = move.CaseId, Item = item.Code, ItemName = item.Name, PersonId = item.PersonId, At = move.At,
                Facts = move.To == ItemState.Completed ? JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(item.Produces)! : [],
            });
        }

        return [.. moved.Select(row => row.Code)];
    }

    private sealed record Moved(string Code, string Name, string Produces, string FromState, Guid PersonId);

    /// <summary>Completes what another service has decided for; an item with an open gap waits for that. Returns the codes of both.</summary>
    /// <param name="unit">The unit of work, with the case locked.</param>
    /// <param name="move">Who, which, and where from.</param>
    /// <param name="ct">Ends the waiting.</param>
    public static async Task<IReadOnlyList<string>> CompleteOrAwaitGapAsync(this UnitOfWork unit, ItemMove move, CancellationToken ct) =>
    [
        .. await unit.MoveAsync(move with { To = ItemState.Completed }, ct),
        .. await unit.MoveAsync(move with { To = ItemState.AwaitingGap }, ct),
    ];
}
