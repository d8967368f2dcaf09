using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Mvc.Testing;
using Wenden.Intake.Cases;
using Wenden.Intake.Ratings;
using Wenden.Intake.Rectification;
using Wenden.ServiceDefaults;
using Wenden.ServiceDefaults.Callers;

namespace Wenden.Intake.Tests;

/// <summary>Somebody at home: with the link of a number, with a sign-in, or with neither.</summary>
internal sealed class Visitor
{
    private readonly HttpClient _client;

    private Visitor(WebApplicationFactory<Program> replica, string? token) =>
        _client = token is null ? replica.CreateClient() : Teller.Client(replica, token);

    public static Visitor Of(IntakeHall hall) => new(hall.First, null);

    /// <summary>The same who reaches the other replica.</summary>
    public static Visitor Beside(IntakeHall hall) => new(hall.Second, null);

    public static Visitor Citizen(IntakeHall hall, Guid person) => new(hall.Second, $"role={Roles.Citizen}; name=c-{person:N}; person={person}; site=*");

    /// <summary>The link of a case's number.</summary>
    public static string LinkOf(IntakeHall hall, CaseView view)
    {
        var link = Convert.ToHexString(RandomNumberGenerator.GetBytes(11));
        hall.Neighbours.Links[link] = view.TicketId;
        return link;
    }

    public Task<HttpResponseMessage> GetAsync(string path) => _client.GetAsync(new Uri(path, UriKind.Relative));

    public Task<HttpResponseMessage> PostAsync(string path, object body, string? key = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body, options: HallJson.Options) };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return _client.SendAsync(request);
    }

    public async Task<IReadOnlyList<RatedItem>> RatingsAsync(string link)
    {
        using var answer = await GetAsync($"/visits/{link}/ratings");
        return await answer.ReadAsync<RatedItem[]>();
    }

    public Task<HttpResponseMessage> TryRateAsync(string link, Guid caseId, string item, string level, string? comment = null, string? contact = null) =>
        PostAsync($"/visits/{link}/ratings/{caseId}/{item}", new { level, comment, contact });

    public async Task<RatedItem> RateAsync(string link, Guid caseId, string item, string level, string? comment = null, string? contact = null)
    {
        using var answer = await TryRateAsync(link, caseId, item, level, comment, contact);
        return await answer.ReadAsync<RatedItem>();
    }

    public Task<HttpResponseMessage> TryReportAsync(string site, string what, int? window = null, string? contact = null, string? key = null) =>
        PostAsync("/findings", new { site, what, window, contact }, key ?? Guid.CreateVersion7().ToString());

    /// <summary>Tells what is wrong; returns the link to follow it.</summary>
    public async Task<string> ReportAsync(string site, string what = "自助机的字太小", int? window = null, string? contact = null)
    {
        using var answer = await TryReportAsync(site, what, window, contact);
        return (await answer.ReadAsync<ReportFinding.Reported>(HttpStatusCode.Created)).Link;
    }

    public async Task<FollowFinding.Finding> FindingAsync(string link)
    {
        using var answer = await GetAsync($"/findings/{link}");
        return await answer.ReadAsync<FollowFinding.Finding>();
    }

    public Task<HttpResponseMessage> TryAnswerAsync(string link, int version, bool isSettled, string? text = null) =>
        PostAsync($"/findings/{link}/answer", new { version, isSettled, text });
}
