using Wenden.Contracts.Registry;

namespace Wenden.Registry.Persons;

/// <summary>
/// <c>POST /persons/check</c>: whether an identity number, a name and a social-security card belong to one living person, for identity to sign
/// citizens in. Whatever does not fit, the answer is the same, and so is the work: who is nobody is entered in the audit trail, too.
/// </summary>
internal static class CheckPerson
{
    internal sealed record ClaimedPerson(string IdNumber, string Name, string SocialSecurityCard);

    public static void MapCheckPerson(this IEndpointRouteBuilder routes) => routes.MapPost("/persons/check", Handle)
        .RequireRole(Roles.Service)
        .Audited("registry.check-person")
        .WithSummary("The person to whom an identity number, a name and a social-security card belong together")
        .Produces<CheckedPerson>()
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> Handle(ClaimedPerson claimed, NpgsqlDataSource database, AuditTrail trail, TimeProvider clock, CancellationToken ct)
    {
        var fault = IdentityNumber.Read(claimed.IdNumber, clock.HallDay(), out var number);
        if (number is null)
            return Problem.Invalid(PersonProblems.CodeOf(fault));

        await using var connection = await database.OpenConnectionAsync(ct);
        var found = await connection.QuerySingleOrDefaultAsync<CheckedPerson>(new CommandDefinition(
            """
            select person_id, facts ->> 'phone' as phone
              from (select p.person_id, (
                        select jsonb_overlay(s.facts order by s.as_of, s.corrects, s.source collate "C") from statements s where s.person_id = p.person_id) as facts
                      from persons p where p.id_number = @Text and p.died_on is null) as person
             where facts ->> 'name' = @Name and facts ->> 'socialSecurityCard' = @SocialSecurityCard
            """, new { number.Text, claimed.Name, claimed.SocialSecurityCard }, cancellationToken: ct));
        if (found is null)
        {
            trail.AddUnidentified();
            return Problem.NotFound("person.unknown");
        }

        trail.Add(found.PersonId);
        return Results.Ok(found);
    }
}
