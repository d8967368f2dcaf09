using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Reflection;
using System.Text;
using Wenden.Fixture;
using Wenden.ServiceDefaults.Callers;
using Wenden.Subsidy.Programmes;
using Wenden.Subsidy.Rules;

namespace Wenden.Bench;

/// <summary>Assessments on one core of this process, through HTTP in bulk, and the same rules as one SQL query over the same data.</summary>
internal static class SubsidyBench
{
    private const int People = 50_000;
    private const int Renewed = 50_000;
    private const int InOneRequest = 2_000;
    private const double WantedRate = 1_000_000;

    public static async Task RunAsync(int seconds, TextWriter output)
    {
        var policy = PolicyBook.Load(Path.Combine(AppContext.BaseDirectory, "Policies")).Find("4050", 2019)!;
        var people = SubsidyPeople.Make(People);

        await output.WriteLineAsync(Text($"{People:N0} people, one in six with a fact missing; {Environment.ProcessorCount} cores"));
        Rate(people, facts => Assessor.Judge(policy, facts), seconds: 2);
        var verdicts = Rate(people, facts => Assessor.Judge(policy, facts), seconds);
        await output.WriteLineAsync(Text($"  on one core in process    {verdicts,12:N0} /s  {Judge(verdicts >= WantedRate)}: {WantedRate:N0}"));
        Rate(people, facts => Assessor.Assess(policy, facts), seconds: 2);
        await output.WriteLineAsync(Text($"  with reasons and texts    {Rate(people, facts => Assessor.Assess(policy, facts), seconds),12:N0} /s"));

        await using var sql = await SubsidySql.StartAsync(people);
        await output.WriteLineAsync(Text($"  the same outcomes by SQL  {await sql.DifferencesAsync(people, policy),12:N0} differences"));
        var queried = await sql.RateAsync(seconds);
        await output.WriteLineAsync(Text($"  as one SQL query          {queried,12:N0} /s  ratio {verdicts / queried:F1}"));

        await output.WriteLineAsync(Text($"  through HTTP in bulk      {await ThroughHttpAsync(people, seconds),12:N0} /s  {InOneRequest:N0} in a request, one request at a time"));
        await RenewalBench.RunAsync(Renewed, output);
    }

    private static double Rate<T>(Facts[] people, Func<Facts, T> judge, int seconds)
    {
        var (count, started) = (0L, Stopwatch.StartNew());
        while (started.Elapsed.TotalSeconds < seconds)
        {
            for (var person = 0; person < 1_000; person++)
                judge(people[(count + person) % people.Length]);
            count += 1_000;
        }

        return count / started.Elapsed.TotalSeconds;
    }

    private static async Task<double> ThroughHttpAsync(Facts[] people, int seconds)
    {
        using var service = await ServiceProcess.StartAsync(Assembly.Load("Wenden.Subsidy"), new Dictionary<string, string>
        {
            ["ConnectionStrings__subsidydb"] = await TestServers.FreshDatabaseAsync("subsidydb"),
            ["ConnectionStrings__telemetrydb"] = await TestServers.FreshDatabaseAsync("telemetrydb"),
            ["ConnectionStrings__rabbitmq"] = await TestServers.FreshVirtualHostAsync(),
            ["Messaging__Services__0"] = "subsidy",
            ["services__registry__http__0"] = "http://127.0.0.1:9",
            ["Wenden__AsOf"] = "2019-10-21T09:00:00+08:00",
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
        });
        using var http = new HttpClient { BaseAddress = service.Address };
        http.DefaultRequestHeaders.Authorization = TestIssuer.Bearer(Roles.Operator, "o001", "*");
        var bodies = people.Chunk(InOneRequest).Select(chunk => Encoding.UTF8.GetBytes($"[{string.Join(',', chunk.Select(FactsDocument.Write))}]")).ToArray();

        await SendAsync(http, bodies, seconds: 3);
        return await SendAsync(http, bodies, seconds);
    }

    private static async Task<double> SendAsync(HttpClient http, byte[][] bodies, int seconds)
    {
        var (count, started) = (0, Stopwatch.StartNew());
        while (started.Elapsed.TotalSeconds < seconds)
        {
            using var body = new ByteArrayContent(bodies[count++ % bodies.Length]) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
            using var answer = await http.PostAsync(new Uri("/programmes/4050/2019/assessments/bulk", UriKind.Relative), body);
            await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
        }

        return (double)count * InOneRequest / started.Elapsed.TotalSeconds;
    }

    private static string Judge(bool reached) => reached ? "reached" : "NOT reached";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
