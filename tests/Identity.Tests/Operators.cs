using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Wenden.Contracts.Identity;

namespace Wenden.Identity.Tests;

/// <summary>What an operator does, and what comes of it.</summary>
internal static class Operators
{
    private static int _count;

    public static async Task<HttpClient> OperatorAsync(this IdentityHall hall) => hall.First.With(await hall.Second.SampleAsync("operator"));

    /// <summary>A command that takes nothing but its address.</summary>
    public static Task<HttpResponseMessage> ActAsync(this HttpClient client, string path) => client.PostAsync(new Uri(path, UriKind.Relative), null);

    /// <summary>A command that creates something, with the key or a new one.</summary>
    public static Task<HttpResponseMessage> CreateAsync(this HttpClient client, string path, object body, string? key = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", key ?? $"{Guid.CreateVersion7()}");
        return client.SendAsync(request);
    }

    /// <summary>What services are told of accounts and devices whose tokens they must refuse.</summary>
    public static async Task<StoppedSubject[]> StoppedAsync(this IdentityHall hall)
    {
        using var client = hall.Second.With(await hall.First.OfClientAsync("queue"));
        using var answer = await client.GetAsync(new Uri("/stopped", UriKind.Relative));
        return (await answer.ReadAsync<StoppedSubject[]>())!;
    }

    public static async Task ShouldBeProblemAsync(this HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        var problem = await answer.ReadAsync<JsonElement>();
        (answer.StatusCode, problem.GetProperty("code").GetString()).ShouldBe((status, code));
    }

    /// <summary>A name that no account and no device has.</summary>
    public static string NewName() => $"n{Interlocked.Increment(ref _count):0000}";
}
