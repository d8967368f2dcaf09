using System.Diagnostics;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OpenTelemetry;
using OpenTelemetry.Trace;
using Wenden.Fixture;
using Wenden.ServiceDefaults.Telemetry;

namespace Wenden.ServiceDefaults.Tests;

public sealed class SpanStoreTests
{
    [Fact]
    public async Task Finished_spans_can_be_read_from_the_database()
    {
        var connectionString = await TestServers.FreshDatabaseAsync("spans");
        using var source = new ActivitySource("Wenden.Test." + Guid.CreateVersion7());
        string traceId;

        using (Sdk.CreateTracerProviderBuilder().AddSource(source.Name).AddProcessor(Store(connectionString)).Build())
        {
            using var parent = source.StartActivity("visit")!;
            using (source.StartActivity("call", ActivityKind.Client)!.SetTag("window", 3).SetTag("name", "a\0b"))
                traceId = parent.TraceId.ToString();
        }

        await using var database = NpgsqlDataSource.Create(connectionString);
        await using var connection = await database.OpenConnectionAsync();
        var spans = (await connection.QueryAsync<(string Service, string Name, string Kind, string? Parent, string Attributes)>(
            "select service, name, kind, parent_span_id, attributes::text from spans where trace_id = @traceId order by started_at", new { traceId })).AsList();
        spans.Select(span => (span.Service, span.Name, span.Kind)).ShouldBe([("queue", "visit", "internal"), ("queue", "call", "client")]);
        spans[0].Parent.ShouldBeNull();
        spans[1].Parent.ShouldNotBeNull();
        spans[1].Attributes.ShouldBe("""{"name": "ab", "window": 3}""");
    }

    [Fact]
    public void A_database_that_is_away_holds_up_nobody()
    {
        using var source = new ActivitySource("Wenden.Test." + Guid.CreateVersion7());
        using var provider = Sdk.CreateTracerProviderBuilder()
            .AddSource(source.Name)
            .AddProcessor(Store("Host=127.0.0.1;Port=1;Username=nobody;Database=none;Timeout=1"))
            .Build();

        for (var i = 0; i < 50_000; i++)
            source.StartActivity("call")?.Dispose();

        provider.Shutdown(20_000).ShouldBeTrue();
    }

    private static SpanStore Store(string connectionString) => new(connectionString, "queue", NullLogger<SpanStore>.Instance);
}
