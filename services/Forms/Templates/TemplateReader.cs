using System.Security.Cryptography;
using Wenden.DataFiles;

namespace Wenden.Forms.Templates;

/// <summary>Reads one template file and checks it against the page and against what may be bound.</summary>
internal static class TemplateReader
{
    /// <summary>Widest grid in millimetres: A4 less 15 mm on either side.</summary>
    public const float WidestGrid = 180;

    private static readonly string[] CellKinds = ["label", "section", "note", "fact", "case", "typed", "choices", "column", "qr", "seal", "signature"];

    public static FormTemplate? Read(string file, IReadOnlyDictionary<string, BindableValue> bindable, List<string> errors)
    {
        if (YamlSection.Open(file, errors) is not { } root)
            return null;

        var columns = root.Numbers("columns", 5, WidestGrid);
        if (columns.Sum() > WidestGrid)
            root.Complain($"the columns are {columns.Sum()} mm wide together, the page holds {WidestGrid}");
        var template = new FormTemplate
        {
            Name = root.Text("name"),
            Version = root.Whole("version", least: 1),
            EffectiveFrom = root.Day("effectiveFrom"),
            Title = root.Text("title"),
            For = root.Has("for") ? root.Text("for") : null,
            Columns = columns,
            Rows = [.. root.Sections("rows", least: 1).Select(row => Row(row, columns.Count, bindable))],
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))),
        };
        root.Close();
        if (template.For is { } people && (!bindable.TryGetValue(people, out var fact) || fact.Origin != ValueOrigin.Fact))
            root.Complain($"for: {people} is not in the list of facts");
        if (template.Cells.Count(cell => cell is SignatureCell) > 1)
            root.Complain("more than one signature box");
        return template;
    }

    private static FormRow Row(YamlSection row, int columns, IReadOnlyDictionary<string, BindableValue> bindable)
    {
        var repeat = row.Has("repeat") ? RepeatOf(row, bindable) : null;
        var read = new FormRow(
            row.Number("height", 5, 200),
            row.Flag("framed", true),
            [.. row.Sections("cells", least: 1).Select(cell => Cell(cell, columns, bindable, repeat))])
        {
            Repeat = repeat,
        };
        var span = read.Cells.Sum(cell => cell.Span);
        if (span != columns)
            row.Complain($"the cells span {span} columns of {columns}");
        return read;
    }

    private static Repeat RepeatOf(YamlSection row, IReadOnlyDictionary<string, BindableValue> bindable)
    {
        var (name, least) = (row.Text("repeat"), row.Whole("least", least: 1));
        var optional = row.Flag("optional", false);
        if (bindable.TryGetValue(name, out var value) && value.Kind == ValueKind.Rows)
            return new Repeat(new Binding(name, value, optional), least);
        row.Complain($"{name} is not in the list of values that have rows");
        return new Repeat(new Binding(name, new BindableValue(ValueOrigin.Fact, ValueKind.Rows, name, new Dictionary<string, string>()), optional), least);
    }

    private static FormCell Cell(YamlSection cell, int columns, IReadOnlyDictionary<string, BindableValue> bindable, Repeat? repeat)
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
            "seal" => new SealCell(span, cell.Text("seal")),
            "qr" => new CodeCell(span, Bind(cell, bindable, "qr")),
            "column" => Column(cell, span, repeat),
            "signature" => new SignatureCell(span, cell.Text("signature")),
            "choices" => new ChoiceCell(span, [.. cell.Sections("choices", least: 1).Select(choice => Choice(choice, bindable))]),
            _ => Value(cell, span, bindable),
        };
        return read;
    }

    private static FormCell Value(YamlSection cell, int span, IReadOnlyDictionary<string, BindableValue> bindable)
    {
        var binding = Bind(cell, bindable);
        if (binding.Value.Kind == ValueKind.Rows)
            cell.Complain($"{binding.Name} is rows: a row repeats for it");
        if (binding.Value.Kind == ValueKind.Bool)
            return new ChoiceCell(span, [new Choice("是", binding, "true"), new Choice("否", binding, "false")]);
        var left = cell.Text("align", "centre");
        if (left is not ("left" or "centre"))
            cell.Complain("align wants left or centre");
        return new ValueCell(span, binding, left == "left", cell.Text("before", ""), cell.Text("after", ""));
    }

    private static ColumnCell Column(YamlSection cell, int span, Repeat? repeat)
    {
        var name = cell.Text("column");
        var column = repeat?.Binding.Value.Columns.ToList().IndexOf(name) ?? -1;
        if (column < 0)
            cell.Complain($"{name} is no column of a row that repeats");
        return new ColumnCell(span, column);
    }

    private static Choice Choice(YamlSection choice, IReadOnlyDictionary<string, BindableValue> bindable)
    {
        var binding = Bind(choice, bindable);
        var read = new Choice(choice.Text("label"), binding, choice.Text("is", "true"));
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

    private static Binding Bind(YamlSection part, IReadOnlyDictionary<string, BindableValue> bindable, string? caseKey = null)
    {
        var origin = part.Has("fact") ? ValueOrigin.Fact : part.Has("typed") ? ValueOrigin.Typed : ValueOrigin.Case;
        var (key, list) = origin switch
        {
            ValueOrigin.Fact => ("fact", "facts"),
            ValueOrigin.Typed => ("typed", "typed values"),
            _ => (caseKey ?? "case", "case values"),
        };
        var name = part.Text(key);
        var optional = part.Flag("optional", false);
        if (bindable.TryGetValue(name, out var value) && value.Origin == origin)
            return new Binding(name, value, optional);
        part.Complain($"{name} is not in the list of {list} that can be bound");
        return new Binding(name, new BindableValue(origin, ValueKind.Text, name, new Dictionary<string, string>()), optional);
    }
}
