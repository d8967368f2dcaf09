using Wenden.Forms.Drawing;
using Wenden.Forms.Filling;
using Wenden.Forms.Storage;
using Wenden.Forms.Templates;

namespace Wenden.Forms.Reading;

/// <summary><c>GET /sites/{site}/forms/{id}</c> and <c>GET /sites/{site}/cases/{caseId}/forms</c>: what the forms say and where each value came from.</summary>
internal static class ReadForm
{
    /// <summary>Who may see forms.</summary>
    public static readonly string[] Readers = [Roles.Teller, Roles.Reviewer, Roles.Approver, Roles.Service];

    private const string Select =
        "select f.*, exists (select from withdrawn_forms w where w.site = f.site and w.id = f.id) as is_withdrawn from forms f";

    public static void MapReadForm(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sites/{site}/forms/{id:guid}", One).RequireRole(Readers).Audited("forms.read-form")
            .WithName(nameof(ReadForm)).Produces<FormView>().ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapGet("/sites/{site}/cases/{caseId:guid}/forms", OfCase).RequireRole(Readers).Audited("forms.read-forms")
            .WithName("ReadFormsOfCase").Produces<FormView[]>();
    }

    /// <summary>The row of a form, its reading noted; none where the site has no such form.</summary>
    public static async Task<StoredForm?> FindAsync(NpgsqlDataSource database, AuditTrail trail, string site, Guid id, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var form = await connection.QuerySingleOrDefaultAsync<StoredForm>(new CommandDefinition(
            $"{Select} where site = @site and id = @id", new { site, id }, cancellationToken: ct));
        if (form is not null)
            trail.Add(form.PersonId, Purpose.Case(form.CaseId));
        return form;
    }

    private static async Task<IResult> One(
        string site, Guid id, NpgsqlDataSource database, AuditTrail trail, TemplateSet templates, FormDrawing drawing, CancellationToken ct) =>
        await FindAsync(database, trail, site, id, ct) is { } form ? TypedResults.Ok(FormView.Of(form, PagesOf(form, templates, drawing))) : Problem.NotFound("form.unknown");

    private static async Task<IResult> OfCase(
        string site, Guid caseId, NpgsqlDataSource database, AuditTrail trail, TemplateSet templates, FormDrawing drawing, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var forms = (await connection.QueryAsync<StoredForm>(new CommandDefinition(
            $"{Select} where site = @site and case_id = @caseId order by rendered_at, id", new { site, caseId }, cancellationToken: ct))).AsList();
        trail.Add(forms.Select(form => form.PersonId), Purpose.Case(caseId));
        return TypedResults.Ok(forms.Select(form => FormView.Of(form, PagesOf(form, templates, drawing))).ToArray());
    }

    private static int? PagesOf(StoredForm form, TemplateSet templates, FormDrawing drawing) =>
        form.Refill(templates) is { } filled ? drawing.Arrange(filled).Pages.Count : null;
}

/// <summary>A form as people and other services see it.</summary>
internal sealed record FormView
{
    public required string Site { get; init; }

    public required Guid FormId { get; init; }

    public required Guid CaseId { get; init; }

    public required Guid PersonId { get; init; }

    public required string Template { get; init; }

    public required int TemplateVersion { get; init; }

    /// <summary><c>rendered</c> or <c>signed</c>.</summary>
    public required string State { get; init; }

    public required bool NeedsSignature { get; init; }

    /// <summary>Whether its case does not want it any more; it is not signed then, unless it was before.</summary>
    public required bool IsWithdrawn { get; init; }

    /// <summary>The values with their sources, in the order of the form.</summary>
    public required IReadOnlyList<FieldValue> Fields { get; init; }

    /// <summary>Names of the values that nobody holds.</summary>
    public required IReadOnlyList<string> MissingFields { get; init; }

    /// <summary>Characters that no font here has, as <c>U+20BB7</c>; the form shows 〓 for each.</summary>
    public required IReadOnlyList<string> LackingCharacters { get; init; }

    /// <summary>Names of values that are longer than a page and were cut with a mark.</summary>
    public required IReadOnlyList<string> OverlongFields { get; init; }

    /// <summary>SHA-256 of the unsigned PDF.</summary>
    public required string Sha256 { get; init; }

    public required DateTimeOffset RenderedAt { get; init; }

    /// <summary>SHA-256 of the signed PDF.</summary>
    public string? SignedSha256 { get; init; }

    /// <summary>Account name of the teller in whose presence it was signed.</summary>
    public string? SignedBy { get; init; }

    public DateTimeOffset? SignedAt { get; init; }

    /// <summary>How many pages it has; none where it can only be had as a file, since its template has changed.</summary>
    public int? Pages { get; init; }

    public static FormView Of(StoredForm form, int? pages) => new()
    {
        Site = form.Site,
        FormId = form.Id,
        CaseId = form.CaseId,
        PersonId = form.PersonId,
        Template = form.Template,
        TemplateVersion = form.TemplateVersion,
        State = form.State,
        NeedsSignature = form.NeedsSignature,
        IsWithdrawn = form.IsWithdrawn,
        Fields = form.Values(),
        MissingFields = form.Missing,
        LackingCharacters = form.LackingCharacters,
        OverlongFields = form.Overlong,
        Sha256 = form.Sha256,
        RenderedAt = form.RenderedAt,
        SignedSha256 = form.SignedSha256,
        SignedBy = form.SignedBy,
        SignedAt = form.SignedAt,
        Pages = pages,
    };
}
