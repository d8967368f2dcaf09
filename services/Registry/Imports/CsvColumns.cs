using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Wenden.Registry.Persons;

namespace Wenden.Registry.Imports;

/// <summary>The columns of a CSV file of one kind of line: the members of the JSON line, by the same names.</summary>
internal sealed class CsvColumns(string kind, FactList facts)
{
    private const string FactPrefix = "facts.";

    private readonly List<Column> _columns = [];

    private enum Shape
    {
        Text,
        Literal,
        Days,
    }

    private bool HasFacts => kind is "person" or "employer";

    public int Count => _columns.Count;

    /// <summary>Takes the header row; answers the names that the kind does not have, or has twice.</summary>
    public IReadOnlyList<string> Choose(string[] header)
    {
        var members = LineParser.TypeOf(kind).Properties
            .Where(member => member.Get is not null && member.Name is not ("kind" or "facts"))
            .ToDictionary(member => member.Name);
        var wrong = new List<string>();
        foreach (var name in header.Select(name => name.Trim()))
        {
            var shape = ShapeOf(name, members);
            if (shape is null || _columns.Exists(column => column.Name == name))
                wrong.Add(name);
            _columns.Add(new Column(name, shape ?? Shape.Text));
        }

        return wrong;
    }

    public void Write(Utf8JsonWriter writer, int count, Func<int, string> cell)
    {
        writer.WriteStartObject();
        writer.WriteString("kind", kind);
        WriteCells(writer, count, cell, isFact: false);
        if (HasFacts)
        {
            writer.WriteStartObject("facts");
            WriteCells(writer, count, cell, isFact: true);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private void WriteCells(Utf8JsonWriter writer, int count, Func<int, string> cell, bool isFact)
    {
        for (var i = 0; i < Math.Min(count, _columns.Count); i++)
        {
            var (column, text) = (_columns[i], cell(i));
            if (text.Length == 0 || column.Name.StartsWith(FactPrefix) != isFact)
                continue;
            writer.WritePropertyName(isFact ? column.Name[FactPrefix.Length..] : column.Name);
            WriteCell(writer, text, column.Shape);
        }
    }

    private static void WriteCell(Utf8JsonWriter writer, string cell, Shape shape)
    {
        if (shape == Shape.Days)
        {
            writer.WriteStartArray();
            foreach (var day in cell.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                writer.WriteStringValue(day);
            writer.WriteEndArray();
        }
        else if (shape == Shape.Literal && IsLiteral(cell))
        {
            writer.WriteRawValue(cell);
        }
        else
        {
            // A literal that is none becomes a text, which the check of the line refuses by the member's name.
            writer.WriteStringValue(cell);
        }
    }

    private static bool IsLiteral(string cell) => cell is "true" or "false" || (IsNumber(cell) && decimal.TryParse(cell, out _));

    private static bool IsNumber(string cell) =>
        char.IsAsciiDigit(cell[^1]) && cell.All(character => char.IsAsciiDigit(character) || character == '.')
        && char.IsAsciiDigit(cell[0]) && (cell[0] != '0' || cell.Length == 1 || cell[1] == '.');

    private Shape? ShapeOf(string name, Dictionary<string, JsonPropertyInfo> members)
    {
        if (HasFacts && name.StartsWith(FactPrefix))
        {
            return facts.Find(name[FactPrefix.Length..])?.Type switch
            {
                null => null,
                "bool" or "number" => Shape.Literal,
                "days" => Shape.Days,
                _ => Shape.Text,
            };
        }

        if (!members.TryGetValue(name, out var member))
            return null;
        return member.PropertyType == typeof(bool?) || member.PropertyType == typeof(decimal?) ? Shape.Literal : Shape.Text;
    }

    private sealed record Column(string Name, Shape Shape);
}
