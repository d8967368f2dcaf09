using Spectre.Console;
using Wenden.Contracts.Identity;
using Wenden.PlainHost.Halls;

namespace Wenden.PlainHost.Commands;

/// <summary>What stands on the screen when the hall is open: where its pages are and who may call.</summary>
internal static class Welcome
{
    public static void Print(PlainHall hall, HallOptions options)
    {
        var pages = new Table().Border(TableBorder.None).HideHeaders().AddColumns("", "");
        pages.AddRow("Start page", $"{hall.Portal}");
        foreach (var service in hall.Addresses.Keys.Where(name => name != "portal"))
            pages.AddRow($"  {service}", $"{hall.Portal}{(service == HallModel.Identity ? "" : "api/")}{service}/   reference: {hall.Addresses[service][0]}scalar");
        var rabbit = hall.Rabbit;
        pages.AddRow("RabbitMQ page", $"http://127.0.0.1:{rabbit.ManagementPort}/   user {rabbit.Username}, password in {rabbit.Folder}/password");
        pages.AddRow("Logs", Path.Combine(options.DataFolder, "logs"));

        AnsiConsole.WriteLine();
        var clock = options.AsOf is { } asOf ? $", its clock started at {asOf:yyyy-MM-dd HH:mm zzz}" : "";
        AnsiConsole.MarkupLineInterpolated($"[bold green]The hall is open[/]{clock}. Ctrl-C closes it.");
        AnsiConsole.Write(pages);
        AnsiConsole.MarkupLineInterpolated($"Sample accounts, all with the password [bold]{SampleHall.Password}[/] at the site {SampleHall.Site}:");
        AnsiConsole.Write(Accounts());
        AnsiConsole.MarkupLineInterpolated($"Its devices, set up at {hall.Portal}device with name and secret (or a token: ./wenden token kiosk):");
        AnsiConsole.Write(Devices(hall));
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

        return accounts;
    }

    private static Table Devices(PlainHall hall)
    {
        var devices = new Table().Border(TableBorder.None).HideHeaders().AddColumns("", "", "");
        foreach (var (name, role) in SampleHall.Devices)
            devices.AddRow(role, name, $"secret {hall.SecretOf(name)}");
        return devices;
    }
}
