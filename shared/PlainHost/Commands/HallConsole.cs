using Spectre.Console;

namespace Wenden.PlainHost.Commands;

/// <summary>What people see of a running hall: the host's own words, and the services' log lines with the service's name before each.</summary>
internal sealed class HallConsole(bool fromTheStart)
{
    private static readonly Color[] Palette =
        [Color.Aqua, Color.Green, Color.Yellow, Color.Fuchsia, Color.DodgerBlue1, Color.Orange1, Color.Purple, Color.Grey];

    private readonly Dictionary<string, Color> _colours = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>Whether log lines are shown yet.</summary>
    public bool ShowsLines { get; set; } = fromTheStart;

    /// <summary>A word of the host itself.</summary>
    public void Say(string text)
    {
        lock (_gate)
            AnsiConsole.MarkupLineInterpolated($"[bold]>[/] {text}");
    }

    /// <summary>A log line. Those of PostgreSQL and RabbitMQ stand in their files only.</summary>
    public void Line(string resource, string line)
    {
        if (!ShowsLines || resource is "postgres" or "rabbitmq")
            return;
        lock (_gate)
        {
            if (!_colours.TryGetValue(resource, out var colour))
                _colours[resource] = colour = Palette[_colours.Count % Palette.Length];
            AnsiConsole.Write(new Text($"{resource,-15} ", new Style(colour)));
            // As it is, colours of the service included; the library would break long lines.
            AnsiConsole.Profile.Out.Writer.WriteLine(line);
        }
    }
}
