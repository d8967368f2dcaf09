using Wenden.Intake.Catalogue;
using Wenden.Intake.Commitments;

namespace Wenden.Intake.Materials;

/// <summary>What the database knows of the papers of a case, and what follows with the facts of the registry.</summary>
internal sealed record MaterialsOfCase
{
    public required Guid CaseId { get; init; }

    public required Guid PersonId { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>The employer that the case is about, and by what authority the person acts for it; none where it is the person's own.</summary>
    public string? EmployerCode { get; init; }

    public string? Authority { get; init; }

    public DateOnly Today { get; init; }

    public IReadOnlyList<Item> Items { get; init; } = [];

    public IReadOnlyList<Use> Uses { get; init; } = [];

    /// <summary>All that the case uses or could use.</summary>
    public IReadOnlyList<MaterialFile> Files { get; init; } = [];

    /// <summary>Commitments that were not revoked and not found false.</summary>
    public IReadOnlyList<Commitment> Commitments { get; init; } = [];

    /// <summary>Item by item what is needed.</summary>
    /// <param name="catalogue">The catalogue of the day of opening.</param>
    /// <param name="facts">Names of the facts that the registry holds; null where that is not known.</param>
    public IReadOnlyList<ItemMaterials> Needed(ItemCatalogue catalogue, IReadOnlySet<string>? facts) =>
    [
        .. Items.Select(item => new ItemMaterials
        {
            Code = item.Code,
            Name = item.Name,
            Open = !MaterialTable.Ended.Contains(item.State),
            Materials = [.. catalogue.Needs(item.Code, Authority).Select(code => Needed(code, catalogue, item, facts))],
        }),
    ];

    /// <summary>Names of the main materials (主件) that open items lack.</summary>
    /// <inheritdoc cref="Needed(ItemCatalogue, IReadOnlySet{string}?)"/>
    public IReadOnlyList<string> LackingMain(ItemCatalogue catalogue, IReadOnlySet<string>? facts) =>
    [
        .. Needed(catalogue, facts).Where(item => item.Open).SelectMany(item => item.Materials)
            .Where(material => material is { Importance: Importance.Main, State: MaterialState.Missing }).Select(material => material.Name).Distinct(),
    ];

    /// <summary>What was handed in counts before what data prove: it is there to be looked at; both before a commitment.</summary>
    private NeededMaterial Needed(string code, ItemCatalogue catalogue, Item item, IReadOnlySet<string>? facts)
    {
        var (material, isAuthorisation) = (catalogue.Materials[code], Authority is not null && code == catalogue.Authorisation);
        // Who acts for an employer is authorised once for the case.
        var uses = Uses.Where(use => use.Item == item.Code || isAuthorisation).Select(use => use.MaterialId).ToHashSet();
        var all = Files.Where(file => file.Material == code).ToList();
        var files = all.Where(file => uses.Contains(file.MaterialId)).OrderBy(file => file.HandedInAt).ThenBy(file => file.MaterialId).ToList();
        var commitment = Commitments.FirstOrDefault(given => given.Item == item.Code && given.Material == code)?.State;
        var isProved = isAuthorisation
            ? Authority == Cases.Authority.Registered
            : material.Facts.Count > 0 && material.Facts.All(fact => facts?.Contains(fact) == true || item.Given.Contains(fact));
        return new NeededMaterial
        {
            Code = code,
            Name = material.Name,
            NameEn = material.NameEn,
            Importance = catalogue.ImportanceOf(code, Authority),
            Proof = material.Proof,
            Commitment = commitment,
            State = files.Count > 0 ? MaterialState.HandedIn
                : isProved ? MaterialState.Proved
                : commitment is CommitmentState.Signed or CommitmentState.Kept ? MaterialState.Committed
                : MaterialState.Missing,
            Files = files,
            Earlier = [.. all.Where(file => !uses.Contains(file.MaterialId) && (file.CaseId == CaseId || file.ValidUntil >= Today))
                .OrderByDescending(file => file.HandedInAt)],
        };
    }

    internal sealed record Item
    {
        public required string Code { get; init; }

        public required string Name { get; init; }

        public required string State { get; init; }

        /// <summary>Names of the facts that items done before it in this case produce.</summary>
        public string[] Given { get; init; } = [];
    }

    internal sealed record Use(string Item, Guid MaterialId);

    internal sealed record Commitment(string Item, string Material, string State);
}

internal static class MaterialsOfCaseExtensions
{
    /// <summary>The papers of the case; null where there is no such case.</summary>
    public static async Task<MaterialsOfCase?> MaterialsOfCaseAsync(
        this NpgsqlConnection connection, string site, Guid id, DateOnly today, CancellationToken ct)
    {
        await using var all = await connection.QueryMultipleAsync(new CommandDefinition(
            $"""
            select id as case_id, person_id, opened_at, employer_code, authority from cases where site = @site and id = @id;
            select i.code, i.name, i.state, array(
                       select fact
                         from case_items p, jsonb_object_keys(p.produces) as fact
                        where p.site = i.site and p.case_id = i.case_id and p.code = any(i.waits_for) and p.state not in ('rejected', 'withdrawn')) as given
              from case_items i
             where i.site = @site and i.case_id = @id
             order by i.position;
            select item, material_id from case_materials where site = @site and case_id = @id and withdrawn_at is null;
            select item, material, state from case_commitments where site = @site and case_id = @id and state in ('offered', 'signed', 'kept');
            select {MaterialTable.File}
              from materials m
              join cases c on c.site = m.site and c.id = @id and c.person_id = m.person_id
              join cases o on o.site = m.site and o.id = m.case_id and o.employer_code is not distinct from c.employer_code
             where m.site = @site
               and exists (
                   select 1
                     from case_materials u
                    where u.site = m.site and u.material_id = m.id and u.withdrawn_at is null
                      and (m.case_id = @id or m.valid_until >= @today or u.case_id = @id));
            """, new { site, id, today }, cancellationToken: ct));
        if (await all.ReadSingleOrDefaultAsync<MaterialsOfCase>() is not { } found)
            return null;
        return found with
        {
            Today = today,
            Items = (await all.ReadAsync<MaterialsOfCase.Item>()).AsList(),
            Uses = (await all.ReadAsync<MaterialsOfCase.Use>()).AsList(),
            Commitments = (await all.ReadAsync<MaterialsOfCase.Commitment>()).AsList(),
            Files = (await all.ReadAsync<MaterialFile>()).AsList(),
        };
    }
}
