using Wenden.Intake.Cases;

namespace Wenden.Intake.Materials;

/// <summary>What the materials' endpoints have in common.</summary>
internal static class MaterialTable
{
    /// <summary>Columns of <see cref="MaterialFile"/>.</summary>
    public const string File = "m.id as material_id, m.case_id, m.material, m.media_type, m.bytes, m.handed_in_by, m.handed_in_at, m.valid_until";

    /// <summary>States of an item for which nothing is handed in any more.</summary>
    public static readonly string[] Ended = [ItemState.Completed, ItemState.Rejected, ItemState.Withdrawn];

    /// <summary>The item with its locked case, kept from ending until the unit does; null where there is none.</summary>
    public static Task<ItemOfCase?> HoldItemAsync(this UnitOfWork unit, string site, Guid caseId, string code, CancellationToken ct) =>
        unit.Connection.QuerySingleOrDefaultAsync<ItemOfCase>(new CommandDefinition(
            """
            select c.person_id, c.opened_at, c.accepted_at, c.employer_code, c.authority, i.state
              from cases c
              join case_items i on i.site = c.site and i.case_id = c.id
             where c.site = @site and c.id = @caseId and i.code = @code
               for update of c
            """, new { site, caseId, code }, cancellationToken: ct));

    /// <summary>Has an item of a case use a material, and closes its gap; using it already is the same. Wants the case locked.</summary>
    public static async Task OfferAsync(
        this UnitOfWork unit, string site, Guid caseId, string item, MaterialFile file, string teller, DateTimeOffset now, CancellationToken ct)
    {
        await unit.Connection.ExecuteAsync(new CommandDefinition(
            """
            insert into case_materials (site, case_id, item, material_id, offered_by, offered_at)
            values (@site, @caseId, @item, @MaterialId, @teller, @now)
                on conflict (site, case_id, item, material_id) do update
               set withdrawn_by = null, withdrawn_at = null, offered_by = excluded.offered_by, offered_at = excluded.offered_at
             where case_materials.withdrawn_at is not null
            """, new { site, caseId, item, file.MaterialId, teller, now }, cancellationToken: ct));
        await unit.CloseGapAsync(site, caseId, item, file.Material, teller, now, ct);
    }

    internal sealed record ItemOfCase
    {
        public required Guid PersonId { get; init; }

        public required DateTimeOffset OpenedAt { get; init; }

        public DateTimeOffset? AcceptedAt { get; init; }

        /// <summary>The employer that the case is about, and by what authority somebody acts for it; none where it is the person's own.</summary>
        public string? EmployerCode { get; init; }

        public string? Authority { get; init; }

        public required string State { get; init; }

        public bool HasEnded => Ended.Contains(State);
    }
}
