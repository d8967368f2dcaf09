using Wenden.Subsidy.Applications;
using Wenden.Subsidy.Programmes;

namespace Wenden.Subsidy.Payments;

/// <summary>Approved applications that are not released, the longest decided first, with what stands in the way of each.</summary>
internal static class ListReleasable
{
    public static void MapListReleasable(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/sites/{site}/releasable", Handle).RequireRole(Roles.Payer).Audited("subsidy.list-releasable");

    private static async Task<IResult> Handle(
        string site, string programme, int year, ClaimsPrincipal caller, NpgsqlDataSource database, FactsOnRecord record, PolicyBook policies, AuditTrail trail,
        TimeProvider clock, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var ids = (await connection.QueryAsync<Guid>(new CommandDefinition(
            """
            select id from applications
             where site = @site and programme = @programme and year = @year and state = 'approved' and released_by is null
             order by decided_at, id
             limit @Most
            """,
            new { site, programme, year, FactsOnRecord.Most },
            cancellationToken: ct))).ToArray();
        if (ids.Length == 0)
            return TypedResults.Ok(Array.Empty<Line>());

        var waiting = await Hindrances.ReadAsync(connection, site, ids, clock.HallDay(), ct);
        var policy = policies.Find(programme, year);
        var left = (await Money.ReadAsync(connection, programme, year, ct)).Left;
        var files = await record.ReadManyAsync([.. waiting.Select(application => application.PersonId).Distinct()], Purpose.Payment(Guid.CreateVersion7()), ct);
        var lines = waiting.OrderBy(application => Array.IndexOf(ids, application.Id)).Select(application =>
        {
            trail.Add(application.PersonId, Why.Of(application.CaseId, application.Id));
            var file = files.GetValueOrDefault(application.PersonId);
            var payee = file is null ? new Payee() : Payee.Of(file);
            var code = Hindrances.OfRelease(application, file, policy, caller.AccountName())
                ?? (left is null || left < application.Amount ? "release.budget" : null);
            return new Line(
                application.Id, application.PersonId, payee.Name, Masked.Account(payee.Account), application.Amount, application.DecidedAt,
                application.RenewedFrom, code is null, code, code is null ? null : RowTitle.Of(code));
        });
        return TypedResults.Ok(lines.ToArray());
    }

    private sealed record Line(
        Guid Id,
        Guid PersonId,
        string? Name,
        string? Account,
        decimal Amount,
        DateTimeOffset? DecidedAt,
        Guid? RenewedFrom,
        bool MayRelease,
        string? Code,
        string? Title);
}
