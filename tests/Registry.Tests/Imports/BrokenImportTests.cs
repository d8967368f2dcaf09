using System.Text;
using Dapper;
using Wenden.Registry.Tests.Sample;

namespace Wenden.Registry.Tests.Imports;

public sealed class BrokenImportTests
{
    [Fact]
    public async Task A_killed_import_is_finished_by_importing_again()
    {
        await using var hall = await RegistryHall.OfItsOwnAsync();
        var lines = await GeneratorTests.LinesAsync(600, seed: 5);
        await using var held = await HoldPersonAsync(hall, lines);

        using (var service = await hall.ProcessAsync())
        {
            var import = new Caller(new HttpClient { BaseAddress = service.Address }, "operator").PostAsync("/imports", Ndjson(lines));
            await UntilAsync(async () => await hall.ScalarAsync<long>("select count(*) from persons") > 100);
            await UntilAsync(() => hall.ScalarAsync<bool>(
                "select exists (select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database())"));
            service.Kill();
            await Should.ThrowAsync<HttpRequestException>(import);
        }

        await held.DisposeAsync();
        (await hall.ScalarAsync<long>("select count(*) from persons")).ShouldBeLessThan(600);
        var again = await hall.Operator.ImportAsync(lines);

        again.Total.Rejected.ShouldBe(0);
        again.Total.Unchanged.ShouldBeGreaterThan(0);
        again.PersonsChanged.ShouldBeLessThan(600);
        (await hall.ScalarAsync<long>("select count(*) from persons where version = 1")).ShouldBe(599, "The held person was there before");
        (await GeneratorTests.PublishedAsync(hall)).ShouldBe(601, "599 once, the held person twice");
        (await hall.Operator.ImportAsync(lines)).Total.Unchanged.ShouldBe(lines.Length);
        (await hall.ScalarAsync<long>("select count(*) from pg_namespace where nspname like 'import\\_%'")).ShouldBe(0);
    }

    [Fact]
    public async Task A_broken_upload_leaves_nothing()
    {
        await using var hall = await RegistryHall.OfItsOwnAsync();
        var upload = new BrokenStream(Encoding.UTF8.GetBytes(string.Join('\n', await GeneratorTests.LinesAsync(200, seed: 6))));

        await Should.ThrowAsync<Exception>(() => hall.Operator.PostAsync("/imports", Caller.Ndjson(upload)));

        await UntilAsync(async () => await hall.ScalarAsync<long>("select count(*) from pg_namespace where nspname like 'import\\_%'") == 0);
        (await hall.ScalarAsync<long>("select (select count(*) from persons) + (select count(*) from employers) + (select count(*) from imports)")).ShouldBe(0);
    }

    [Fact]
    public async Task Two_imports_of_one_file_at_once_count_each_person_once()
    {
        await using var hall = await RegistryHall.OfItsOwnAsync();
        await using var replica = hall.Replica();
        var lines = await GeneratorTests.LinesAsync(400, seed: 4);

        var imports = await Task.WhenAll(hall.Operator.ImportAsync(lines), new Caller(replica, "operator").ImportAsync(lines));

        imports.Sum(import => import.Total.Added).ShouldBe(lines.Length);
        imports.Sum(import => import.Total.Changed).ShouldBe(0);
        imports.Sum(import => import.PersonsChanged).ShouldBe(400);
        (await hall.ScalarAsync<long>("select count(*) from persons where version = 1")).ShouldBe(400);
        (await GeneratorTests.PublishedAsync(hall)).ShouldBe(400);
    }

    [Fact]
    public async Task A_long_stream_is_taken_in_constant_memory()
    {
        await using var hall = await RegistryHall.OfItsOwnAsync();
        using var service = await hall.ProcessAsync();
        var caller = new Caller(new HttpClient { BaseAddress = service.Address }, "operator");
        var number = Fresh.IdNumber();

        // Far more than Kestrel's usual limit of 30 MB for a body; of the lines about one month only one can count.
        var small = await ImportAsync(new Repeated(Fresh.Person(number), Line, 20_000));
        var before = service.PeakMemory();
        var large = await ImportAsync(new Repeated(Fresh.Person(number), Line, 400_000));
        var after = service.PeakMemory();

        small.Counts["contribution"].Received.ShouldBe(20_000);
        large.Counts["contribution"].ShouldBe(new Counted(400_000, 0, 0, 400_000, 0));
        (after - before).ShouldBeLessThan(64L << 20, $"Peak memory rose from {before >> 20} to {after >> 20} MB");

        async Task<Imported> ImportAsync(HttpContent lines)
        {
            using var answer = await caller.PostAsync("/imports", lines);
            return await answer.ReadAsync<Imported>();
        }

        string Line(int i) => Fresh.Contribution(number, $"20{i % 10 + 9:00}-{i % 12 + 1:00}", yuan: i % 60);
    }

    /// <summary>Brings in one person of the lines, from the middle, and keeps others from changing it until disposed.</summary>
    private static async Task<IAsyncDisposable> HoldPersonAsync(RegistryHall hall, string[] lines)
    {
        var numbers = lines.Where(line => line.Contains("\"公安户籍\"")).Select(line => line.Split("\"idNumber\":\"")[1][..18]);
        var number = numbers.First(number => int.Parse(number.AsSpan(14, 3)) % 32 == 20);
        await hall.Operator.ImportAsync(Fresh.Person(number, asOf: "2019-01-31"));
        var connection = await hall.Database.OpenConnectionAsync();
        await connection.ExecuteAsync("begin; select from persons where id_number = @number for update", new { number });
        return connection;
    }

    private static HttpContent Ndjson(string[] lines) => Caller.Ndjson(new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines))));

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        for (var i = 0; !await isSo(); i++)
        {
            i.ShouldBeLessThan(600, "It did not come about within a minute");
            await Task.Delay(100);
        }
    }

    /// <summary>A stream that breaks off after its bytes.</summary>
    private sealed class BrokenStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            await base.ReadAsync(buffer, cancellationToken) is > 0 and var count ? count : throw new IOException("The line is cut.");

        public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
        {
            await destination.WriteAsync(ToArray(), cancellationToken);
            throw new IOException("The line is cut.");
        }
    }
}
