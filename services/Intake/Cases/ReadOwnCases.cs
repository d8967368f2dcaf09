using Wenden.Intake.Commitments;
using Wenden.Intake.Materials;

namespace Wenden.Intake.Cases;

/// <summary><c>GET /cases</c>: what a citizen had done, at any site, the latest hundred, the last first. Names no member of staff.</summary>
internal static class ReadOwnCases
{
    internal sealed record OwnCase
    {
        public required string Site { get; init; }

        public required string SiteName { get; init; }

        public required Guid CaseId { get; init; }

        public required string TicketNumber { get; init; }

        /// <summary>Name of the employer for whom the citizen acted; none where the case is their own.</summary>
        public string? Employer { get; init; }

        /// <summary>Where the slowest item stands; <c>closed</c> or <c>withdrawn</c> at the end.</summary>
        public required string State { get; init; }

        public required DateTimeOffset OpenedAt { get; init; }

        public DateTimeOffset? AcceptedAt { get; init; }

        public required IReadOnlyList<OwnItem> Items { get; init; }

        public required IReadOnlyList<OwnForm> Forms { get; init; }
    }

    internal sealed record OwnItem
    {
        public required string Code { get; init; }

        public required string Name { get; init; }

        public required string State { get; init; }

        /// <summary>The last day promised, known from acceptance on.</summary>
        public DateOnly? DueOn { get; init; }

        /// <summary>Yuan a year, where a subsidy was decided.</summary>
        public decimal? Amount { get; init; }

        /// <summary>What the reviewer wrote; nothing where another service decides and tells why.</summary>
        public required IReadOnlyList<string> Reasons { get; init; }

        /// <summary>What is still to be brought, for the visitor to read.</summary>
        public required IReadOnlyList<Owed> ToBring { get; init; }

        /// <summary>What was committed to in place of papers.</summary>
        public required IReadOnlyList<OwnCommitment> Commitments { get; init; }
    }

    /// <param name="What">Name of a material, or what a reviewer wrote.</param>
    /// <param name="DueOn">The last day to bring it.</param>
    internal sealed record Owed(string What, DateOnly DueOn);

    /// <param name="Material">Code of the material that it stands for.</param>
    /// <param name="Name">Name of it.</param>
    /// <param name="State"><c>signed</c>, <c>revoked</c>, <c>kept</c> or <c>broken</c>.</param>
    /// <param name="CanRevoke">Whether it can still be taken back.</param>
    internal sealed record OwnCommitment(string Material, string Name, string State, bool CanRevoke);

    /// <param name="FormId">The form.</param>
    /// <param name="Template">Code of its template.</param>
    /// <param name="IsSigned">Whether it bears the signature.</param>
    internal sealed record OwnForm(Guid FormId, string Template, bool IsSigned);

    public static void MapReadOwnCases(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/cases", HandleAsync).RequireRole(Roles.Citizen).Audited("intake.read-own-cases").WithName(nameof(ReadOwnCases));

    private static async Task<IReadOnlyList<OwnCase>> HandleAsync(ClaimsPrincipal caller, NpgsqlDataSource database, AuditTrail trail, CancellationToken ct)
    {
        if (caller.PersonId() is not { } person)
            return [];
        await using var connection = await database.OpenConnectionAsync(ct);
        var keys = await connection.QueryAsync<(string Site, Guid Id)>(new CommandDefinition(
            "select site, id from cases where person_id = @person order by opened_at desc, id desc limit 100", new { person }, cancellationToken: ct));
        var cases = new List<OwnCase>();
        foreach (var (site, id) in keys.AsList())
            cases.Add(Of((await connection.ReadCaseAsync(site, id, ct))!));
        trail.Add(person);
        return cases;
    }

    private static OwnCase Of(CaseView view) => new()
    {
        Site = view.Site,
        SiteName = view.SiteName,
        CaseId = view.CaseId,
        TicketNumber = view.TicketNumber,
        Employer = view.Employer?.Name,
        State = view.State,
        OpenedAt = view.OpenedAt,
        AcceptedAt = view.AcceptedAt,
        Items =
        [
            .. view.Items.Select(item => new OwnItem
            {
                Code = item.Code, Name = item.Name, State = item.State, DueOn = item.DueOn, Amount = item.Amount,
                Reasons = item.FollowUp == "none" ? item.Reasons : [], ToBring = OwedFor(item),
                Commitments = [.. item.Commitments.Where(given => given.SignedAt is not null).Select(given => OfCommitment(item, given))],
            }),
        ],
        Forms =
        [
            .. view.Forms.Where(form => form.State == "signed" || form is { State: "rendered", NeedsSignature: false })
                .Select(form => new OwnForm(form.FormId, form.Template, form.State == "signed")),
        ],
    };

    private static OwnCommitment OfCommitment(CaseItem item, CaseCommitment given) => new(
        given.Material, given.Name, given.State, given.State == CommitmentState.Signed && !MaterialTable.Ended.Contains(item.State));

    private static List<Owed> OwedFor(CaseItem item)
    {
        if (item.State is ItemState.Completed or ItemState.Rejected or ItemState.Withdrawn)
            return [];
        var owed = item.Gaps.Where(gap => gap.ClosedAt is null).Select(gap => new Owed(gap.Name, gap.DueOn)).ToList();
        if (item is { State: ItemState.AwaitingSupplement, Supplement: { } asked })
            owed.Add(new Owed(asked.Missing, asked.DueOn));
        return owed;
    }
}
