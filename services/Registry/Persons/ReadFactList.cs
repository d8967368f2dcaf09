namespace Wenden.Registry.Persons;

/// <summary>The facts there are, for who binds forms or rules to them.</summary>
internal static class ReadFactList
{
    public static void MapReadFactList(this IEndpointRouteBuilder routes) => routes.MapGet("/facts", (FactList facts) => Results.Ok(facts.All))
        .RequireRole(Roles.Service, Roles.Operator, Roles.SiteManager, Roles.Teller, Roles.Reviewer, Roles.Approver, Roles.Certifier)
        .WithSummary("The facts that the registry can hold about a person, with type and labels")
        .Produces<IReadOnlyList<FactDefinition>>();
}
