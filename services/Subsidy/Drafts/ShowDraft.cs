using Wenden.Subsidy.Programmes;

namespace Wenden.Subsidy.Drafts;

/// <summary>The policies that were loaded, and what one of them changes.</summary>
internal static class ShowDraft
{
    private const int Most = 200;

    public static void MapShowDraft(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/policy-drafts", ListAsync).RequireRole(Roles.Operator, Roles.Approver, Roles.Auditor).Produces<IReadOnlyList<Draft>>();
        routes.MapGet("/policy-drafts/{id:guid}", ShowAsync).RequireRole(Roles.Operator, Roles.Approver, Roles.Auditor)
            .WithSummary("With its text, and what differs from the policy in force: its year's, else the last before")
            .Produces<Draft>();
    }

    private static async Task<IResult> ListAsync(NpgsqlDataSource database, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return TypedResults.Ok(await connection.QueryAsync<Draft>(new CommandDefinition(
            $"select {Draft.Columns} from policy_drafts order by loaded_at desc, id desc limit {Most}", cancellationToken: ct)));
    }

    private static async Task<IResult> ShowAsync(Guid id, NpgsqlDataSource database, PolicyBook book, TimeProvider clock, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var draft = await connection.QuerySingleOrDefaultAsync<Draft>(new CommandDefinition(
            $"select {Draft.Columns}, yaml as text from policy_drafts where id = @id", new { id }, cancellationToken: ct));
        return draft is null
            ? Problem.NotFound("policy.unknown")
            : TypedResults.Ok(draft with { Changes = PolicyChanges.Between(Beside(book, draft.Programme, draft.Year, clock.HallDay()).Yaml, draft.Text!) });
    }

    /// <summary>The policy that a draft is compared with: its year's, else the last one before, else the first.</summary>
    public static PolicyEntry Beside(PolicyBook book, string programme, int year, DateOnly today)
    {
        var years = book.Present.Where(entry => entry.Policy.Programme == programme).OrderBy(entry => entry.Policy.Year).ToArray();
        return book.EntryOf(programme, year, today) ?? years.LastOrDefault(entry => entry.Policy.Year < year, years[0]);
    }
}
