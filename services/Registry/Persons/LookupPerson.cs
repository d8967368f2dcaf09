using Wenden.Registry.Sites;

namespace Wenden.Registry.Persons;

/// <summary>Finds a person by identity number. A POST, so that the number stands in no address and no access log.</summary>
internal static class LookupPerson
{
    public static void MapLookupPerson(this IEndpointRouteBuilder routes) => routes.MapPost("/persons/lookup", Handle)
        .RequireRole(Roles.Teller, Roles.Certifier, Roles.Reviewer, Roles.Approver, Roles.Kiosk, Roles.Service)
        .Audited("registry.find-person")
        .WithSummary("The person with an identity number")
        .Produces<FoundPerson>()
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> Handle(WantedPerson wanted, ClaimsPrincipal caller, NpgsqlDataSource database, AuditTrail trail, SiteList sites, TimeProvider clock, CancellationToken ct)
    {
        var fault = IdentityNumber.Read(wanted.IdNumber, clock.HallDay(), out var number);
        if (number is null)
            return Problem.Invalid(PersonProblems.CodeOf(fault));

        await using var connection = await database.OpenConnectionAsync(ct);
        var found = await connection.QuerySingleOrDefaultAsync<FoundRow>(new CommandDefinition(
            $"""
            select p.person_id, p.site, (
                select jsonb_overlay(facts order by as_of, corrects, source collate "C") ->> 'name' from statements s where s.person_id = p.person_id) as name
            from persons p where p.id_number = @Text and {StationLimit.Includes}
            """, new { number.Text, employers = sites.EmployersFor(caller) }, cancellationToken: ct));
        if (found is null)
            return Problem.NotFound("person.unknown");
        trail.Add(found.PersonId);
        return Results.Ok(new FoundPerson(found.PersonId, found.Name, found.Site));
    }

    private sealed record FoundRow(Guid PersonId, string Site, string? Name);
}

/// <summary>Whom to find.</summary>
internal sealed record WantedPerson(string IdNumber);

/// <summary>The person found; no name where no source has stated one.</summary>
internal sealed record FoundPerson(Guid PersonId, string? Name, string Site);
