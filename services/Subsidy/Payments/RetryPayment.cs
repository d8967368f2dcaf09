using System.Data;
using Wenden.Subsidy.Applications;

namespace Wenden.Subsidy.Payments;

/// <summary>Tries a failed payment again with what the registry holds by now; the new payment goes into the next batch.</summary>
internal static class RetryPayment
{
    public static void MapRetryPayment(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sites/{site}/payments/{id:guid}/retry", Handle).RequireRole(Roles.Payer).AsCommand().Audited("subsidy.retry-payment");

    private static async Task<IResult> Handle(
        string site, Guid id, ClaimsPrincipal caller, UnitOfWork unit, FactsOnRecord record, TimeProvider clock, CancellationToken ct)
    {
        if (await FindAsync(unit.Connection, site, id, ct) is not { } asked)
            return Problem.NotFound("payment.unknown");
        var file = (await record.ReadManyAsync([asked.PersonId], Purpose.Payment(asked.BatchId ?? id), ct)).GetValueOrDefault(asked.PersonId);
        if (asked.BatchId is { } batch)
            await Batches.LockAsync(unit.Connection, site, batch, ct);
        var failed = (await FindAsync(unit.Connection, site, id, ct))!;
        unit.Audit(failed.PersonId, Purpose.Payment(failed.BatchId ?? id));
        if (failed.ReplacedBy is { } earlier)
            return TypedResults.Ok((await PaymentView.ReadAsync(unit.Connection, site, batch: null, earlier, ct)).Single());
        if (failed.State != "failed")
            return Problem.Conflict("payment.state", failed.State).With("state", failed.State);
        if (failed.ApplicationState != States.Approved)
            return Problem.Conflict("application.state", failed.ApplicationState).With("state", failed.ApplicationState);
        if (Hindrances.OfPayee(file) is { } code)
            return Problem.Conflict(code);
        var payee = Payee.Of(file!);
        if ((payee.Name, payee.IdNumber, payee.Bank, payee.Account) == (failed.Name, failed.IdNumber, failed.Bank, failed.Account))
            return Problem.Conflict("payment.account-unchanged");

        var next = Guid.CreateVersion7();
        await WriteAsync(unit.Connection, site, id, next, payee, caller.AccountName(), clock.GetUtcNow(), ct);
        await History.AddAsync(
            unit.Connection, site, failed.ApplicationId, clock.GetUtcNow(), caller.AccountName(), failed.ApplicationState, "payment-retried", null, ct);
        return TypedResults.Ok((await PaymentView.ReadAsync(unit.Connection, site, batch: null, next, ct)).Single());
    }

    private static Task<Failed?> FindAsync(IDbConnection connection, string site, Guid id, CancellationToken ct) =>
        connection.QuerySingleOrDefaultAsync<Failed>(new CommandDefinition(
            """
            select application_id, payments.person_id, batch_id, name, id_number, bank, account, payments.state, applications.state as application_state,
                   (select later.id from payments later where later.replaces = payments.id) as replaced_by
              from payments join applications on applications.site = payments.site and applications.id = application_id
             where payments.site = @site and payments.id = @id
            """,
            new { site, id },
            cancellationToken: ct));

    private static async Task WriteAsync(
        IDbConnection connection, string site, Guid id, Guid next, Payee payee, string by, DateTimeOffset now, CancellationToken ct)
    {
        // First the old one stops counting, then there is room for the new one.
        await connection.ExecuteAsync(new CommandDefinition(
            "update payments set state = 'replaced', counts = false where site = @site and id = @id and state = 'failed'",
            new { site, id },
            cancellationToken: ct));
        await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into payments (
                site, id, application_id, person_id, programme, year, attempt, replaces, name, id_number, bank, account, amount, created_by, created_at)
            select site, @next, application_id, person_id, programme, year, attempt + 1, id, @Name, @IdNumber, @Bank, @Account, amount, @by, @now
              from payments
             where site = @site and id = @id and state = 'replaced'
            """,
            new { site, id, next, payee.Name, payee.IdNumber, payee.Bank, payee.Account, by, now },
            cancellationToken: ct));
    }

    private sealed record Failed
    {
        public Guid ApplicationId { get; init; }

        public Guid PersonId { get; init; }

        public Guid? BatchId { get; init; }

        public required string Name { get; init; }

        public required string IdNumber { get; init; }

        public required string Bank { get; init; }

        public required string Account { get; init; }

        public required string State { get; init; }

        public required string ApplicationState { get; init; }

        public Guid? ReplacedBy { get; init; }
    }
}
