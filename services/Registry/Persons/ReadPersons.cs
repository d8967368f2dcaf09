using Wenden.Contracts.Registry;
using Wenden.Registry.Sites;

namespace Wenden.Registry.Persons;

/// <summary>Everybody's ids page by page, and the files of many at once, for services that go over the whole district.</summary>
internal static class ReadPersons
{
    private const int Most = 500;

    public static void MapReadPersons(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/persons", ListAsync).RequireRole(Roles.Service)
            .WithSummary("Ids of persons in their order, up to 500 at once, after the one named")
            .Produces<IReadOnlyList<Guid>>()
            .ProducesProblem(StatusCodes.Status400BadRequest);
        routes.MapPost("/persons/files", FilesAsync).RequireRole(Roles.Service)
            .Audited("registry.read-persons")
            .WithSummary("The files of up to 500 persons; without those who are not known")
            .Produces<IReadOnlyList<PersonFile>>()
            .ProducesProblem(StatusCodes.Status400BadRequest);
    }

    private static async Task<IResult> ListAsync(NpgsqlDataSource database, CancellationToken ct, Guid? after = null, int limit = Most)
    {
        if (limit is < 1 or > Most)
            return Problem.Invalid("persons.limit", Most);
        await using var connection = await database.OpenConnectionAsync(ct);
        return TypedResults.Ok(await connection.QueryAsync<Guid>(new CommandDefinition(
            "select person_id from persons where person_id > coalesce(@after, '00000000-0000-0000-0000-000000000000') order by person_id limit @limit",
            new { after, limit },
            cancellationToken: ct)));
    }

    private static async Task<IResult> FilesAsync(
        WantedPersons wanted, NpgsqlDataSource database, AuditTrail trail, SiteList sites, CancellationToken ct)
    {
        if (wanted.Persons.Count is < 1 or > Most)
            return Problem.Invalid("persons.limit", Most);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, ct);
        var files = await connection.ReadFilesAsync([.. wanted.Persons], sites, ct);
        trail.Add(files.Select(file => file.PersonId));
        return TypedResults.Ok(files);
    }

    private sealed record WantedPersons(IReadOnlyList<Guid> Persons);
}
