namespace Wenden.Registry.Persons;

/// <summary>How many persons the registry holds.</summary>
internal static class CountPersons
{
    public static void MapCountPersons(this IEndpointRouteBuilder routes) => routes.MapGet("/persons/count", Handle)
        .RequireRole(Roles.Operator)
        .WithSummary("How many persons the registry holds")
        .Produces<PersonCount>();

    private static async Task<PersonCount> Handle(NpgsqlDataSource database, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return new PersonCount(await connection.ExecuteScalarAsync<long>(new CommandDefinition("select count(*) from persons", cancellationToken: ct)));
    }
}

/// <summary>How many persons there are.</summary>
internal sealed record PersonCount(long Count);
