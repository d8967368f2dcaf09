using System.Net;
using System.Net.Http.Json;
using Wenden.Fixture;
using Wenden.ServiceDefaults;

namespace Wenden.Simulation;

/// <summary>Somebody in the hall who sends commands to one of the replicas, each under a key of its own, until it is answered.</summary>
internal sealed class QueueCaller(HttpClient http, IReadOnlyList<Uri> replicas, string site, string caller)
{
    private readonly System.Net.Http.Headers.AuthenticationHeaderValue _token = TestIssuer.Bearer(caller);
    private int _next = caller.Length;

    /// <summary>The answer; none where the queue refused.</summary>
    public async Task<(HttpStatusCode Status, T? Answer)> PostAsync<T>(string path, object? body = null)
        where T : class
    {
        var key = Guid.CreateVersion7().ToString();
        while (true)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(replicas[++_next % replicas.Count], $"/sites/{site}/{path}"));
            request.Headers.Authorization = _token;
            request.Headers.Add("Idempotency-Key", key);
            request.Content = body is null ? null : JsonContent.Create(body, options: HallJson.Options);
            try
            {
                using var response = await http.SendAsync(request);
                if (response.StatusCode >= HttpStatusCode.InternalServerError)
                    throw new InvalidOperationException($"{path}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
                return (response.StatusCode, response.StatusCode is HttpStatusCode.OK or HttpStatusCode.Created ? await response.Content.ReadFromJsonAsync<T>(HallJson.Options) : null);
            }
            catch (HttpRequestException)
            {
                await Task.Delay(50);
            }
        }
    }

    public async Task<T> GetAsync<T>(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(replicas[0], $"/sites/{site}/{path}"));
        request.Headers.Authorization = _token;
        using var response = await http.SendAsync(request);
        return (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<T>(HallJson.Options))!;
    }
}
