using System.Text.RegularExpressions;
using Dapper;
using Npgsql;
using UglyToad.PdfPig;
using Wenden.Demo;
using Wenden.Fixture;

namespace Wenden.Journeys.Tests;

/// <summary>The visitors of <c>./wenden demo</c>, in a hall with two replicas of every service.</summary>
[Collection(Window3)]
public sealed partial class DayTests(RunningHall running)
{
    /// <summary>Whoever works at window 3 of the hall waits for the others who do.</summary>
    public const string Window3 = "window 3";

    [Fact]
    public async Task Each_visitor_gets_what_the_rules_say()
    {
        var folder = Directory.CreateTempSubdirectory("wenden-day-").FullName;
        using var hall = new HallClient(running.Hall.Portal);
        using var printed = new StringWriter();

        var day = await Day.WalkAsync(hall, folder, printed, CancellationToken.None);

        day.Visits.Count.ShouldBe(4);
        printed.ToString().ShouldContain("5,000 yuan, by G1");
        printed.ToString().ShouldContain("X6");
        printed.ToString().ShouldContain("waits for: fileInCustody");
        using (var pdf = PdfDocument.Open(day.SignedPdf))
            pdf.GetPage(1).Text.ShouldContain("王春梅");
        await EverythingIsOneTraceAsync(day.Visits[1]);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task The_walk_can_be_repeated_and_survives_a_replica_of_each_service_being_killed()
    {
        var folder = Directory.CreateTempSubdirectory("wenden-day-").FullName;
        using var hall = new HallClient(running.Hall.Portal);
        foreach (var service in Contracts.Hall.Services)
            await running.Hall.KillAsync(service, replica: 1);

        var day = await Day.WalkAsync(hall, folder, TextWriter.Null, CancellationToken.None);

        File.Exists(day.SignedPdf).ShouldBeTrue();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task No_log_line_and_no_span_carries_an_identity_number()
    {
        var folder = Directory.CreateTempSubdirectory("wenden-day-").FullName;
        using var hall = new HallClient(running.Hall.Portal);

        await Day.WalkAsync(hall, folder, TextWriter.Null, CancellationToken.None);

        running.Lines.All.ShouldNotBeEmpty();
        running.Lines.All.Where(line => IdentityNumber().IsMatch(line)).ShouldBeEmpty();
        await using var telemetry = await OpenAsync("telemetrydb");
        await UntilAsync(async () => await telemetry.ExecuteScalarAsync<long>("select count(*) from spans") > 100);
        // What stands between letters or digits is an id that happens to have so many digits; an identity number stands alone.
        (await telemetry.QueryAsync<string>(
            "select distinct substring(name || attributes::text || events::text from '.{0,40}(?:^|[^0-9A-Za-z])[0-9]{17}[0-9Xx](?:$|[^0-9A-Za-z])') as found from spans order by 1"))
            .Where(found => found is not null).ShouldBeEmpty();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Every_look_at_a_persons_data_is_in_a_whole_audit_trail()
    {
        var folder = Directory.CreateTempSubdirectory("wenden-day-").FullName;
        using var hall = new HallClient(running.Hall.Portal);

        await Day.WalkAsync(hall, folder, TextWriter.Null, CancellationToken.None);

        foreach (var service in Contracts.Hall.Services)
        {
            await using var database = NpgsqlDataSource.Create(running.Hall.Databases[$"{service}db"].ConnectionString);
            var trail = await database.WalkAsync();
            trail.Break.ShouldBeNull(service);
            // No ticket knows its visitor; only appointments that citizens make themselves do.
            if (service != "queue")
                trail.Count.ShouldBeGreaterThan(0, service);
        }

        await using var intake = await OpenAsync("intakedb");
        var entry = await intake.QueryFirstAsync<(string Actor, string Site, string Address, string Purpose, string TraceId)>(
            "select actor, site, address, purpose, trace_id from audit.entries where action = 'intake.open-case' order by sequence desc limit 1");
        (entry.Actor[0], entry.Site, entry.Address).ShouldBe(('t', "wendeng-hall", "127.0.0.1"));
        await using var registry = await OpenAsync("registrydb");
        // The same trace leads from the service that asked to the person for whom it did.
        (await registry.QueryAsync<string>("select purpose from audit.entries where trace_id = @TraceId and actor = 'intake'", new { entry.TraceId }))
            .ShouldContain(purpose => purpose.StartsWith("ticket/"));
        Directory.Delete(folder, recursive: true);
    }

    private async Task EverythingIsOneTraceAsync(Visit visit)
    {
        await using var telemetry = await OpenAsync("telemetrydb");
        var spans = new List<Span>();
        await UntilAsync(async () =>
        {
            spans = (await telemetry.QueryAsync<Span>(
                "select service, name, kind, span_id, parent_span_id from spans where trace_id = @TraceId", new { visit.TraceId })).AsList();
            return Services(spans).SetEquals([.. Contracts.Hall.Services, "portal"]) && Orphans(spans).All(span => span.ParentSpanId == visit.SpanId);
        }, () => $"{string.Join(", ", Services(spans))}; {string.Join('\n', Orphans(spans).Select(span => $"{span.Service} {span.Name}"))}");

        // Message hops: what a consumer does hangs under the request that caused it, through outbox and broker.
        foreach (var (consumer, publisher) in new[] { ("forms", "intake"), ("intake", "forms"), ("subsidy", "intake"), ("intake", "subsidy"), ("intake", "queue"), ("registry", "certification") })
            spans.ShouldContain(span => span.Service == consumer && span.Kind == "consumer" && PublisherOf(span, spans) == publisher, $"{publisher} to {consumer}");
    }

    private static HashSet<string> Services(List<Span> spans) => [.. spans.Select(span => span.Service)];

    /// <summary>Spans whose parent is not in the trace. In a whole trace these are the requests of the visitor, who is not recorded.</summary>
    private static IEnumerable<Span> Orphans(List<Span> spans)
    {
        var ids = spans.Select(span => span.SpanId).ToHashSet();
        return spans.Where(span => span.ParentSpanId is null || !ids.Contains(span.ParentSpanId));
    }

    private static string? PublisherOf(Span consumer, List<Span> spans)
    {
        var byId = spans.ToDictionary(span => span.SpanId);
        for (var span = consumer; span.ParentSpanId is not null && byId.TryGetValue(span.ParentSpanId, out span);)
        {
            if (span.Kind == "producer")
                return span.Service;
        }

        return null;
    }

    private async Task<NpgsqlConnection> OpenAsync(string database)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        var connection = new NpgsqlConnection(running.Hall.Databases[database].ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    private static async Task UntilAsync(Func<Task<bool>> condition, Func<string>? explain = null)
    {
        for (var tries = 0; !await condition(); tries++)
        {
            if (tries == 300)
                throw new TimeoutException(explain?.Invoke());
            await Task.Delay(100);
        }
    }

    [GeneratedRegex(@"(?<!\d)\d{17}[\dXx](?![0-9A-Za-z])")]
    private static partial Regex IdentityNumber();

    private sealed record Span(string Service, string Name, string Kind, string SpanId, string? ParentSpanId);
}
