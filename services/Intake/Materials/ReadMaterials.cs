using Polly;
using Wenden.Intake.Catalogue;
using Wenden.Intake.Neighbours;

namespace Wenden.Intake.Materials;

/// <summary>
/// <c>GET /sites/{site}/cases/{id}/materials</c>: what each item of the case needs, and whether data prove it, it was handed in, or it is missing. Goes on
/// without the registry where that gives no answer.
/// </summary>
internal static class ReadMaterials
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(3);

    public static void MapReadMaterials(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/sites/{site}/cases/{id:guid}/materials", Handle)
            .RequireRole(Roles.Teller, Roles.Reviewer)
            .Audited("intake.read-materials")
            .WithName(nameof(ReadMaterials))
            .Produces<CaseMaterials>()
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> Handle(
        string site,
        Guid id,
        NpgsqlDataSource database,
        AuditTrail trail,
        CatalogueSet catalogues,
        RegistryClient registry,
        TimeProvider clock,
        ILogger<CaseMaterials> logger,
        CancellationToken ct)
    {
        if (await FindAsync(site, id, database, clock.HallDay(), ct) is not { } found)
            return Problem.NotFound("case.unknown");
        trail.Add(found.PersonId, Purpose.Case(id));

        var catalogue = catalogues.On(Hall.DayOf(found.OpenedAt));
        var needed = found.Items.Select(item => (Item: item, Codes: catalogue.Find(item.Code)?.Materials ?? [])).ToList();
        var facts = await AskRegistryAsync(registry, found, logger, ct);
        return TypedResults.Ok(new CaseMaterials
        {
            CaseId = id,
            FactsKnown = facts is not null,
            Items =
            [
                .. needed.Select(one => new ItemMaterials
                {
                    Code = one.Item.Code,
                    Name = one.Item.Name,
                    Open = !MaterialTable.Ended.Contains(one.Item.State),
                    Materials = [.. one.Codes.Select(code => Needed(code, catalogue.Materials[code], one.Item.Code, found, facts))],
                }),
            ],
        });
    }

    /// <summary>What the registry holds on the person; null where it gives no answer while somebody waits.</summary>
    private static async Task<IReadOnlySet<string>?> AskRegistryAsync(RegistryClient registry, Found found, ILogger logger, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(_patience);
        try
        {
            return await registry.ProvingFactsAsync(found.PersonId, Purpose.Case(found.CaseId), patience.Token);
        }
        catch (Exception away) when (away is HttpRequestException or ExecutionRejectedException or TimeoutException
            || (away is OperationCanceledException && !ct.IsCancellationRequested))
        {
            logger.LogWarning(away, "The registry does not say what proves the materials of case {Case}", found.CaseId);
            return null;
        }
    }

    /// <summary>What was handed in counts before what data prove: it is there to be looked at.</summary>
    internal static NeededMaterial Needed(string code, Material material, string item, Found found, IReadOnlySet<string>? facts)
    {
        var uses = found.Uses.Where(use => use.Item == item).Select(use => use.MaterialId).ToHashSet();
        var all = found.Files.Where(file => file.Material == code).ToList();
        var files = all.Where(file => uses.Contains(file.MaterialId)).OrderBy(file => file.HandedInAt).ThenBy(file => file.MaterialId).ToList();
        return new NeededMaterial
        {
            Code = code,
            Name = material.Name,
            NameEn = material.NameEn,
            Importance = material.Importance,
            Proof = material.Proof,
            State = files.Count > 0 ? MaterialState.HandedIn
                : material.Facts.Count > 0 && facts is not null && material.Facts.All(facts.Contains) ? MaterialState.Proved
                : MaterialState.Missing,
            Files = files,
            Earlier = [.. all.Where(file => !uses.Contains(file.MaterialId) && (file.CaseId == found.CaseId || file.ValidUntil >= found.Today))
                .OrderByDescending(file => file.HandedInAt)],
        };
    }

    private static async Task<Found?> FindAsync(string site, Guid id, NpgsqlDataSource database, DateOnly today, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var all = await connection.QueryMultipleAsync(new CommandDefinition(
            $"""
            select id as case_id, person_id, opened_at from cases where site = @site and id = @id;
            select code, name, state from case_items where site = @site and case_id = @id order by position;
            select item, material_id from case_materials where site = @site and case_id = @id;
            select {MaterialTable.File}
              from materials m
              join cases c on c.site = m.site and c.id = @id and c.person_id = m.person_id
             where m.site = @site
               and (m.case_id = @id or m.valid_until >= @today
                    or exists (select 1 from case_materials u where u.site = m.site and u.case_id = @id and u.material_id = m.id));
            """, new { site, id, today }, cancellationToken: ct));
        if (await all.ReadSingleOrDefaultAsync<Found>() is not { } found)
            return null;
        return found with
        {
            Today = today,
            Items = (await all.ReadAsync<Item>()).AsList(),
            Uses = (await all.ReadAsync<Use>()).AsList(),
            Files = (await all.ReadAsync<MaterialFile>()).AsList(),
        };
    }

    /// <summary>What the database knows of the case.</summary>
    internal sealed record Found
    {
        public required Guid CaseId { get; init; }

        public required Guid PersonId { get; init; }

        public required DateTimeOffset OpenedAt { get; init; }

        public DateOnly Today { get; init; }

        public IReadOnlyList<Item> Items { get; init; } = [];

        public IReadOnlyList<Use> Uses { get; init; } = [];

        /// <summary>All that the case uses or could use.</summary>
        public IReadOnlyList<MaterialFile> Files { get; init; } = [];
    }

    internal sealed record Item(string Code, string Name, string State);

    internal sealed record Use(string Item, Guid MaterialId);
}
