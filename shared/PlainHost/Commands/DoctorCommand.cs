using System.CommandLine;
using Spectre.Console;

namespace Wenden.PlainHost.Commands;

/// <summary><c>doctor</c>: says what of the hall's needs is on this machine and what is not. Changes nothing.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var command = new Command("doctor", "Says what is there and what is missing; changes nothing.");
        command.SetAction((_, cancellation) => RunAsync(cancellation));
        return command;
    }

    private static async Task<int> RunAsync(CancellationToken cancellation)
    {
        var findings = await Examination.RunAsync(cancellation);
        var table = new Table().Border(TableBorder.Rounded).AddColumns("", "What", "Version", "Where", "Needed by", "Debian package");
        foreach (var finding in findings)
            table.AddRow(
                finding.Found ? "[green]ok[/]" : finding.Required ? "[red]missing[/]" : "[yellow]no[/]",
                Markup.Escape(finding.What),
                Markup.Escape(finding.Version),
                Markup.Escape(finding.Where),
                Markup.Escape(finding.NeededBy),
                Markup.Escape(finding.Found ? "" : finding.Package));
        AnsiConsole.Write(table);

        var missing = findings.Where(finding => finding is { Found: false, Required: true }).Select(finding => finding.Package).Distinct().ToArray();
        if (missing.Length == 0)
            AnsiConsole.MarkupLine("[green]Everything that ./wenden up needs is there.[/]");
        else
            AnsiConsole.MarkupLineInterpolated($"[red]Missing:[/] apt-get install {string.Join(' ', missing)}");
        return missing.Length == 0 ? 0 : 1;
    }
}
