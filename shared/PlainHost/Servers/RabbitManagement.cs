using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;

namespace Wenden.PlainHost.Servers;

/// <summary>The few calls of RabbitMQ's management API that the hall's set-up and tests need.</summary>
public sealed class RabbitManagement : IDisposable
{
    private readonly HttpClient _http;
    private readonly string _user;

    /// <summary>Speaks to the API of a broker, <c>http://127.0.0.1:15672</c> for example.</summary>
    public RabbitManagement(Uri address, string user, string password)
    {
        _user = user;
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(address, "/api/"), Timeout = TimeSpan.FromSeconds(10) };
        _http.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
    }

    /// <summary>True when the broker has started and takes connections.</summary>
    public async Task<bool> AnswersAsync(CancellationToken cancellation = default)
    {
        try
        {
            // The API may answer before the broker takes AMQP connections; the listener stands in the overview when it does.
            var overview = await _http.GetStringAsync("overview", cancellation);
            return overview.Contains("\"protocol\":\"amqp\"", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Makes a virtual host that the user may use.</summary>
    public async Task CreateVirtualHostAsync(string name, CancellationToken cancellation = default)
    {
        using var made = await _http.PutAsJsonAsync($"vhosts/{Uri.EscapeDataString(name)}", new { }, cancellation);
        made.EnsureSuccessStatusCode();
        var all = new { configure = ".*", write = ".*", read = ".*" };
        using var allowed = await _http.PutAsJsonAsync($"permissions/{Uri.EscapeDataString(name)}/{_user}", all, cancellation);
        allowed.EnsureSuccessStatusCode();
    }

    /// <summary>Deletes a virtual host with everything in it.</summary>
    public async Task DeleteVirtualHostAsync(string name, CancellationToken cancellation = default)
    {
        using var deleted = await _http.DeleteAsync(new Uri($"vhosts/{Uri.EscapeDataString(name)}", UriKind.Relative), cancellation);
        deleted.EnsureSuccessStatusCode();
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
