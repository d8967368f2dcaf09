using System.Net;

namespace Wenden.Portal.Reading;

/// <summary>Lists of those who are to get the subsidy (公示), for anybody; and objections to them. No token is sent.</summary>
internal sealed class NoticeReads(IHttpClientFactory clients)
{
    private const string Notices = "http://subsidy/notices";

    /// <summary>Present and past ones, the latest first.</summary>
    /// <exception cref="HttpRequestException">The subsidy cannot be reached or failed.</exception>
    public async Task<IReadOnlyList<PublicNotice>> ListAsync(CancellationToken ct)
    {
        using var client = clients.CreateForAnybody();
        var all = await client.GetFromJsonAsync<IReadOnlyList<PublicNotice>>(new Uri(Notices), HallJson.Options, ct);
        return [.. all!.OrderByDescending(notice => notice.IsOpen).ThenByDescending(notice => notice.PublishedAt)];
    }

    /// <summary>One with its people; null where there is none of that id.</summary>
    /// <exception cref="HttpRequestException">The subsidy cannot be reached or failed.</exception>
    public async Task<PublicNotice?> ReadAsync(Guid id, CancellationToken ct)
    {
        using var client = clients.CreateForAnybody();
        using var answer = await client.GetAsync(new Uri($"{Notices}/{id}"), ct);
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return null;
        return await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<PublicNotice>(HallJson.Options, ct);
    }

    /// <summary>Objects; false where it was refused.</summary>
    /// <param name="id">The notice.</param>
    /// <param name="objection">What is objected to, and by whom.</param>
    /// <param name="key">The same for a second try of the same.</param>
    /// <param name="ct">Ends the waiting.</param>
    /// <exception cref="HttpRequestException">The subsidy cannot be reached or failed.</exception>
    public async Task<bool> ObjectAsync(Guid id, NoticeObjection objection, string key, CancellationToken ct)
    {
        using var client = clients.CreateForAnybody();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{Notices}/{id}/objections")) { Content = JsonContent.Create(objection, options: HallJson.Options) };
        request.Headers.Add("Idempotency-Key", key);
        using var answer = await client.SendAsync(request, ct);
        if ((int)answer.StatusCode is >= 400 and < 500)
            return false;
        answer.EnsureSuccessStatusCode();
        return true;
    }
}

/// <param name="About">The name as the list shows it.</param>
/// <param name="From">Who objects.</param>
/// <param name="Contact">A telephone number.</param>
/// <param name="Text">What is wrong.</param>
internal sealed record NoticeObjection(string About, string From, string Contact, string Text);

/// <summary>A list of those who are to get the subsidy.</summary>
public sealed record PublicNotice(
    Guid Id, string Site, string Programme, int Year, DateTimeOffset PublishedAt, DateOnly EndsOn, int Count, bool IsOpen = true, Words? Title = null,
    IReadOnlyList<PublicNotice.Somebody>? People = null)
{
    /// <summary>Somebody on it, masked.</summary>
    public sealed record Somebody(string Name, string IdNumber, IReadOnlyList<string> Groups, decimal Amount);
}
