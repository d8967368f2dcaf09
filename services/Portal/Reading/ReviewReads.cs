using System.Text.Json;

namespace Wenden.Portal.Reading;

/// <summary>What a reviewer and an approver do with applications for the subsidy.</summary>
internal sealed class ReviewReads(HallReader hall)
{
    /// <summary>As many as one list holds; more are counted as "at least".</summary>
    public const int Most = 500;

    private const string Subsidy = "subsidy";

    /// <summary>What waits for a step, the longest waiting first.</summary>
    public Task<IReadOnlyList<WorkRow>> WorkAsync(string site, string step, CancellationToken ct) =>
        hall.GetAsync<IReadOnlyList<WorkRow>>(Subsidy, $"{QueueReads.At(site)}/work-list/{step}", ct);

    /// <summary>One application with its facts, reasons and history. Every reading is in the audit trail.</summary>
    public Task<ApplicationFile> ReadAsync(string site, Guid id, CancellationToken ct) =>
        hall.GetAsync<ApplicationFile>(Subsidy, At(site, id), ct);

    /// <summary>Keeps others from reviewing it for half an hour; again renews it.</summary>
    public Task ClaimAsync(string site, Guid id, CancellationToken ct) => hall.DoAsync(HttpMethod.Post, Subsidy, $"{At(site, id)}/claim", null, ct);

    public Task ReleaseAsync(string site, Guid id, CancellationToken ct) => hall.DoAsync(HttpMethod.Post, Subsidy, $"{At(site, id)}/unclaim", null, ct);

    /// <summary>Reviews one application.</summary>
    /// <param name="site">The site.</param>
    /// <param name="id">The application.</param>
    /// <param name="step"><see cref="Steps.First"/> or <see cref="Steps.Second"/>.</param>
    /// <param name="review">What is said on it.</param>
    /// <param name="ct">Ends the waiting.</param>
    public async Task<ReviewedOne> ReviewAsync(string site, Guid id, string step, ReviewOf review, CancellationToken ct) =>
        (await hall.DoAsync<ReviewedOne>(HttpMethod.Post, Subsidy, $"{At(site, id)}/{step}", review, ct))!;

    /// <summary>Decides as the third person what two reviews ask for against the rules.</summary>
    public async Task<ReviewedOne> OverrideAsync(string site, Guid id, bool approve, string note, CancellationToken ct) =>
        (await hall.DoAsync<ReviewedOne>(HttpMethod.Post, Subsidy, $"{At(site, id)}/override", new { approve, note }, ct))!;

    /// <summary>Reviews several; each row stands for itself.</summary>
    public async Task<IReadOnlyList<RowResult>> ReviewManyAsync(string site, string step, IReadOnlyCollection<Guid> applications, bool approve, string? note, CancellationToken ct) =>
        (await hall.DoAsync<RowResults>(
            HttpMethod.Post, Subsidy, $"{QueueReads.At(site)}/{step}s", new { applications, approve, note }, ct, client: ReadingExtensions.Patient))!.Rows;

    /// <summary>Has the applicant asked for what is missing; once an application.</summary>
    public Task AskSupplementAsync(string site, Guid id, string missing, CancellationToken ct) =>
        hall.DoAsync(HttpMethod.Post, Subsidy, $"{At(site, id)}/supplement", new { missing }, ct);

    public Task RevokeAsync(string site, Guid id, string note, CancellationToken ct) =>
        hall.DoAsync(HttpMethod.Post, Subsidy, $"{At(site, id)}/revoke", new { note }, ct);

    private static string At(string site, Guid id) => $"{QueueReads.At(site)}/applications/{id}";
}

/// <summary>Steps of a review, which are states of an application too.</summary>
internal static class Steps
{
    public const string First = "first-review", Second = "second-review", Override = "override-review";
}

/// <param name="Approve">Whether the reviewer agrees.</param>
/// <param name="Note">Why; must be there where not, and for an override.</param>
/// <param name="Override">Asks to grant against the rules.</param>
internal sealed record ReviewOf(bool Approve, string? Note, bool? Override = null);

/// <param name="Id">The application.</param>
/// <param name="State">Its state now.</param>
/// <param name="Amount">What is granted, yuan a year.</param>
internal sealed record ReviewedOne(Guid Id, string State, decimal Amount);

internal sealed record RowResults(IReadOnlyList<RowResult> Rows);

/// <param name="Id">What was asked for.</param>
/// <param name="Done">Whether it is done.</param>
/// <param name="State">Its state now; none where there is no such application.</param>
/// <param name="Code">Code of why not.</param>
/// <param name="Title">Why not, in the person's language.</param>
public sealed record RowResult(Guid Id, bool Done, string? State, string? Code, string? Title);

/// <summary>One application that waits for a review.</summary>
public sealed record WorkRow
{
    public required Guid Id { get; init; }

    public Guid? RenewedFrom { get; init; }

    public string? Name { get; init; }

    /// <summary>The name, or the end of the number where the registry knows none.</summary>
    public string Shown => Name ?? Id.ToString("N")[^8..];

    public required string Programme { get; init; }

    public required int Year { get; init; }

    public required DateOnly AppliedOn { get; init; }

    public int WaitingDays { get; init; }

    public string? Outcome { get; init; }

    public decimal Amount { get; init; }

    public IReadOnlyList<string> Groups { get; init; } = [];

    public IReadOnlyList<string> Failed { get; init; } = [];

    public IReadOnlyList<string> Exclusions { get; init; } = [];

    public IReadOnlyList<JsonElement> Obstacles { get; init; } = [];

    public string? ClaimedBy { get; init; }

    public DateTimeOffset? ClaimedUntil { get; init; }

    public bool IsMine { get; init; }

    public bool MayReview { get; init; }

    public bool ProposesOverride { get; init; }

    public bool IsTaken => ClaimedBy is not null && !IsMine;

    public bool CanBeChosen => MayReview && !IsTaken;
}
