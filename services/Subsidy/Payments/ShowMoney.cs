using Wenden.Subsidy.Programmes;

namespace Wenden.Subsidy.Payments;

/// <summary>Where the money of a programme's year is.</summary>
internal static class ShowMoney
{
    public static void MapShowMoney(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/programmes/{programme}/{year:int}/money", Handle)
            .RequireRole(Roles.Approver, Roles.Payer, Roles.Operator, Roles.Auditor);

    private static async Task<IResult> Handle(string programme, int year, PolicyBook policies, NpgsqlDataSource database, CancellationToken ct)
    {
        if (policies.Find(programme, year) is null)
            return Problem.NotFound("programme.unknown", programme, year);
        await using var connection = await database.OpenConnectionAsync(ct);
        return TypedResults.Ok(await Money.ReadAsync(connection, programme, year, ct));
    }
}
