namespace Wenden.Forms.Signing;

/// <summary>
/// <c>PUT /sites/{site}/signing</c>: the teller's tablet is to show a case for signing, instead of what it showed. <c>GET</c>: which one it shows.
/// <c>DELETE</c>: none any more. One at a time for each teller; it ends by itself when the case is signed. None of them tells of a person.
/// </summary>
internal static class OpenSigning
{
    public static void MapOpenSigning(this IEndpointRouteBuilder routes)
    {
        routes.MapPut("/sites/{site}/signing", OpenAsync).RequireRole(Roles.Teller).AsCommand().WithName(nameof(OpenSigning))
            .Produces<OpenedSigning>().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        routes.MapGet("/sites/{site}/signing", ReadAsync).RequireRole(Roles.Teller).WithName("ReadSigning")
            .Produces<OpenedSigning>().Produces(StatusCodes.Status204NoContent);
        routes.MapDelete("/sites/{site}/signing", CloseAsync).RequireRole(Roles.Teller).AsCommand().WithName("CloseSigning")
            .Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> OpenAsync(
        string site, SigningRequest request, ClaimsPrincipal caller, UnitOfWork unit, TimeProvider clock, CancellationToken ct)
    {
        var forms = (await unit.Connection.QueryAsync<(bool NeedsSignature, string State)>(new CommandDefinition(
            """
            select needs_signature, state
              from forms f
             where site = @site and case_id = @CaseId and not exists (select from withdrawn_forms w where w.site = f.site and w.id = f.id)
            """, new { site, request.CaseId }, cancellationToken: ct))).AsList();
        if (forms.Count == 0)
            return Problem.NotFound("case.unknown");
        if (!forms.Exists(form => form is { NeedsSignature: true, State: "rendered" }))
            return Problem.Conflict("case.nothing-to-sign");
        var opened = new OpenedSigning(request.CaseId, clock.GetUtcNow());
        await unit.Connection.ExecuteAsync(new CommandDefinition(
            """
            insert into signings (site, teller, case_id, opened_at) values (@site, @teller, @CaseId, @OpenedAt)
                on conflict (site, teller) do update set case_id = excluded.case_id, opened_at = excluded.opened_at
            """, new { site, teller = caller.AccountName(), opened.CaseId, opened.OpenedAt }, cancellationToken: ct));
        return TypedResults.Ok(opened);
    }

    private static async Task<IResult> ReadAsync(string site, ClaimsPrincipal caller, NpgsqlDataSource database, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var opened = await connection.QuerySingleOrDefaultAsync<OpenedSigning>(new CommandDefinition(
            "select case_id, opened_at from signings where site = @site and teller = @teller",
            new { site, teller = caller.AccountName() }, cancellationToken: ct));
        return opened is null ? TypedResults.NoContent() : TypedResults.Ok(opened);
    }

    private static async Task<IResult> CloseAsync(string site, ClaimsPrincipal caller, UnitOfWork unit, CancellationToken ct)
    {
        await unit.Connection.ExecuteAsync(new CommandDefinition(
            "delete from signings where site = @site and teller = @teller", new { site, teller = caller.AccountName() }, cancellationToken: ct));
        return TypedResults.NoContent();
    }
}

/// <param name="CaseId">A case with forms that wait for a signature.</param>
internal sealed record SigningRequest(Guid CaseId);

/// <summary>What a teller's tablet shows.</summary>
/// <param name="CaseId">The case.</param>
/// <param name="OpenedAt">Since when.</param>
internal sealed record OpenedSigning(Guid CaseId, DateTimeOffset OpenedAt);
