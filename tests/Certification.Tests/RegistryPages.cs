using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Wenden.Contracts.Registry;
using Wenden.Fixture;
using Wenden.ServiceDefaults;

namespace Wenden.Certification.Tests;

/// <summary>The one page of the registry that certification reads, served over HTTP.</summary>
internal sealed class RegistryPages : IAsyncDisposable
{
    private readonly WebApplication _server;

    public RegistryPages()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _server = builder.Build();
        _server.MapGet("/persons/{id:guid}", (Guid id, HttpRequest request) =>
            !TestIssuer.CallerOf(request).StartsWith("role=service; name=certification") ? Results.StatusCode(403)
            : Files.TryGetValue(id, out var file) ? Results.Json(file, HallJson.Options) : Results.NotFound());
    }

    public ConcurrentDictionary<Guid, PersonFile> Files { get; } = new();

    public async Task<string> StartAsync()
    {
        await _server.StartAsync();
        return _server.Urls.Single();
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
