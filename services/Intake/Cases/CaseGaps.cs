using Wenden.Intake.Catalogue;

namespace Wenden.Intake.Cases;

/// <summary>Gaps (容缺): secondary materials that an item is accepted without and that are brought later.</summary>
internal static class CaseGaps
{
    /// <summary>Working days from acceptance in which to bring what is missing; a sample value.</summary>
    public const int Days = 10;

    /// <summary>What an item is accepted without.</summary>
    internal sealed record Wanted
    {
        /// <summary>Code of the item.</summary>
        public required string Item { get; init; }

        /// <summary>Codes of secondary materials that the item needs.</summary>
        public required IReadOnlyList<string> Materials { get; init; }
    }

    /// <summary>Why these gaps cannot be; null where they can.</summary>
    public static Problem? Refuse(IReadOnlyList<Wanted> gaps, CaseView of, ItemCatalogue catalogue)
    {
        foreach (var gap in gaps)
        {
            if (of.Items.All(item => item.Code != gap.Item))
                return Problem.NotFound("case.item-unknown", gap.Item);
            foreach (var material in gap.Materials)
            {
                if (!catalogue.Needs(gap.Item, of.Employer?.Authority).Contains(material))
                    return Problem.NotFound("material.not-needed", material);
                if (catalogue.ImportanceOf(material, of.Employer?.Authority) == Importance.Main)
                    return Problem.Invalid("gap.main-material", catalogue.Materials[material].Name);
            }
        }

        return null;
    }

    public static Task OpenGapsAsync(
        this UnitOfWork unit, CaseView of, IReadOnlyList<Wanted> gaps, ItemCatalogue catalogue, string teller, DateTimeOffset now, CancellationToken ct)
    {
        var rows = gaps.SelectMany(gap => gap.Materials.Distinct().Select(material => (gap.Item, Material: material))).Distinct().ToArray();
        return unit.Connection.ExecuteAsync(new CommandDefinition(
            """
            insert into case_gaps (site, case_id, item, material, name, opened_by, opened_at, due_on)
            select @Site, @CaseId, item, material, name, @teller, @now, @dueOn from unnest(@items, @materials, @names) as gap (item, material, name)
            """,
            new
            {
                of.Site,
                of.CaseId,
                teller,
                now,
                dueOn = WorkingDays.After(Hall.DayOf(now), Days),
                items = rows.Select(row => row.Item).ToArray(),
                materials = rows.Select(row => row.Material).ToArray(),
                names = rows.Select(row => catalogue.Materials[row.Material].Name).ToArray(),
            },
            cancellationToken: ct));
    }

    /// <summary>
    /// Closes the gap, where there is an open one, and completes the item where it waited for nothing else. Wants the case locked. True where a gap of
    /// the material is closed now.
    /// </summary>
    public static async Task<bool> CloseGapAsync(
        this UnitOfWork unit, string site, Guid caseId, string item, string material, string who, DateTimeOffset now, CancellationToken ct)
    {
        var closed = await unit.Connection.ExecuteScalarAsync<bool?>(new CommandDefinition(
            """
            update case_gaps
               set closed_by = coalesce(closed_by, @who), closed_at = coalesce(closed_at, @now)
             where site = @site and case_id = @caseId and item = @item and material = @material
            returning true
            """, new { site, caseId, item, material, who, now }, cancellationToken: ct));
        if (closed is null)
            return false;
        await unit.MoveAsync(
            new ItemMove
            {
                Site = site, CaseId = caseId, Codes = [item], From = [ItemState.AwaitingGap], To = ItemState.Completed, Who = who, Why = "gap-closed", At = now,
            },
            ct);
        return true;
    }
}
