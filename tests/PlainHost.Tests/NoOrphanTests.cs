using System.Net.Sockets;
using Npgsql;
using Wenden.PlainHost.Processes;

namespace Wenden.PlainHost.Tests;

public sealed class NoOrphanTests
{
    [Fact]
    public async Task A_host_killed_with_SIGKILL_leaves_nothing()
    {
        await using var host = await HostProcess.StartServersAsync();
        var processes = host.Descendants();
        var folder = await DataFolderAsync(host);

        Native.Send(host.Pid, Signal.Kill);

        processes.Count.ShouldBeGreaterThan(5);
        (await HostProcess.StillRunningAsync(processes)).ShouldBeEmpty();
        await AssertNobodyListensAsync(host);
        Directory.Exists(folder).ShouldBeFalse();
    }

    [Fact]
    public async Task A_host_asked_to_stop_leaves_nothing()
    {
        await using var host = await HostProcess.StartServersAsync();
        var processes = host.Descendants();
        var folder = await DataFolderAsync(host);

        Native.Send(host.Pid, Signal.Terminate);

        (await host.ExitCodeAsync()).ShouldBe(0);
        (await HostProcess.StillRunningAsync(processes)).ShouldBeEmpty();
        await AssertNobodyListensAsync(host);
        Directory.Exists(folder).ShouldBeFalse();
    }

    [Fact]
    public async Task The_servers_stop_when_their_input_ends()
    {
        await using var host = await HostProcess.StartServersAsync();
        var processes = host.Descendants();

        host.CloseInput();

        (await host.ExitCodeAsync()).ShouldBe(0);
        (await HostProcess.StillRunningAsync(processes)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_child_has_started_ends_with_it()
    {
        var lines = new List<string>();
        var child = Child.Start(new ProgramStart("/bin/sh", "-c", "sleep 1000 & echo $!; exec sleep 1000"), lines.Add);
        while (lines.Count == 0)
            await Task.Delay(20);
        var grandchild = int.Parse(lines[0]);

        await child.StopAsync(TimeSpan.FromSeconds(5));

        for (var tries = 0; tries < 100 && IsAlive(grandchild); tries++)
            await Task.Delay(20);
        IsAlive(grandchild).ShouldBeFalse();
    }

    [Fact]
    public async Task A_child_that_does_not_listen_is_killed()
    {
        var ready = new TaskCompletionSource();
        var child = Child.Start(new ProgramStart("/bin/sh", "-c", "trap '' TERM; echo ready; while :; do sleep 1; done"), _ => ready.TrySetResult());
        await ready.Task;

        await child.StopAsync(TimeSpan.FromMilliseconds(300));

        child.IsRunning.ShouldBeFalse();
        (await child.Exited).ShouldBe(128 + (int)Signal.Kill);
    }

    private static bool IsAlive(int pid) => File.Exists($"/proc/{pid}/stat") && !File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal);

    private static async Task<string> DataFolderAsync(HostProcess host)
    {
        await using var source = NpgsqlDataSource.Create($"{host.Values["WENDEN_TEST_POSTGRES"]};Database=postgres;Pooling=false");
        await using var command = source.CreateCommand("show data_directory");
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private static async Task AssertNobodyListensAsync(HostProcess host)
    {
        var postgres = new NpgsqlConnectionStringBuilder(host.Values["WENDEN_TEST_POSTGRES"]).Port;
        foreach (var port in new[] { postgres, new Uri(host.Values["WENDEN_TEST_RABBITMQ"]).Port })
        {
            using var client = new TcpClient();
            await Should.ThrowAsync<SocketException>(client.ConnectAsync("127.0.0.1", port));
        }
    }
}
