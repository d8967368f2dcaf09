using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Wenden.Identity.Tests;

/// <summary>The one page of the registry that identity asks, served over HTTP.</summary>
internal sealed class RegistryStandIn : IAsyncDisposable
{
    private readonly WebApplication _server;

    public RegistryStandIn()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _server = builder.Build();
        _server.MapPost("/persons/check", (Asked asked) =>
            People.TryGetValue(asked.IdNumber, out var person) && person.Name == asked.Name && person.Card == asked.SocialSecurityCard
                ? Results.Json(new { person.PersonId, person.Phone })
                : Results.NotFound());
    }

    public ConcurrentDictionary<string, Insured> People { get; } = new();

    public async Task<string> StartAsync()
    {
        await _server.StartAsync();
        return _server.Urls.Single();
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private sealed record Asked(string IdNumber, string Name, string SocialSecurityCard);
}

/// <summary>Somebody the registry knows.</summary>
internal sealed record Insured(Guid PersonId, string IdNumber, string Name, string Card, string Phone);
