using Wenden.Contracts.Registry;
using Wenden.Registry.Employers;
using Wenden.Registry.Sites;

namespace Wenden.Registry.Persons;

/// <summary>Everything held on one person, each fact with its source and as-of day.</summary>
internal static class ReadPerson
{
    public static void MapReadPerson(this IEndpointRouteBuilder routes) => routes.MapGet("/persons/{id:guid}", Handle)
        .RequireRole(Roles.Service, Roles.Teller, Roles.Reviewer, Roles.Approver, Roles.Certifier)
        .Audited("registry.read-person")
        .WithSummary("The person's file: facts with source and as-of day, and benefits")
        .Produces<PersonFile>()
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> Handle(
        Guid id, string? employer, ClaimsPrincipal caller, NpgsqlDataSource database, AuditTrail trail, SiteList sites, CancellationToken ct)
    {
        string? code = null;
        if (employer is not null && (code = CreditCode.Normalise(employer)) is null)
            return Problem.Invalid("credit-code.invalid", employer);
        await using var connection = await database.OpenConnectionAsync(ct);
        // One snapshot: the version belongs to the facts that go out with it.
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, ct);
        if (!await connection.CanSeeAsync(id, caller, sites, ct) || await connection.ReadFileAsync(id, sites, ct, code) is not { } file)
            return Problem.NotFound("person.unknown");
        trail.Add(id);
        return Results.Ok(file);
    }
}
