using Wenden.Subsidy.Programmes;

namespace Wenden.Subsidy.Drafts;

/// <summary>An operator loads a policy file. It says nothing yet: another person has to confirm it.</summary>
internal static class LoadDraft
{
    public static void MapLoadDraft(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/policy-drafts", Handle).RequireRole(Roles.Operator).AsCommand().Audited("subsidy.load-policy")
            .WithSummary("The body is the file. A file with errors is refused with all of them; effectiveFrom is today where it is not given")
            .Produces<Draft>(StatusCodes.Status201Created);

    private static async Task<IResult> Handle(
        PolicyText text, ClaimsPrincipal caller, UnitOfWork unit, PolicyBook book, TimeProvider clock, CancellationToken ct, DateOnly? effectiveFrom = null)
    {
        if (text.Yaml is not { } yaml)
            return Problem.Invalid("policy.unreadable", PolicyText.MostBytes);
        var (policy, errors) = PolicyFile.Read("policy", yaml);
        if (policy is not null && !book.Present.Any(entry => entry.Policy.Programme == policy.Programme))
            errors = [$"policy: programme {policy.Programme} is unknown"];
        if (policy is null || errors.Count > 0)
            return Problem.Invalid("policy.invalid", errors.Count).With("errors", errors);
        if (effectiveFrom < clock.HallDay())
            return Problem.Invalid("policy.effective-past");
        if (book.Find(policy.Programme, policy.Year)?.Fingerprint == policy.Fingerprint)
            return Problem.Conflict("policy.present");

        var id = Guid.CreateVersion7();
        var draft = await unit.Connection.QuerySingleOrDefaultAsync<Draft>(new CommandDefinition(
            $"""
            insert into policy_drafts (id, programme, year, sha256, yaml, effective_from, loaded_by, loaded_at)
            values (@id, @Programme, @Year, @Fingerprint, @yaml, @effectiveFrom, @by, @now)
                on conflict do nothing
            returning {Draft.Columns}
            """,
            new
            {
                id,
                policy.Programme,
                policy.Year,
                policy.Fingerprint,
                yaml,
                effectiveFrom = effectiveFrom ?? clock.HallDay(),
                by = caller.AccountName(),
                now = clock.GetUtcNow(),
            },
            cancellationToken: ct));
        if (draft is null)
            return Problem.Conflict("policy.loaded-already");
        unit.Audit(Purpose.Policy(id));
        return TypedResults.Created($"/policy-drafts/{id}", draft);
    }
}
