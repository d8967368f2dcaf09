using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OpenTelemetry;
using OpenTelemetry.Trace;
using Wenden.ServiceDefaults.Telemetry;

namespace Wenden.ServiceDefaults.Tests;

public sealed class MaskingTests
{
    private const string Number = "11010519491231002X";
    private const string Masked = "110105********002X";

    [Fact]
    public void Nothing_of_a_span_carries_an_identity_number()
    {
        using var source = new ActivitySource("Wenden.Test." + Guid.CreateVersion7());
        var seen = new List<Activity>();
        using var provider = Sdk.CreateTracerProviderBuilder()
            .AddSource(source.Name)
            .AddProcessor(new MaskSpans())
            .AddProcessor(new Collect(seen))
            .Build();

        using (var span = source.StartActivity("GET /persons/" + Number)!)
        {
            span.SetTag("url.path", "/persons/" + Number);
            span.SetTag("numbers", new[] { Number, "x" });
            span.SetTag("count", 18);
            span.AddException(new InvalidOperationException("no such person: " + Number));
            span.SetStatus(ActivityStatusCode.Error, "no such person: " + Number);
        }

        var row = SpanRow.Of(seen.ShouldHaveSingleItem());
        row.ToString().ShouldNotContain(Number);
        row.Name.ShouldBe("GET /persons/" + Masked);
        row.Attributes.ShouldContain("/persons/" + Masked);
        row.Events.ShouldContain("no such person: " + Masked);
        seen[0].StatusDescription.ShouldBe("no such person: " + Masked);
        ((string[])seen[0].GetTagItem("numbers")!).ShouldBe([Masked, "x"]);
    }

    [Fact]
    public void A_statement_is_cut_where_it_is_long_and_never_through_a_number()
    {
        using var source = new ActivitySource("Wenden.Test." + Guid.CreateVersion7());
        var seen = new List<Activity>();
        using var provider = Sdk.CreateTracerProviderBuilder().AddSource(source.Name).AddProcessor(new MaskSpans()).AddProcessor(new Collect(seen)).Build();
        var begin = "select " + new string('x', MaskSpans.LongestStatement - 17);

        foreach (var statement in new[] { $"{begin} '{Number}' and more of it", "select 1" })
        {
            using var span = source.StartActivity("postgresql")!;
            span.SetTag("db.query.text", statement);
            span.SetTag("url.path", new string('y', 1_000));
        }

        seen.Select(span => span.GetTagItem("db.query.text")).ShouldBe([$"{begin} '{Masked}"[..MaskSpans.LongestStatement] + "…", "select 1"]);
        seen.ShouldAllBe(span => ((string)span.GetTagItem("url.path")!).Length == 1_000);
    }

    [Fact]
    public void No_console_line_carries_an_identity_number()
    {
        var console = new MaskedConsole(TimeProvider.System);
        using var text = new StringWriter();
        var error = new InvalidOperationException("no such person: " + Number);

        console.Write(
            new LogEntry<string>(LogLevel.Error, "Wenden.Registry.Persons", default, "looked up " + Number, error, (state, _) => state), null, text);

        text.ToString().ShouldContain("fail Persons: looked up " + Masked);
        text.ToString().ShouldContain("no such person: " + Masked);
        text.ToString().ShouldNotContain(Number);
    }

    [Fact]
    public void No_log_record_sent_by_otlp_carries_one()
    {
        var records = new List<string>();
        using var services = new ServiceCollection().AddLogging(logging => logging.AddOpenTelemetry(options =>
        {
            options.IncludeFormattedMessage = true;
            options.AddProcessor(new MaskLogs());
            options.AddProcessor(new CollectLogs(records));
        })).BuildServiceProvider();

        services.GetRequiredService<ILogger<MaskingTests>>()
            .LogError(new InvalidOperationException("no such person: " + Number), "Looked up {Number}", Number);

        var record = records.ShouldHaveSingleItem();
        record.ShouldStartWith($"Looked up {Masked}\n\n");
        record.ShouldContain("Number=" + Masked);
        record.ShouldContain("exception.message=no such person: " + Masked);
        record.ShouldNotContain(Number);
    }

    private sealed class Collect(List<Activity> seen) : BaseProcessor<Activity>
    {
        public override void OnEnd(Activity data) => seen.Add(data);
    }

    // Records are used again as soon as the processors are done with them.
    private sealed class CollectLogs(List<string> seen) : BaseProcessor<OpenTelemetry.Logs.LogRecord>
    {
        public override void OnEnd(OpenTelemetry.Logs.LogRecord data) => seen.Add(
            $"{data.FormattedMessage}\n{data.Exception}\n{string.Join('\n', data.Attributes!.Select(pair => $"{pair.Key}={pair.Value}"))}");
    }
}
