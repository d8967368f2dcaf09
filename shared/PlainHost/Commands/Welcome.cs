using Spectre.Console;
using Wenden.Contracts.Identity;
using Wenden.PlainHost.Halls;

namespace Wenden.PlainHost.Commands;

/// <summary>What stands on the screen when the hall is open: where its pages are and who may call.</summary>
internal static class Welcome
{
    // Sample callers of the development header.
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
            pages.AddRow($"  {service}", $"{hall.Portal}{(service == HallModel.Identity ? "" : "api/")}{service}/   reference: {hall.Addresses[service][0]}scalar");
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
        AnsiConsole.MarkupLineInterpolated($"Sample accounts, all with the password [bold]{SampleHall.Password}[/] at the site {SampleHall.Site}:");
        AnsiConsole.Write(Accounts());
        AnsiConsole.MarkupLine("Sample callers:");
        AnsiConsole.Write(callers);
        AnsiConsole.WriteLine();
    }

    private static Table Accounts()
    {
        var accounts = new Table().Border(TableBorder.None).HideHeaders().AddColumns("", "", "");
        foreach (var role in SampleHall.Accounts.GroupBy(account => account.Role))
        {
            var names = role.Count() == 1 ? role.First().Name : $"{role.First().Name} … {role.Last().Name}";
            var secret = role.First().AuthenticatorSecret;
            accounts.AddRow(role.Key, names, secret is null ? "" : $"authenticator secret {secret}, or ./wenden code {role.First().Name}");
        }

        accounts.AddRow("devices", string.Join(", ", SampleHall.Devices.Select(device => device.Name)), "a token: ./wenden token kiosk");
        return accounts;
    }
}
