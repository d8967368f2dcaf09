using System.Data;
using Wenden.Contracts.Subsidy;

namespace Wenden.Subsidy.Payments;

/// <summary>Reads what the bank answers to a batch: all of the file or nothing. The same file once more changes nothing.</summary>
internal static class ReadAnswer
{
    public static void MapReadAnswer(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sites/{site}/payment-batches/{id:guid}/answer", Handle).RequireRole(Roles.Payer).AsCommand().Audited("subsidy.read-answer");

    private static async Task<IResult> Handle(
        string site, Guid id, AnswerBody body, ClaimsPrincipal caller, UnitOfWork unit, TimeProvider clock, CancellationToken ct)
    {
        if (body.Content is null)
            return new Problem(StatusCodes.Status413PayloadTooLarge, "payment.answer-too-large", AnswerBody.MostBytes);
        var (answer, fault) = AnswerFile.Read(body.Content);
        if (answer is null)
            return fault!;

        await Batches.LockAsync(unit.Connection, site, id, ct);
        if (await BatchView.FindAsync(unit.Connection, site, id, ct) is not { } view || await Batches.FindAsync(unit.Connection, site, id, ct) is not { } batch)
            return Problem.NotFound("payment.batch-unknown");
        if (view.State == Batches.Made || view.SentAt is null)
            return Problem.Conflict("payment.not-sent");
        if (!Answers(answer, batch, await Batches.LinesAsync(unit.Connection, site, id, ct)))
            return Problem.Conflict("payment.answer-other-batch");

        var payments = (await PaymentsAsync(unit.Connection, site, id, ct)).ToDictionary(payment => payment.Id);
        var (unknown, contradicting) = Faults(answer, payments, Hall.DayOf(view.SentAt.Value), clock.HallDay());
        if (unknown.Count + contradicting.Count > 0)
            return Problem.Conflict("payment.answer-contradicts").With("unknown", unknown).With("contradicting", contradicting);

        unit.Audit(payments.Values.Select(payment => payment.PersonId), Purpose.Payment(id));
        var news = answer.Lines.Where(line => payments[line.PaymentId!.Value].State == "sent").ToArray();
        await WriteAsync(unit.Connection, site, id, news, caller.AccountName(), clock.GetUtcNow(), ct);
        foreach (var line in news.Where(line => line.IsPaid))
            unit.Publish(Paid(site, batch, payments[line.PaymentId!.Value], line.Day));
        await Clawbacks.ClaimPaidAsync(unit.Connection, site, [.. payments.Values.Select(payment => payment.ApplicationId)], clock.GetUtcNow(), ct);
        return TypedResults.Ok(new
        {
            Paid = answer.Lines.Count(line => line.IsPaid),
            Failed = answer.Lines.Count(line => !line.IsPaid),
            Unknown = Array.Empty<string>(),
            Batch = await BatchView.FindAsync(unit.Connection, site, id, ct),
        });
    }

    private static bool Answers(AnswerFile answer, BankBatch batch, IReadOnlyList<BankLine> lines) =>
        answer.Site == batch.Site && answer.Batch == $"{batch.Id:N}" && answer.Count == lines.Count && answer.Fen == lines.Sum(line => BankFile.Fen(line.Amount))
        && (answer.Checksum == BankFile.Csv(batch, lines).Checksum || answer.Checksum == BankFile.FixedWidth(batch, lines).Checksum);

    private static (IReadOnlyList<AnswerFault> Unknown, IReadOnlyList<AnswerFault> Contradicting) Faults(
        AnswerFile answer, Dictionary<Guid, Payment> payments, DateOnly sentOn, DateOnly today)
    {
        var (unknown, contradicting) = (new List<AnswerFault>(), new List<AnswerFault>());
        var seen = new HashSet<Guid>();
        foreach (var line in answer.Lines)
        {
            if (line.PaymentId is not { } id || !payments.TryGetValue(id, out var payment))
                unknown.Add(new AnswerFault(line.Number, line.Reference, "payment.unknown"));
            else if (CodeOf(line, payment, sentOn, today) is { } code)
                contradicting.Add(new AnswerFault(line.Number, line.Reference, code));
            else if (!seen.Add(id))
                contradicting.Add(new AnswerFault(line.Number, line.Reference, "payment.answered-twice"));
        }

        return (unknown, contradicting);
    }

    private static string? CodeOf(AnswerLine line, Payment payment, DateOnly sentOn, DateOnly today) => payment.State switch
    {
        _ when line.Fen != BankFile.Fen(payment.Amount) => "payment.answer-amount",
        _ when line.Day < sentOn || line.Day > today => "payment.answer-day",
        "sent" => null,
        "paid" when line.IsPaid && line.Day == payment.PaidOn => null,
        "failed" or "replaced" when !line.IsPaid && line.Reason == payment.Reason => null,
        _ => "payment.answered-otherwise",
    };

    private static async Task<IReadOnlyList<Payment>> PaymentsAsync(IDbConnection connection, string site, Guid id, CancellationToken ct) =>
        [.. await connection.QueryAsync<Payment>(new CommandDefinition(
            """
            select payments.id, application_id, case_id, item, payments.person_id, payments.amount, payments.state, paid_on, reason
              from payments join applications on applications.site = payments.site and applications.id = application_id
             where payments.site = @site and batch_id = @id and payments.state <> 'withdrawn'
            """,
            new { site, id },
            cancellationToken: ct))];

    // A failed payment of a decision that was revoked is not tried again.
    private static Task<int> WriteAsync(
        IDbConnection connection, string site, Guid id, AnswerLine[] news, string by, DateTimeOffset now, CancellationToken ct) =>
        connection.ExecuteAsync(new CommandDefinition(
            """
            with lines as (
                select * from unnest(@ids, @isPaid, @days, @reasons) as lines (id, is_paid, day, reason)
            ), answered as (
                update payments
                   set state = case when is_paid then 'paid' else 'failed' end, paid_on = case when is_paid then day end,
                       reason = case when not is_paid then lines.reason end, answered_at = @now,
                       counts = is_paid or applications.state = 'approved'
                  from lines, applications
                 where payments.site = @site and payments.id = lines.id and payments.state = 'sent'
                   and applications.site = payments.site and applications.id = application_id
                returning payments.site, application_id, applications.state as application_state, payments.state, payments.reason
            )
            insert into application_history (site, application_id, step, at, by, state, what, why)
            select site, application_id,
                   (select coalesce(max(step), 0) + 1 from application_history earlier
                     where earlier.site = answered.site and earlier.application_id = answered.application_id),
                   @now, @by, application_state, case state when 'paid' then 'paid' else 'payment-failed' end, reason
              from answered;

            update payment_batches
               set state = case when is_open then 'answered' else 'settled' end, settled_at = case when not is_open then @now end
              from (select exists (select from payments where site = @site and batch_id = @id and state = 'sent') as is_open) as payments
             where site = @site and id = @id and state in ('sent', 'answered') and (not is_open or (state = 'sent' and @count > 0))
            """,
            new
            {
                site,
                id,
                by,
                now,
                count = news.Length,
                ids = news.Select(line => line.PaymentId!.Value).ToArray(),
                isPaid = news.Select(line => line.IsPaid).ToArray(),
                days = news.Select(line => line.Day).ToArray(),
                reasons = news.Select(line => line.Reason).ToArray(),
            },
            cancellationToken: ct));

    private static SubsidyPaid Paid(string site, BankBatch batch, Payment payment, DateOnly day) => new()
    {
        Site = site,
        CaseId = payment.CaseId,
        ApplicationId = payment.ApplicationId,
        Item = payment.Item,
        PaymentId = payment.Id,
        PersonId = payment.PersonId,
        Programme = batch.Programme,
        Year = batch.Year,
        Amount = payment.Amount,
        PaidOn = day,
    };

    /// <summary>A line of the bank's file that cannot be taken.</summary>
    private sealed record AnswerFault(int Line, string Payment, string Code)
    {
        public string Title => RowTitle.Of(Code);
    }

    private sealed record Payment
    {
        public Guid Id { get; init; }

        public Guid ApplicationId { get; init; }

        public Guid? CaseId { get; init; }

        public required string Item { get; init; }

        public Guid PersonId { get; init; }

        public decimal Amount { get; init; }

        public required string State { get; init; }

        public DateOnly? PaidOn { get; init; }

        public string? Reason { get; init; }
    }
}
