using System.Globalization;
using System.Xml.Linq;
using Wenden.Contracts.Queue;

namespace Wenden.Simulation;

/// <summary>Draws a day: every visitor's wait over the time they came, the range they were told, the length of the line, and how busy the windows were.</summary>
internal static class DayPicture
{
    private const int Width = 1100;
    private const int Left = 60;
    private static readonly XNamespace _svg = "http://www.w3.org/2000/svg";
    private static readonly TimeSpan _from = new(8, 0, 0);
    private static readonly TimeSpan _to = new(18, 0, 0);

    public static XDocument Of(DayReport report)
    {
        var root = new XElement(
            _svg + "svg", new XAttribute("viewBox", $"0 0 {Width} 860"), new XAttribute("font-family", "sans-serif"), new XAttribute("font-size", "13"),
            Rectangle(0, 0, Width, 860, "#ffffff"),
            Text(Left, 28, $"{report.Visits.Count} visitors, {report.Plan.Tellers.Count} windows", 18));
        root.Add(Waits(report, top: 50, height: 330));
        root.Add(LineLength(report, top: 430, height: 150));
        root.Add(Utilisation(report, top: 640, height: 160));
        return new XDocument(root);
    }

    private static IEnumerable<XElement> Waits(DayReport report, int top, int height)
    {
        var called = report.Visits.Where(visit => visit.WasCalled).ToArray();
        var most = Math.Max(10, called.Max(visit => Math.Max(visit.Wait!.Value, visit.Slip.ToMinutes)));
        var scale = height / most;
        foreach (var element in Axes(top, height, most, "minutes waited; grey: the range on the slip"))
            yield return element;
        foreach (var visit in called)
        {
            var x = X(visit.Visitor.Comes);
            yield return new XElement(
                _svg + "line", At("x1", x), At("x2", x), At("y1", top + height - (visit.Slip.FromMinutes * scale)), At("y2", top + height - (visit.Slip.ToMinutes * scale)),
                new XAttribute("stroke", "#c8ccd2"), At("stroke-width", 1));
        }

        foreach (var visit in called)
        {
            yield return new XElement(
                _svg + "circle", At("cx", X(visit.Visitor.Comes)), At("cy", top + height - (visit.Wait!.Value * scale)), At("r", 2.2),
                new XAttribute("fill", visit.Slip.Ticket.Class == VisitorClass.Ordinary ? "#0b5cad" : "#c2410c"));
        }

        yield return Text(Width - 330, top + 14, "blue: ordinary, orange: with a credit");
    }

    private static IEnumerable<XElement> LineLength(DayReport report, int top, int height)
    {
        var day = new DateTime(2019, 10, 21).ToHall();
        var steps = report.Visits.SelectMany(visit => new[] { (At: visit.Visitor.Comes, By: 1), (At: visit.FirstCall - day ?? visit.Visitor.Comes + visit.Visitor.Patience, By: -1) })
            .OrderBy(step => step.At).ToArray();
        List<(TimeSpan At, int Length)> line = [(DayPlan.Begins, 0)];
        foreach (var step in steps)
            line.Add((step.At, line[^1].Length + step.By));
        var most = Math.Max(10, line.Max(point => point.Length));
        foreach (var element in Axes(top, height, most, "visitors waiting"))
            yield return element;
        var path = string.Join(' ', line.Select(point => Number(X(point.At)) + "," + Number(top + height - (point.Length * (double)height / most))));
        yield return new XElement(_svg + "polyline", new XAttribute("points", path), new XAttribute("fill", "none"), new XAttribute("stroke", "#0b5cad"), At("stroke-width", 1.5));
    }

    private static IEnumerable<XElement> Utilisation(DayReport report, int top, int height)
    {
        yield return Text(Left, top - 8, "share of the open time with a visitor, by window");
        var width = (Width - Left - 20) / report.Plan.Tellers.Count;
        foreach (var (index, teller) in report.Plan.Tellers.Index())
        {
            var open = (DayPlan.LastNumber - teller.Comes).TotalMinutes - teller.Breaks.Sum(pause => pause.For.TotalMinutes);
            var busy = (double)(report.Statistics.Windows.FirstOrDefault(window => window.Window == teller.Window)?.BusyMinutes ?? 0);
            var share = Math.Min(1, busy / open);
            var x = Left + (index * width);
            yield return Rectangle(x, top, width - 6, height, "#eef1f5");
            yield return Rectangle(x, top + ((1 - share) * height), width - 6, share * height, "#2f855a");
            yield return Text(x + 4, top + height + 18, Number(teller.Window));
            yield return Text(x + 4, top + height - 6, $"{share * 100:F0}%", 11, "#ffffff");
        }
    }

    private static IEnumerable<XElement> Axes(int top, int height, double most, string title)
    {
        yield return Text(Left, top - 6, title);
        for (var hour = _from.Hours; hour <= _to.Hours; hour++)
        {
            var x = X(TimeSpan.FromHours(hour));
            yield return Rule(x, top, x, top + height);
            yield return Text(x - 14, top + height + 16, $"{hour}:00");
        }

        foreach (var part in new[] { 0, 0.25, 0.5, 0.75, 1 })
        {
            var y = top + height - (part * height);
            yield return Rule(Left, y, Width - 20, y);
            yield return Text(18, y + 4, Number(Math.Round(part * most)));
        }
    }

    private static double X(TimeSpan time) => Left + ((time - _from) / (_to - _from) * (Width - Left - 20));

    private static XElement Rule(double x1, double y1, double x2, double y2) =>
        new(_svg + "line", At("x1", x1), At("y1", y1), At("x2", x2), At("y2", y2), new XAttribute("stroke", "#e2e6eb"));

    private static XElement Rectangle(double x, double y, double width, double height, string fill) =>
        new(_svg + "rect", At("x", x), At("y", y), At("width", width), At("height", height), new XAttribute("fill", fill));

    private static XElement Text(double x, double y, string text, int size = 13, string fill = "#1f2937") =>
        new(_svg + "text", At("x", x), At("y", y), At("font-size", size), new XAttribute("fill", fill), text);

    private static XAttribute At(string name, double value) => new(name, Number(value));

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
