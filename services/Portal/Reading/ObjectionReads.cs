namespace Wenden.Portal.Reading;

/// <summary>Public notices of what is to be paid, and what is said against it.</summary>
internal sealed class ObjectionReads(HallReader hall)
{
    private const string Subsidy = "subsidy";

    /// <summary>What is said against decisions, the oldest first.</summary>
    public Task<IReadOnlyList<Objection>> ListAsync(string site, bool open, CancellationToken ct) =>
        hall.GetAsync<IReadOnlyList<Objection>>(Subsidy, $"{QueueReads.At(site)}/objections{(open ? "?open=true" : "")}", ct);

    /// <summary>Answers an objection; not by who decided the application.</summary>
    public Task DecideAsync(string site, Guid id, bool upheld, string answer, CancellationToken ct) =>
        hall.DoAsync(HttpMethod.Post, Subsidy, $"{QueueReads.At(site)}/objections/{id}/decide", new { upheld, answer }, ct);

    /// <summary>Present and past notices of a site.</summary>
    public async Task<IReadOnlyList<PublicNotice>> NoticesAsync(string site, CancellationToken ct) =>
        [.. (await hall.GetAsync<IReadOnlyList<PublicNotice>>(Subsidy, "/notices", ct)).Where(notice => notice.Site == site)];

    /// <summary>Announces every approval that is not announced yet.</summary>
    public async Task<PublicNotice> PublishAsync(string site, string programme, int year, string key, CancellationToken ct) =>
        (await hall.DoAsync<PublicNotice>(HttpMethod.Post, Subsidy, $"{QueueReads.At(site)}/notices", new { programme, year }, ct, key))!;
}

/// <summary>What somebody says against a decision or a notice.</summary>
public sealed record Objection
{
    public required Guid Id { get; init; }

    public Guid? ApplicationId { get; init; }

    public Guid? NoticeId { get; init; }

    public string? About { get; init; }

    public required string From { get; init; }

    public string? Contact { get; init; }

    public required string Text { get; init; }

    public required DateTimeOffset At { get; init; }

    public string? By { get; init; }

    public required string State { get; init; }

    public string? Answer { get; init; }

    public string? DecidedBy { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>Upheld, and the approval stands: nothing is revoked by itself.</summary>
    public bool ToRevoke { get; init; }
}
