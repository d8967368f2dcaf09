using System.Security.Cryptography;

namespace Wenden.Forms.Templates;

/// <summary>Reads one template file and checks it against the page and against what may be bound.</summary>
internal static class TemplateReader
{
    /// <summary>Widest grid in millimetres: A4 less 15 mm on either side.</summary>
    public const float WidestGrid = 180;

    private static readonly string[] CellKinds = ["label", "section", "note", "fact", "case", "choices", "signature"];

    public static FormTemplate? Read(string file, IReadOnlyDictionary<string, BindableValue> bindable, List<string> errors)
    {
        if (YamlPart.Open(file, errors) is not { } root)
            return null;

        var columns = root.Numbers("columns", 5, WidestGrid);
        if (columns.Sum() > WidestGrid)
            root.Complain($"the columns are {columns.Sum()} mm wide together, the page holds {WidestGrid}");
        var template = new FormTemplate
        {
            Name = root.Text("name"),
            Version = (int)root.Number("version", 1, 9999),
            EffectiveFrom = root.Day("effectiveFrom"),
            Title = root.Text("title"),
            Columns = columns,
            Rows = [.. root.List("rows").Select(row => Row(row, columns.Count, bindable))],
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))),
        };
        root.RefuseOthers();
        if (template.Cells.Count(cell => cell is SignatureCell) > 1)
            root.Complain("more than one signature box");
        return template;
    }

    private static FormRow Row(YamlPart row, int columns, IReadOnlyDictionary<string, BindableValue> bindable)
    {
        var read = new FormRow(
            row.Number("height", 5, 200),
            row.Flag("framed", true),
            [.. row.List("cells").Select(cell => Cell(cell, columns, bindable))]);
        row.RefuseOthers();
        var span = read.Cells.Sum(cell => cell.Span);
        if (span != columns)
            row.Complain($"the cells span {span} columns of {columns}");
        return read;
    }

    private static FormCell Cell(YamlPart cell, int columns, IReadOnlyDictionary<string, BindableValue> bindable)
    {
        var span = (int)cell.Number("span", 1, columns, otherwise: 1);
        var kinds = CellKinds.Where(cell.Has).ToArray();
        if (kinds.Length != 1)
        {
            cell.Complain($"a cell is one of {string.Join(", ", CellKinds)}");
            return new TextCell(span, TextRole.Label, "");
        }

        FormCell read = kinds[0] switch
        {
            "label" => new TextCell(span, TextRole.Label, cell.Text("label")),
            "section" => new TextCell(span, TextRole.Section, cell.Text("section")),
            "note" => new TextCell(span, TextRole.Note, cell.Text("note")),
            "signature" => new SignatureCell(span, cell.Text("signature")),
            "choices" => new ChoiceCell(span, [.. cell.List("choices").Select(choice => Choice(choice, bindable))]),
            _ => Value(cell, span, bindable),
        };
        cell.RefuseOthers();
        return read;
    }

    private static FormCell Value(YamlPart cell, int span, IReadOnlyDictionary<string, BindableValue> bindable)
    {
        var binding = Bind(cell, bindable);
        if (binding.Value.Kind == ValueKind.Bool)
            return new ChoiceCell(span, [new Choice("是", binding, "true"), new Choice("否", binding, "false")]);
        var left = cell.Text("align", "centre");
        if (left is not ("left" or "centre"))
            cell.Complain("align wants left or centre");
        return new ValueCell(span, binding, left == "left", cell.Text("before", ""), cell.Text("after", ""));
    }

    private static Choice Choice(YamlPart choice, IReadOnlyDictionary<string, BindableValue> bindable)
    {
        var binding = Bind(choice, bindable);
        var read = new Choice(choice.Text("label"), binding, choice.Text("is", "true"));
        choice.RefuseOthers();
        var allowed = binding.Value.Kind switch
        {
            ValueKind.Bool => ["true", "false"],
            ValueKind.Sex => ["F", "M"],
            _ => binding.Value.Values.Keys,
        };
        if (!allowed.Contains(read.Is))
            choice.Complain($"{binding.Name} is never {read.Is}");
        return read;
    }

    private static Binding Bind(YamlPart part, IReadOnlyDictionary<string, BindableValue> bindable)
    {
        var origin = part.Has("fact") ? ValueOrigin.Fact : ValueOrigin.Case;
        var name = part.Text(origin == ValueOrigin.Fact ? "fact" : "case");
        var optional = part.Flag("optional", false);
        if (bindable.TryGetValue(name, out var value) && value.Origin == origin)
            return new Binding(name, value, optional);
        part.Complain($"{name} is not in the list of {(origin == ValueOrigin.Fact ? "facts" : "case values")} that can be bound");
        return new Binding(name, new BindableValue(origin, ValueKind.Text, name, new Dictionary<string, string>()), optional);
    }
}
