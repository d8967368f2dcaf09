using Spectre.Console;
using Wenden.PlainHost.Halls;

namespace Wenden.PlainHost.Commands;

/// <summary>What stands on the screen when the hall is open: where its pages are and who may call.</summary>
internal static class Welcome
{
    // Sample callers of the development header, until there are accounts to sign in with.
    private static readonly (string Who, string Header)[] Callers =
    [
        ("取号机 kiosk", "role=kiosk; name=kiosk-1; site=wendeng-hall"),
        ("综合柜员 teller", "role=teller; name=t003; site=wendeng-hall"),
        ("初审 first review", "role=reviewer; name=r001; site=wendeng-hall"),
        ("复核 second review", "role=approver; name=a001; site=wendeng-hall"),
        ("资格认证 certifier", "role=certifier; name=c001; site=wendeng-hall"),
        ("系统管理 operator", "role=operator; name=o001; site=*"),
    ];

    public static void Print(PlainHall hall, HallOptions options)
    {
        var pages = new Table().Border(TableBorder.None).HideHeaders().AddColumns("", "");
        pages.AddRow("Start page", $"{hall.Portal}");
        foreach (var service in hall.Addresses.Keys.Where(name => name != "portal"))
            pages.AddRow($"  {service}", $"{hall.Portal}api/{service}/   reference: {hall.Addresses[service][0]}scalar");
        var rabbit = hall.Rabbit;
        pages.AddRow("RabbitMQ page", $"http://127.0.0.1:{rabbit.ManagementPort}/   user {rabbit.Username}, password in {rabbit.Folder}/password");
        pages.AddRow("Logs", Path.Combine(options.DataFolder, "logs"));

        var callers = new Table().Border(TableBorder.None).HideHeaders().AddColumns("", "");
        foreach (var (who, header) in Callers)
            callers.AddRow(who, $"X-Wenden-Caller: {header}");

        AnsiConsole.WriteLine();
        var clock = options.AsOf is { } asOf ? $", its clock started at {asOf:yyyy-MM-dd HH:mm zzz}" : "";
        AnsiConsole.MarkupLineInterpolated($"[bold green]The hall is open[/]{clock}. Ctrl-C closes it.");
        AnsiConsole.Write(pages);
        AnsiConsole.MarkupLine("Sample callers:");
        AnsiConsole.Write(callers);
        AnsiConsole.WriteLine();
    }
}
