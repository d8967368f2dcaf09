using System.Diagnostics;
using System.Globalization;
using CliWrap;
using CliWrap.Buffered;
using Wenden.Forms.Templates;
using Wenden.Forms.Tests;

namespace Wenden.Bench;

/// <summary>The forms of a retirement, filled and drawn: how long they take together, the first of a cold process, how many beside Chromium, and whether memory grows.</summary>
internal static class FormsBench
{
    /// <summary>The hidden command that <see cref="FirstForm"/> is run by.</summary>
    public const string FirstFormCommand = "first-form";

    private const int Rounds = 4;
    private const int WarmUpSeconds = 3;
    private const int ColdStarts = 5;
    private const int Thousands = 5;
    private const int SettledThousands = 2;
    private const double WantedTogether = 50;
    private const double WantedFirst = 1_000;
    private const double WantedRatio = 60;
    // What the working set may move by without anything being kept: less than 1 MB over 3,000 forms. A form's PDF has 30 kB.
    private const long WantedBytes = 256;

    private static readonly string[] _names =
    [
        "retirement-claim", "retirement-approval", "retirement-notice", "deemed-years-recognition",
        "early-retirement-review", "retirement-information", "pension-assessment", "retiree-registration",
    ];

    public static async Task RunAsync(int seconds, TextWriter output)
    {
        var templates = _names.Select(InForce).ToArray();
        Together(templates, WarmUpSeconds);

        await output.WriteLineAsync($"The {templates.Length} forms of a retirement, filled and drawn to PDF on one thread; {Environment.ProcessorCount} cores");
        var spent = Environment.CpuUsage.TotalTime;
        var together = Together(templates, seconds);
        spent = (Environment.CpuUsage.TotalTime - spent) / together.Count;
        await output.WriteLineAsync(Text($"  together   {together}, of processor time {spent.TotalMilliseconds:F1} ms  {Judge(together.At(0.5) < WantedTogether)}: p50 under {WantedTogether} ms"));

        var first = new Latencies();
        for (var start = 0; start < ColdStarts; start++)
            first.Add(await FirstOfColdProcessAsync());
        await output.WriteLineAsync(Text($"  first form of a cold process, from its start: {first.At(0.5):F0} ms, at most {first.At(1):F0}  {Judge(first.At(0.5) < WantedFirst)}: under {WantedFirst} ms"));

        await MemoryAsync(templates, output);

        await using var chromium = await Chromium.StartAsync([.. templates.Select(template => FormAsHtml.Write(Specimen.Usual(template)))]);
        await CompareAsync(templates, chromium, seconds, output);
    }

    /// <summary>Draws one form in a process that has done nothing yet, and prints how many milliseconds ago the process began.</summary>
    public static void FirstForm(TextWriter output)
    {
        Draw(InForce(_names[0]));
        using var self = Process.GetCurrentProcess();
        output.WriteLine(Text($"{(TimeProvider.System.GetUtcNow().UtcDateTime - self.StartTime.ToUniversalTime()).TotalMilliseconds:F1}"));
    }

    private static FormTemplate InForce(string name) => Samples.Templates.InForce(name, new DateOnly(2019, 10, 21))!;

    private static void Draw(FormTemplate template) => Samples.Drawing.Pdf(Specimen.Usual(template));

    private static Latencies Together(FormTemplate[] templates, double seconds)
    {
        var (times, started) = (new Latencies(), Stopwatch.StartNew());
        while (started.Elapsed.TotalSeconds < seconds)
        {
            var began = started.Elapsed;
            foreach (var template in templates)
                Draw(template);
            times.Add(started.Elapsed - began);
        }

        return times;
    }

    private static async Task<TimeSpan> FirstOfColdProcessAsync()
    {
        var run = await Cli.Wrap("dotnet").WithArguments([typeof(FormsBench).Assembly.Location, FirstFormCommand]).ExecuteBufferedAsync();
        return TimeSpan.FromMilliseconds(double.Parse(run.StandardOutput, CultureInfo.InvariantCulture));
    }

    /// <summary>Growth is judged after the first 2,000 forms: until then the buffers of code and libraries find their size.</summary>
    private static async Task MemoryAsync(FormTemplate[] templates, TextWriter output)
    {
        await output.WriteLineAsync("     forms   working set   managed heap   growth per form of the last 1,000");
        List<(long WorkingSet, long Heap)> after = [];
        for (var thousand = 1; thousand <= Thousands; thousand++)
        {
            for (var form = 0; form < 1_000; form++)
                Draw(templates[form % templates.Length]);
            var heap = GC.GetTotalMemory(forceFullCollection: true);
            after.Add((Environment.WorkingSet, heap));
            var growth = thousand == 1 ? "" : Growth(after[^2], after[^1], 1_000);
            await output.WriteLineAsync(Text($"  {thousand * 1_000,8} {after[^1].WorkingSet / 1e6,10:F1} MB {heap / 1e6,11:F2} MB   {growth}"));
        }

        var (settled, last, forms) = (after[SettledThousands - 1], after[^1], (Thousands - SettledThousands) * 1_000);
        var kept = Math.Max(last.WorkingSet - settled.WorkingSet, last.Heap - settled.Heap) / forms;
        await output.WriteLineAsync(Text($"  since {SettledThousands * 1_000}: {Growth(settled, last, forms)}  {Judge(kept < WantedBytes)}: none, which is under {WantedBytes}"));
    }

    private static string Growth((long WorkingSet, long Heap) from, (long WorkingSet, long Heap) to, int forms) =>
        Text($"{(to.WorkingSet - from.WorkingSet) / forms,6} bytes, {(to.Heap - from.Heap) / forms,5} of them managed");

    /// <summary>The two take turns, so that what else the machine does meets both.</summary>
    private static async Task CompareAsync(FormTemplate[] templates, Chromium chromium, int seconds, TextWriter output)
    {
        var (own, other) = (0.0, 0.0);
        await chromium.RateAsync(WarmUpSeconds);
        for (var round = 0; round < Rounds; round++)
        {
            var started = Stopwatch.StartNew();
            own += Together(templates, (double)seconds / Rounds).Count * templates.Length / started.Elapsed.TotalSeconds / Rounds;
            other += await chromium.RateAsync((double)seconds / Rounds) / Rounds;
        }

        await output.WriteLineAsync(Text($"  forms/s {own:F0}, pages/s of a Chromium kept open {other:F1}, ratio {own / other:F0}  {Judge(own / other >= WantedRatio)}: {WantedRatio}"));
    }

    private static string Judge(bool reached) => reached ? "reached" : "NOT reached";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
