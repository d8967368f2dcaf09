namespace Wenden.Portal.Reading;

/// <summary>The money of a programme: budget, releases, batches for the bank, claw-backs. All amounts in yuan.</summary>
internal sealed class MoneyReads(HallReader hall)
{
    private const string Subsidy = "subsidy";

    public Task<MoneyOfYear> OfYearAsync(ProgrammeYear year, CancellationToken ct) =>
        hall.GetAsync<MoneyOfYear>(Subsidy, $"{PolicyReads.At(year)}/money", ct);

    public Task SetBudgetAsync(ProgrammeYear year, decimal amount, string source, string key, CancellationToken ct) =>
        hall.DoAsync(HttpMethod.Put, Subsidy, $"{PolicyReads.At(year)}/budget", new { amount, source }, ct, key);

    /// <summary>What is approved and not released, with what stands in the way.</summary>
    public Task<IReadOnlyList<Releasable>> ReleasableAsync(string site, ProgrammeYear year, CancellationToken ct) => hall.GetAsync<IReadOnlyList<Releasable>>(
        Subsidy, $"{QueueReads.At(site)}/releasable?programme={Uri.EscapeDataString(year.Programme)}&year={year.Year}", ct);

    /// <summary>Releases several; each row stands for itself.</summary>
    public async Task<IReadOnlyList<RowResult>> ReleaseAsync(string site, IReadOnlyCollection<Guid> applications, CancellationToken ct) =>
        (await hall.DoAsync<RowResults>(HttpMethod.Post, Subsidy, $"{QueueReads.At(site)}/releases", new { applications }, ct, client: ReadingExtensions.Patient))!.Rows;

    public Task<IReadOnlyList<PaymentBatch>> BatchesAsync(string site, CancellationToken ct) =>
        hall.GetAsync<IReadOnlyList<PaymentBatch>>(Subsidy, Batches(site), ct);

    /// <summary>One batch with its payments. Every reading is in the audit trail.</summary>
    public Task<PaymentBatch> BatchAsync(string site, Guid id, CancellationToken ct) => hall.GetAsync<PaymentBatch>(Subsidy, $"{Batches(site)}/{id}", ct);

    /// <summary>Takes all that is released into a batch for the bank.</summary>
    public async Task<PaymentBatch> MakeBatchAsync(string site, ProgrammeYear year, string key, CancellationToken ct) => (await hall.DoAsync<PaymentBatch>(
        HttpMethod.Post, Subsidy, Batches(site), new { programme = year.Programme, year = year.Year }, ct, key, client: ReadingExtensions.Patient))!;

    public Task MarkSentAsync(string site, Guid id, CancellationToken ct) => hall.DoAsync(HttpMethod.Post, Subsidy, $"{Batches(site)}/{id}/sent", null, ct);

    /// <summary>Takes in what the bank answered; the same file twice is one.</summary>
    public async Task<BankAnswer> AnswerAsync(string site, Guid id, HttpContent file, CancellationToken ct) =>
        (await hall.DoAsync<BankAnswer>(HttpMethod.Post, Subsidy, $"{Batches(site)}/{id}/answer", file, ct, client: ReadingExtensions.Patient))!;

    /// <summary>Pays once more, to the account that the registry holds now.</summary>
    public Task RetryAsync(string site, Guid paymentId, CancellationToken ct) =>
        hall.DoAsync(HttpMethod.Post, Subsidy, $"{QueueReads.At(site)}/payments/{paymentId}/retry", null, ct);

    public Task<IReadOnlyList<ClawBack>> ClawBacksAsync(string site, CancellationToken ct) =>
        hall.GetAsync<IReadOnlyList<ClawBack>>(Subsidy, $"{QueueReads.At(site)}/clawbacks", ct);

    public Task RecoverAsync(string site, Guid id, decimal amount, string receipt, string key, CancellationToken ct) =>
        hall.DoAsync(HttpMethod.Post, Subsidy, $"{QueueReads.At(site)}/clawbacks/{id}/recovered", new { amount, receipt }, ct, key);

    /// <summary>Where the browser gets the file for the bank.</summary>
    /// <param name="site">The site.</param>
    /// <param name="id">The batch.</param>
    /// <param name="kind"><c>csv</c>, or <c>txt</c> for lines of fixed width.</param>
    public static string AddressOf(string site, Guid id, string kind) => $"/api/{Subsidy}{Batches(site)}/{id}/file.{kind}";

    private static string Batches(string site) => $"{QueueReads.At(site)}/payment-batches";
}

/// <summary>Yuan of a programme in a year.</summary>
internal sealed record MoneyOfYear(
    decimal? Budget, decimal Committed, decimal Released, decimal Sent, decimal Paid, decimal Failed, decimal ClawedBack, decimal ToClawBack, decimal Left);

/// <param name="Id">The application.</param>
/// <param name="Name">In full.</param>
/// <param name="Account">Masked.</param>
/// <param name="Amount">Yuan.</param>
/// <param name="DecidedAt">When it was approved.</param>
/// <param name="RenewedFrom">The application that it continues.</param>
/// <param name="MayRelease">Whether nothing stands in the way.</param>
/// <param name="Code">Code of what does.</param>
/// <param name="Title">The same in words.</param>
public sealed record Releasable(
    Guid Id, string? Name, string? Account, decimal Amount, DateTimeOffset? DecidedAt, Guid? RenewedFrom, bool MayRelease, string? Code, string? Title)
{
    /// <summary>The name, or the end of the number where the registry knows none.</summary>
    public string Shown => Name ?? Id.ToString("N")[^8..];
}

/// <summary>Payments that go to the bank in one file; amounts are yuan.</summary>
public sealed record PaymentBatch
{
    public const string Made = "made", Settled = "settled";

    public required Guid Id { get; init; }

    public required string Programme { get; init; }

    public required int Year { get; init; }

    public required int Number { get; init; }

    public required string State { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public string CreatedBy { get; init; } = "";

    public int Count { get; init; }

    public decimal Total { get; init; }

    public string? Sha256 { get; init; }

    public DateTimeOffset? SentAt { get; init; }

    public decimal Paid { get; init; }

    /// <summary>Refused by the bank, tried again or not.</summary>
    public decimal Failed { get; init; }

    /// <summary>Without an answer.</summary>
    public decimal Open { get; init; }

    /// <summary>What was sent and is neither paid nor failed.</summary>
    public decimal Difference { get; init; }

    public IReadOnlyList<Payment> Payments { get; init; } = [];

    /// <summary>At its making: who was released and could not be taken in.</summary>
    public IReadOnlyList<LeftOutOne> LeftOut { get; init; } = [];

    /// <param name="ApplicationId">What was left out.</param>
    /// <param name="Title">Why.</param>
    public sealed record LeftOutOne(Guid ApplicationId, string Title);

    /// <param name="Id">The payment.</param>
    /// <param name="ApplicationId">For what.</param>
    /// <param name="Name">In full.</param>
    /// <param name="Account">Masked.</param>
    /// <param name="Amount">Yuan.</param>
    /// <param name="State"><c>made</c>, <c>sent</c>, <c>paid</c>, <c>failed</c>, <c>replaced</c> or <c>withdrawn</c>.</param>
    /// <param name="Reason">What the bank says.</param>
    /// <param name="Attempt">1 for the first.</param>
    public sealed record Payment(Guid Id, Guid ApplicationId, string Name, string? Account, decimal Amount, string State, string? Reason, int Attempt);
}

/// <param name="Paid">How many were paid.</param>
/// <param name="Failed">How many failed.</param>
internal sealed record BankAnswer(int Paid, int Failed);

/// <summary>A line of the bank's file for which the whole file is refused.</summary>
/// <param name="Line">Its number.</param>
/// <param name="Title">What is wrong with it.</param>
internal sealed record AnswerFault(int Line, string Title);

/// <summary>What was paid and has to come back. Amounts in yuan.</summary>
public sealed record ClawBack(
    Guid Id, Guid ApplicationId, string Name, decimal Amount, decimal Recovered, string? Reason, DateTimeOffset AskedAt, DateTimeOffset? SettledAt)
{
    public decimal Open => Amount - Recovered;
}
