using System.CommandLine;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Spectre.Console;
using Wenden.PlainHost.Commands;
using Wenden.PlainHost.Halls;
using Wenden.PlainHost.Processes;
using Wenden.PlainHost.Servers;

if (!AnsiConsole.Profile.Out.IsTerminal)
    AnsiConsole.Profile.Width = 160;

var stopped = 0L;
using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnSignal);

var root = new RootCommand("The hall as plain processes of this machine.")
{
    UpCommand.Create(), DoctorCommand.Create(), ServersCommand.Create(), PeopleCommand.Create(), TokenCommand.Create(), CodeCommand.Create(),
    AuditCommand.Create(), SubsidyCommand.Create(),
};
try
{
    // The hall needs longer to stop than the command line library would allow it.
    var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
    return await root.Parse(args).InvokeAsync(configuration, stop.Token);
}
catch (Exception e) when (e is MissingProgramException or HallTakenException or ServerFailedException or FileNotFoundException or InvalidOperationException)
{
    AnsiConsole.MarkupLineInterpolated($"[red]{e.Message}[/]");
    return 1;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 0;
}

void OnSignal(PosixSignalContext context)
{
    // A second signal ends this process at once; the guard then clears away what it left. Those who signal the process and its group
    // (the program timeout does) send two for one.
    var again = stop.IsCancellationRequested && Stopwatch.GetElapsedTime(stopped) > TimeSpan.FromSeconds(1);
    context.Cancel = !again;
    stopped = stop.IsCancellationRequested ? stopped : Stopwatch.GetTimestamp();
    stop.Cancel();
}
