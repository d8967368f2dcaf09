using System.Data;
using Wenden.Contracts.Registry;
using Wenden.Subsidy.Applications;

namespace Wenden.Subsidy.Payments;

internal sealed record WantedBatch(string Programme, int Year);

/// <summary>Makes a batch of everything at the site that is released and in no batch, and of payments that are tried again.</summary>
internal static class MakeBatch
{
    public static void MapMakeBatch(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sites/{site}/payment-batches", Handle).RequireRole(Roles.Payer).AsCommand().Audited("subsidy.make-batch");

    private static async Task<IResult> Handle(
        string site, WantedBatch wanted, ClaimsPrincipal caller, UnitOfWork unit, FactsOnRecord record, TimeProvider clock, HttpContext http, CancellationToken ct)
    {
        // Numbers are dense, and nobody makes a second batch of the same applications.
        await unit.Connection.ExecuteAsync(new CommandDefinition(
            "select pg_advisory_xact_lock(hashtextextended(@site || '/' || @Programme || '/' || @year, 4052))",
            new { site, wanted.Programme, year = $"{wanted.Year}" },
            cancellationToken: ct));
        var waiting = await WaitingAsync(unit.Connection, site, wanted, ct);
        var id = Guid.CreateVersion7();
        var files = await FilesAsync(record, waiting, id, ct);
        var judged = waiting.Select(payment => (Payment: payment, Code: CodeOf(payment, files.GetValueOrDefault(payment.PersonId)))).ToArray();
        var leftOut = judged.Where(each => each.Code is not null).Select(each => new LeftOut(each.Payment.ApplicationId, each.Code!, RowTitle.Of(each.Code!))).ToArray();
        var taken = judged.Where(each => each.Code is null).Select(each => each.Payment).ToArray();
        if (taken.Length == 0)
            return Problem.Conflict("payment.nothing").With("leftOut", leftOut);

        unit.Audit(waiting.Select(payment => payment.PersonId), Purpose.Payment(id));
        try
        {
            await WriteAsync(unit.Connection, site, id, wanted, taken, files, caller.AccountName(), clock.GetUtcNow(), ct);
        }
        catch (PostgresException exception) when (exception.ConstraintName == "payments_one_per_person_and_year")
        {
            // Another site makes a payment for one of these persons at this very moment.
            return Problem.Conflict("payment.at-once");
        }

        var batch = (await BatchView.FindAsync(unit.Connection, site, id, ct))!;
        return TypedResults.Created($"{http.Request.PathBase}/sites/{site}/payment-batches/{id}", batch with { LeftOut = leftOut.Length == 0 ? null : leftOut });
    }

    private static string? CodeOf(Waiting payment, PersonFile? file) => payment.IsPaidAlready ? "release.paid-already" : Hindrances.OfPayee(file);

    private static async Task<IReadOnlyList<Waiting>> WaitingAsync(IDbConnection connection, string site, WantedBatch wanted, CancellationToken ct)
    {
        await connection.ExecuteAsync(new CommandDefinition(
            """
            select from applications
             where site = @site and programme = @Programme and year = @Year and state = 'approved' and released_by is not null
             order by id
               for no key update
            """,
            new { site, wanted.Programme, wanted.Year },
            cancellationToken: ct));
        return
        [
            .. await connection.QueryAsync<Waiting>(new CommandDefinition(
                """
                select applications.id as application_id, applications.person_id, applications.amount, retry.id as retry,
                       exists (select from payments other
                                where other.person_id = applications.person_id and other.programme = applications.programme and other.year = applications.year
                                  and other.counts and other.application_id <> applications.id) as is_paid_already
                  from applications
                  left join payments retry on retry.site = applications.site and retry.application_id = applications.id
                                          and retry.state = 'made' and retry.batch_id is null
                 where applications.site = @site and applications.programme = @Programme and applications.year = @Year
                   and applications.state = 'approved' and released_by is not null
                   and (retry.id is not null or not exists (
                        select from payments
                         where payments.site = applications.site and payments.application_id = applications.id and counts))
                 order by released_at, applications.id
                """,
                new { site, wanted.Programme, wanted.Year },
                cancellationToken: ct)),
        ];
    }

    private static async Task<Dictionary<Guid, PersonFile>> FilesAsync(
        FactsOnRecord record, IReadOnlyList<Waiting> waiting, Guid batch, CancellationToken ct)
    {
        var files = new Dictionary<Guid, PersonFile>();
        foreach (var some in waiting.Select(payment => payment.PersonId).Distinct().Chunk(FactsOnRecord.Most))
        {
            foreach (var (person, file) in await record.ReadManyAsync(some, Purpose.Payment(batch), ct))
                files[person] = file;
        }

        return files;
    }

    private static async Task WriteAsync(
        IDbConnection connection, string site, Guid id, WantedBatch wanted, Waiting[] taken, Dictionary<Guid, PersonFile> files, string by,
        DateTimeOffset now, CancellationToken ct)
    {
        var lines = taken.Select(payment =>
        {
            var payee = Payee.Of(files[payment.PersonId]);
            return new BankLine
            {
                Id = payment.Retry ?? Guid.CreateVersion7(),
                Name = payee.Name!,
                IdNumber = payee.IdNumber!,
                Bank = payee.Bank!,
                Account = payee.Account!,
                Amount = payment.Amount,
            };
        }).ToArray();
        var number = await connection.QuerySingleAsync<int>(new CommandDefinition(
            "select coalesce(max(number), 0) + 1 from payment_batches where site = @site and programme = @Programme and year = @Year",
            new { site, wanted.Programme, wanted.Year },
            cancellationToken: ct));
        var batch = new BankBatch { Site = site, Id = id, Programme = wanted.Programme, Year = wanted.Year, Number = number, CreatedAt = now };
        await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into payment_batches (site, id, programme, year, number, created_by, created_at, count, total, sha256)
            values (@site, @id, @Programme, @Year, @number, @by, @now, @count, @total, @sha256)
            """,
            new
            {
                site, id, wanted.Programme, wanted.Year, number, by, now, count = lines.Length, total = lines.Sum(line => line.Amount),
                sha256 = BankFile.Csv(batch, lines).Sha256,
            },
            cancellationToken: ct));
        await connection.ExecuteAsync(new CommandDefinition(
            """
            with lines as (
                select * from unnest(@ids, @applications, @names, @numbers, @banks, @accounts, @isRetry)
                  with ordinality as lines (id, application_id, name, id_number, bank, account, is_retry, line)
            ), again as (
                update payments
                   set batch_id = @id, line = lines.line, name = lines.name, id_number = lines.id_number, bank = lines.bank, account = lines.account
                  from lines
                 where payments.site = @site and payments.id = lines.id and lines.is_retry
            )
            insert into payments (
                site, id, application_id, person_id, programme, year, batch_id, line, name, id_number, bank, account, amount, created_by, created_at)
            select applications.site, lines.id, applications.id, applications.person_id, applications.programme, applications.year, @id, lines.line,
                   lines.name, lines.id_number, lines.bank, lines.account, applications.amount, @by, @now
              from lines join applications on applications.site = @site and applications.id = lines.application_id
             where not lines.is_retry
            """,
            new
            {
                site,
                id,
                by,
                now,
                ids = lines.Select(line => line.Id).ToArray(),
                applications = taken.Select(payment => payment.ApplicationId).ToArray(),
                names = lines.Select(line => line.Name).ToArray(),
                numbers = lines.Select(line => line.IdNumber).ToArray(),
                banks = lines.Select(line => line.Bank).ToArray(),
                accounts = lines.Select(line => line.Account).ToArray(),
                isRetry = taken.Select(payment => payment.Retry is not null).ToArray(),
            },
            cancellationToken: ct));
    }

    private sealed record Waiting
    {
        public Guid ApplicationId { get; init; }

        public Guid PersonId { get; init; }

        public decimal Amount { get; init; }

        /// <summary>The payment that is there already and waits for a batch.</summary>
        public Guid? Retry { get; init; }

        public bool IsPaidAlready { get; init; }
    }
}
