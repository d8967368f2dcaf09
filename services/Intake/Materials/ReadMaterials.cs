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
            .RequireRole(Roles.Teller, Roles.Reviewer, Roles.Approver)
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
        if (await ReadAsync(site, id, database, clock.HallDay(), ct) is not { } found)
            return Problem.NotFound("case.unknown");
        trail.Add(found.PersonId, Purpose.Case(id));

        var facts = await AskRegistryAsync(registry, found, logger, ct);
        return TypedResults.Ok(new CaseMaterials
        {
            CaseId = id,
            FactsKnown = facts is not null,
            Items = found.Needed(catalogues.On(Hall.DayOf(found.OpenedAt)), facts),
        });
    }

    private static async Task<MaterialsOfCase?> ReadAsync(string site, Guid id, NpgsqlDataSource database, DateOnly today, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.MaterialsOfCaseAsync(site, id, today, ct);
    }

    /// <summary>What the registry holds on the person; null where it gives no answer while somebody waits.</summary>
    private static async Task<IReadOnlySet<string>?> AskRegistryAsync(RegistryClient registry, MaterialsOfCase found, ILogger logger, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(_patience);
        try
        {
            return await registry.ProvingFactsAsync(found.PersonId, found.EmployerCode, Purpose.Case(found.CaseId), patience.Token);
        }
        catch (Exception away) when (away is HttpRequestException or ExecutionRejectedException or TimeoutException
            || (away is OperationCanceledException && !ct.IsCancellationRequested))
        {
            logger.LogWarning(away, "The registry does not say what proves the materials of case {Case}", found.CaseId);
            return null;
        }
    }
}
