using System.CommandLine;
using Wenden.PlainHost.Processes;
using Wenden.PlainHost.Servers;

namespace Wenden.PlainHost.Commands;

/// <summary>
/// <c>servers</c>: one PostgreSQL and one RabbitMQ with throw-away data for several test programs in a row. Prints how to reach them as lines
/// <c>NAME=value</c>, then a line <c>ready</c>; stops at the end of its standard input or at SIGTERM.
/// </summary>
internal static class ServersCommand
{
    public static Command Create()
    {
        var command = new Command("servers", "Runs PostgreSQL and RabbitMQ for tests.") { Hidden = true };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        using var folder = new TemporaryFolder();
        var options = new ServerOptions { Durable = false };
        var startPostgres = PostgresServer.StartAsync(Path.Combine(folder.Path, "postgres"), options, cancellation);
        var startRabbit = RabbitServer.StartAsync(Path.Combine(folder.Path, "rabbitmq"), options, cancellation);
        await Task.WhenAll(startPostgres, startRabbit);
        await using var postgres = await startPostgres;
        await using var rabbit = await startRabbit;

        Console.WriteLine($"WENDEN_TEST_POSTGRES={postgres.ConnectionString}");
        Console.WriteLine($"WENDEN_TEST_RABBITMQ={rabbit.Uri}");
        Console.WriteLine($"WENDEN_TEST_RABBITMQ_MANAGEMENT={rabbit.ManagementPort}");
        Console.WriteLine("ready");

        var input = Task.Run(Console.In.ReadToEnd, CancellationToken.None);
        await Task.WhenAny(input, Task.Delay(Timeout.Infinite, cancellation));
        return 0;
    }
}
