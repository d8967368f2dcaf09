using System.Net.Sockets;

namespace Wenden.PlainHost.Processes;

/// <summary>Docker, or whatever speaks its API, at <c>DOCKER_HOST</c> or <c>/var/run/docker.sock</c>.</summary>
public static class ContainerEngine
{
    private static readonly Lazy<Task<bool>> Asked = new(AskAsync);

    /// <summary>Where the engine would be asked.</summary>
    public static Uri Endpoint => new(Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 } host ? host : "unix:///var/run/docker.sock");

    /// <summary>True when the engine has answered; asked once per process.</summary>
    public static Task<bool> AnswersAsync() => Asked.Value;

    /// <summary>Kills a container with SIGKILL.</summary>
    public static async Task KillAsync(string container)
    {
        using var http = Client(TimeSpan.FromSeconds(30));
        using var answer = await http.PostAsync(new Uri($"containers/{container}/kill?signal=SIGKILL", UriKind.Relative), content: null);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task<bool> AskAsync()
    {
        if (Endpoint.Scheme == "unix" && !File.Exists(Endpoint.LocalPath))
            return false;
        try
        {
            using var http = Client(TimeSpan.FromSeconds(3));
            using var answer = await http.GetAsync(new Uri("_ping", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    private static HttpClient Client(TimeSpan timeout)
    {
        var handler = new SocketsHttpHandler { UseProxy = false };
        if (Endpoint.Scheme == "unix")
            handler.ConnectCallback = async (_, cancellation) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(Endpoint.LocalPath), cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            };
        var address = Endpoint.Scheme == "unix" ? "http://localhost/" : $"http://{Endpoint.Authority}/";
        return new HttpClient(handler) { BaseAddress = new Uri(address), Timeout = timeout };
    }
}
