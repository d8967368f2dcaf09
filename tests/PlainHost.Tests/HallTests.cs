using Wenden.PlainHost.Halls;
using Wenden.PlainHost.Processes;

namespace Wenden.PlainHost.Tests;

public sealed class HallTests
{
    [Fact]
    public async Task Two_halls_run_side_by_side_but_not_in_one_folder()
    {
        using var folder = new TemporaryFolder();
        var options = new HallOptions { DataFolder = folder.Path + "/a", Durable = false, Only = ["no service at all"] };

        var starting = new[] { options, options with { DataFolder = folder.Path + "/b" } }.Select(hall => PlainHall.StartAsync(hall)).ToArray();
        await using var a = await starting[0];
        await using var b = await starting[1];
        var refusal = await Should.ThrowAsync<HallTakenException>(PlainHall.StartAsync(options));

        refusal.Pid.ShouldBe(Environment.ProcessId);
        refusal.Message.ShouldContain(options.DataFolder);
        new[] { a.Postgres.Port, a.Rabbit.Port, b.Postgres.Port, b.Rabbit.Port }.ShouldBeUnique();
        a.Databases["telemetrydb"].ConnectionString.ShouldNotBe(b.Databases["telemetrydb"].ConnectionString);
    }

    [Fact]
    public async Task A_folder_is_free_again_after_its_hall_has_stopped()
    {
        using var folder = new TemporaryFolder();
        (await HallLock.TakeAsync(folder.Path, default)).Dispose();

        using var second = await HallLock.TakeAsync(folder.Path, default);

        await Should.ThrowAsync<HallTakenException>(HallLock.TakeAsync(folder.Path, default));
    }

    [Fact]
    public async Task Hall_json_is_for_its_owner_only_and_reads_back()
    {
        using var folder = new TemporaryFolder();
        var services = new Dictionary<string, IReadOnlyList<Uri>> { ["queue"] = [new("http://localhost:1"), new("http://localhost:2")] };
        var written = new HallFile(new Uri("http://localhost:8080"), 42, services, "Host=127.0.0.1", null);

        await written.WriteAsync(folder.Path);
        var read = await HallFile.ReadAsync(folder.Path);

        read.ShouldNotBeNull();
        read.Portal.ShouldBe(written.Portal);
        read.Services["queue"].ShouldBe(services["queue"]);
        File.GetUnixFileMode(HallFile.In(folder.Path)).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
