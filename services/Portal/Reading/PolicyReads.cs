using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Wenden.Portal.Reading;

/// <summary>The programmes there are, and policies that are to come into force.</summary>
internal sealed class PolicyReads(HallReader hall)
{
    private const string Subsidy = "subsidy", Drafts = "/policy-drafts";

    /// <summary>The programmes and their years, the newest first.</summary>
    public async Task<IReadOnlyList<ProgrammeYear>> ProgrammesAsync(CancellationToken ct) =>
        [.. (await hall.GetAsync<IReadOnlyList<ProgrammeYear>>(Subsidy, "/programmes", ct)).DistinctBy(one => one.Key).OrderByDescending(one => one.Year).ThenBy(one => one.Programme)];

    public Task<IReadOnlyList<PolicyDraft>> DraftsAsync(CancellationToken ct) =>
        hall.GetAsync<IReadOnlyList<PolicyDraft>>(Subsidy, Drafts, ct);

    /// <summary>One draft with what it changes.</summary>
    public Task<PolicyDraft> DraftAsync(Guid id, CancellationToken ct) => hall.GetAsync<PolicyDraft>(Subsidy, $"{Drafts}/{id}", ct);

    /// <exception cref="ReadFailedException">The text is no policy; its <c>errors</c> say all that is wrong.</exception>
    public async Task<PolicyDraft> AddAsync(string yaml, string key, CancellationToken ct)
    {
        using var content = new StringContent(yaml, Encoding.UTF8, new MediaTypeHeaderValue("text/plain", "utf-8"));
        return (await hall.DoAsync<PolicyDraft>(HttpMethod.Post, Subsidy, Drafts, content, ct, key))!;
    }

    public Task ConfirmAsync(Guid id, CancellationToken ct) => hall.DoAsync(HttpMethod.Post, Subsidy, $"{Drafts}/{id}/confirm", null, ct);

    public Task WithdrawAsync(Guid id, CancellationToken ct) => hall.DoAsync(HttpMethod.Post, Subsidy, $"{Drafts}/{id}/withdraw", null, ct);

    /// <summary>Has everybody in the registry judged by the draft; nothing is decided by it.</summary>
    public Task SimulateAsync(Guid id, CancellationToken ct) => hall.DoAsync(HttpMethod.Post, Subsidy, $"{Drafts}/{id}/simulations", null, ct);

    /// <summary>How the last simulation stands; none where there was none.</summary>
    public async Task<IReadOnlyList<PolicySimulation>> SimulationsAsync(Guid id, CancellationToken ct)
    {
        try
        {
            return [await hall.GetAsync<PolicySimulation>(Subsidy, $"{Drafts}/{id}/simulation", ct)];
        }
        catch (ReadFailedException none) when (none.Status == StatusCodes.Status404NotFound)
        {
            return [];
        }
    }

    public static string At(ProgrammeYear year) => $"/programmes/{Uri.EscapeDataString(year.Programme)}/{year.Year}";
}

/// <summary>A policy that a second person has to confirm before it is in force.</summary>
public sealed record PolicyDraft
{
    public const string Draft = "draft";

    public required Guid Id { get; init; }

    public required string Programme { get; init; }

    public required int Year { get; init; }

    public string Fingerprint { get; init; } = "";

    public required string State { get; init; }

    public string? LoadedBy { get; init; }

    public string? ConfirmedBy { get; init; }

    public IReadOnlyList<Change> Changes { get; init; } = [];

    /// <param name="Path">Where in the policy.</param>
    /// <param name="Before">As it is in force.</param>
    /// <param name="Now">As the draft has it.</param>
    public sealed record Change(string Path, JsonElement? Before, JsonElement? Now);
}

/// <summary>What a draft would change for everybody. Costs in yuan a year.</summary>
public sealed record PolicySimulation
{
    public required string State { get; init; }

    public int People { get; init; }

    public int Done { get; init; }

    public int Gain { get; init; }

    public int Lose { get; init; }

    public int Same { get; init; }

    public int Unknown { get; init; }

    public decimal CostBefore { get; init; }

    public decimal CostNow { get; init; }

    public IReadOnlyList<Example> Examples { get; init; } = [];

    /// <param name="PersonId">Who.</param>
    /// <param name="Before">As it is in force.</param>
    /// <param name="Now">By the draft.</param>
    /// <param name="Because">Codes of the rules that differ.</param>
    public sealed record Example(Guid PersonId, Judged Before, Judged Now, IReadOnlyList<string> Because);

    /// <param name="Outcome">Eligible or not.</param>
    /// <param name="Amount">Yuan a year.</param>
    public sealed record Judged(string Outcome, decimal Amount);
}
