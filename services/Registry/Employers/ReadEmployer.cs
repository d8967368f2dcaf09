namespace Wenden.Registry.Employers;

/// <summary>An employer by unified social credit code.</summary>
internal static class ReadEmployer
{
    public static void MapReadEmployer(this IEndpointRouteBuilder routes) => routes.MapGet("/employers/{code}", Handle)
        .RequireRole(Roles.Service, Roles.Teller, Roles.Reviewer, Roles.Approver)
        .WithSummary("The employer with a unified social credit code")
        .Produces<Employer>()
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> Handle(string code, NpgsqlDataSource database, CancellationToken ct)
    {
        if (CreditCode.Normalise(code) is not { } normal)
            return Problem.Invalid("credit-code.invalid", code);

        await using var connection = await database.OpenConnectionAsync(ct);
        var employer = await connection.QuerySingleOrDefaultAsync<Employer>(new CommandDefinition(
            "select code, name, region, source, as_of from employers where code = @normal", new { normal }, cancellationToken: ct));
        return employer is null ? Problem.NotFound("employer.unknown", normal) : Results.Ok(employer);
    }
}

/// <summary>An employer with the region code (GB/T 2260) of its registration.</summary>
internal sealed record Employer(string Code, string Name, string Region, string Source, DateOnly AsOf);
