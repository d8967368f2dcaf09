using Wenden.Subsidy.Programmes;

namespace Wenden.Subsidy.Renewals;

/// <summary>How far the yearly run has come. Tells of no person.</summary>
internal static class ShowRenewals
{
    public static void MapShowRenewals(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/programmes/{programme}/{year:int}/renewals", OfYear).RequireRole(Roles.Operator, Roles.Approver, Roles.Auditor);
        routes.MapGet("/renewals/{id:guid}", ById).RequireRole(Roles.Operator, Roles.Approver, Roles.Auditor);
    }

    private static async Task<IResult> OfYear(string programme, int year, PolicyBook policies, NpgsqlDataSource database, CancellationToken ct)
    {
        if (policies.Find(programme, year) is null)
            return Problem.NotFound("programme.unknown", programme, year);
        await using var connection = await database.OpenConnectionAsync(ct);
        RenewalRun[] runs = await RenewalRun.FindAsync(connection, programme, year, ct) is { } run ? [run] : [];
        return TypedResults.Ok(runs);
    }

    private static async Task<IResult> ById(Guid id, NpgsqlDataSource database, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await RenewalRun.FindAsync(connection, id, ct) is { } run ? TypedResults.Ok(run) : Problem.NotFound("renewal.unknown");
    }
}
