using System.Globalization;
using Wenden.Audit;
using Wenden.Contracts.Auditing;

namespace Wenden.Portal.Reading;

/// <summary>Who read or changed whose data: the audit trails of all services as one.</summary>
internal sealed class AuditReads(HallReader hall)
{
    /// <summary>As many entries as one page shows.</summary>
    public const int PageSize = 50;

    /// <summary>Every service that keeps a trail.</summary>
    public static readonly IReadOnlyList<string> Services = [.. Hall.Services, "identity"];

    /// <summary>One page of what matches, the newest first. A service that gives no answer is named, and keeps nobody from the others' answers.</summary>
    /// <param name="question">What is looked for.</param>
    /// <param name="place">Where each service goes on; null for the first page.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <exception cref="ReadFailedException">No service answered.</exception>
    public async Task<AuditPage> SearchAsync(AuditQuestion question, AuditPlace? place, CancellationToken ct)
    {
        place ??= AuditPlace.First(Services.Where(service => question.Service is null || question.Service == service));
        var answers = await Task.WhenAll(place.Before.Select(service => AskAsync(service.Key, service.Value, question, ct)));
        if (answers.All(answer => answer.Failure is not null))
            throw answers[0].Failure!;
        return AuditPage.Merge(answers, PageSize);
    }

    /// <summary>Walks along the whole trail of a service; that may take minutes.</summary>
    /// <exception cref="ReadFailedException">The service refused or gave no answer.</exception>
    public Task<ChainReport> VerifyAsync(string service, CancellationToken ct) =>
        hall.GetAsync<ChainReport>(service, "/audit/verify", ct, ReadingExtensions.Patient);

    private async Task<AuditAnswer> AskAsync(string service, long? before, AuditQuestion question, CancellationToken ct)
    {
        try
        {
            var page = await hall.GetAsync<AuditedEntries>(service, $"/audit?{question.ToQuery(before)}limit={PageSize}", ct);
            return new AuditAnswer(service, before, page.Entries, page.Next is not null);
        }
        catch (ReadFailedException failure)
        {
            return new AuditAnswer(service, before, [], HasMore: true, failure);
        }
    }
}

/// <summary>What an auditor looks for; what is not given matches everything.</summary>
internal sealed record AuditQuestion(
    Guid? Person = null, string? Actor = null, string? Action = null, string? Purpose = null, DateTimeOffset? From = null, DateTimeOffset? To = null, string? Service = null)
{
    /// <summary>The query of <c>GET /audit</c>, to be continued.</summary>
    public string ToQuery(long? before)
    {
        (string Name, string? Value)[] parts =
        [
            ("person", Person?.ToString()), ("actor", Actor), ("action", Action), ("purpose", Purpose), ("from", Instant(From)), ("to", Instant(To)),
            ("before", before?.ToString(CultureInfo.InvariantCulture)),
        ];
        return string.Concat(parts.Where(part => !string.IsNullOrEmpty(part.Value)).Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value!)}&"));
    }

    private static string? Instant(DateTimeOffset? instant) => instant?.ToString("o", CultureInfo.InvariantCulture);
}
