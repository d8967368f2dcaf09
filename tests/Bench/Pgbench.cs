using System.Globalization;
using System.Text.RegularExpressions;
using CliWrap;
using CliWrap.Buffered;
using Npgsql;
using Wenden.Queue.Tickets;

namespace Wenden.Bench;

/// <summary>The same statements in the same transactions, sent by PostgreSQL's own load generator: what the database can do at best.</summary>
internal static partial class Pgbench
{
    // What a command does besides its statement: the key is taken, the event goes to the outbox, the answer is stored. Sizes are those of real ones.
    private const string TakeKey = "insert into idempotency_keys (caller, key, request) values ('k' || :client, :key, decode(repeat(md5(:key::text), 2), 'hex')) on conflict do nothing;";
    private const string Outbox = "insert into outbox (message_id, type, body, trace_parent) values (gen_random_uuid(), 'Wenden.Contracts.Queue.TicketIssued, Wenden.Contracts', jsonb_build_object('site', 'x', 'ticketId', gen_random_uuid(), 'number', 'A001', 'items', array['a'], 'issuedAt', now()), repeat('0', 55));";
    private const string Answer = "update idempotency_keys set status = 201, location = repeat('x', 60), answer = repeat('x', 700) where caller = 'k' || :client and key = :key::text;";

    /// <summary>A number for a visitor at the client's own site; sites are named so, the client's number at the end.</summary>
    public static string Issue(string sitePrefix, int firstSite) => $"""
        \set client :client_id + {firstSite}
        \set key random(1, 1000000000000000)
        begin;
        {TakeKey}
        {Fill(IssueTicket.Sql, sitePrefix, new() {
            ["Zone"] = "'comprehensive'", ["Series"] = "'A'", ["id"] = "gen_random_uuid()", ["Items"] = "array['a']", ["Class"] = "'ordinary'",
            ["Credit"] = "interval '0'", ["slot"] = "null", ["appointment"] = "null::uuid", ["IdentityNumber"] = "null", ["skills"] = "'{}'::text[]",
            ["link"] = "md5(random()::text)", ["caps"] = "'{}'::text[]", ["limits"] = "'{}'::int[]", ["service"] = "6", ["Shared"] = "array['comprehensive']",
            ["Underway"] = "0", ["Windows"] = "1",
        })};
        {Outbox}
        {Answer}
        commit;

        """;

    /// <summary>The window of the client calls, and the visit ends at once.</summary>
    public static string CallAndFinish(string sitePrefix, int firstSite) => $"""
        \set client :client_id + {firstSite}
        \set key random(1, 1000000000000000)
        begin;
        {TakeKey}
        {Fill(CallNext.Sql, sitePrefix, new() { ["window"] = "1", ["teller"] = "'t1'", ["claim"] = "null" })};
        {Outbox}
        {Answer}
        commit;
        \set key random(1, 1000000000000000)
        begin;
        {TakeKey}
        update tickets set state = 'finished', finished_at = now(), change = 'finished', changed_at = now(), results = '{"{}"}' where site = '{sitePrefix}' || :client and state in ('called', 'serving') and teller = 't1' returning *;
        {Outbox}
        {Answer}
        commit;

        """;

    /// <summary>How often a second the script runs.</summary>
    public static async Task<double> RunAsync(string connectionString, string script, int clients, int seconds)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, script);
            var database = new NpgsqlConnectionStringBuilder(connectionString);
            var run = await Cli.Wrap(Directory.GetFiles("/usr/lib/postgresql", "pgbench", SearchOption.AllDirectories).Order().Last())
                .WithArguments(["-n", "-M", "prepared", "-c", Text(clients), "-j", "2", "-T", Text(seconds), "-f", file, database.Database!])
                .WithEnvironmentVariables(environment => environment
                    .Set("PGHOST", database.Host).Set("PGPORT", Text(database.Port)).Set("PGUSER", database.Username).Set("PGPASSWORD", database.Password))
                .WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync();
            return Rate().Match(run.StandardOutput) is { Success: true } rate
                ? double.Parse(rate.Groups[1].Value, CultureInfo.InvariantCulture)
                : throw new InvalidOperationException($"pgbench: {run.StandardOutput} {run.StandardError}");
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Fill(string sql, string sitePrefix, Dictionary<string, string> values)
    {
        values["site"] = $"('{sitePrefix}' || :client)";
        values["day"] = "date '2019-10-21'";
        values["now"] = "now()";
        return Parameter().Replace(sql, match => values[match.Groups[1].Value]);
    }


    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"@(\w+)")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"tps = ([0-9.]+) \(without")]
    private static partial Regex Rate();
}
