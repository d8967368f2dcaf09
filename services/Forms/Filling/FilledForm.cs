using System.Globalization;
using System.Text.Json;
using Wenden.Contracts.Registry;
using Wenden.Forms.Templates;

namespace Wenden.Forms.Filling;

/// <summary>A template with its values: all that is needed to draw the form, now or years later.</summary>
internal sealed record FilledForm(FormTemplate Template, Guid FormId, IReadOnlyList<FieldValue> Fields, DateTimeOffset FilledAt)
{
    /// <summary>Who is named as the source of what the case brings.</summary>
    public const string CaseSource = "窗口受理";

    /// <summary>The case value that says when the form was drawn.</summary>
    public const string RenderedOn = "renderedOn";

    /// <summary>Names of the values that nobody holds and that the form cannot do without, in the order of the form.</summary>
    public IReadOnlyList<string> Missing =>
        [.. Template.Bindings.Where(binding => !binding.Optional && binding.Value.Origin != ValueOrigin.Typed && Field(binding.Name).Code is null).Select(binding => binding.Name)];

    /// <summary>The visitor's signature, once given.</summary>
    public Signature? Signature { get; init; }

    /// <summary>The value of that name.</summary>
    public FieldValue Field(string name) => Fields.First(field => field.Name == name);

    /// <summary>Fills a template from what the registry holds and the case brings. Unknown stays empty.</summary>
    /// <exception cref="InvalidDataException">A value is not of the type that the list of bindable values gives.</exception>
    public static FilledForm Fill(
        FormTemplate template,
        Guid formId,
        PersonFile person,
        IReadOnlyDictionary<string, string> caseValues,
        DateTimeOffset filledAt)
    {
        var day = Hall.DayOf(filledAt);
        var fields = template.Bindings.Select(binding =>
        {
            var empty = new FieldValue { Name = binding.Name, Label = binding.Value.Label };
            if (binding.Value.Origin != ValueOrigin.Fact)
            {
                return caseValues.TryGetValue(binding.Name, out var text) && text.Length > 0
                    ? empty with { Code = text, Text = Words(binding, text), Source = CaseSource, AsOf = day }
                    : empty;
            }

            if (!person.Facts.TryGetValue(binding.Name, out var fact) || CodeOf(binding, fact.Value) is not { Length: > 0 } code)
                return empty;
            return empty with { Code = code, Text = Words(binding, code), Source = fact.Source, AsOf = fact.AsOf };
        });
        return new FilledForm(template, formId, [.. fields], filledAt);
    }

    /// <summary>The same form with what the registry holds now; what the case brought stays, but for the day of drawing.</summary>
    public FilledForm Anew(PersonFile person, DateTimeOffset at)
    {
        var facts = Template.Bindings.Where(binding => binding.Value.Origin == ValueOrigin.Fact).Select(binding => binding.Name).ToHashSet();
        var ofCase = Fields.Where(field => field.Code is not null && !facts.Contains(field.Name)).ToDictionary(field => field.Name, field => field.Code!);
        if (ofCase.ContainsKey(RenderedOn))
            ofCase[RenderedOn] = Hall.DayOf(at).ToString("yyyy-MM-dd");
        return Fill(Template, FormId, person, ofCase, at);
    }

    /// <summary>The form with nothing filled in.</summary>
    public static FilledForm Empty(FormTemplate template) => new(
        template,
        Guid.Empty,
        [.. template.Bindings.Select(binding => new FieldValue { Name = binding.Name, Label = binding.Value.Label })],
        DateTimeOffset.UnixEpoch);

    private static string CodeOf(Binding binding, JsonElement value) => (binding.Value.Kind, value.ValueKind) switch
    {
        (ValueKind.Bool, JsonValueKind.True) => "true",
        (ValueKind.Bool, JsonValueKind.False) => "false",
        (ValueKind.Number, JsonValueKind.Number) => value.GetRawText(),
        (ValueKind.Text or ValueKind.Day or ValueKind.Sex, JsonValueKind.String) => value.GetString()!.Trim(),
        (ValueKind.Days or ValueKind.Rows, JsonValueKind.Array) => value.GetRawText(),
        _ => throw new InvalidDataException($"Fact {binding.Name} is {value.ValueKind}, the form expects {binding.Value.Kind}."),
    };

    private static string Words(Binding binding, string code) => binding.Value.Kind switch
    {
        ValueKind.Bool => code == "true" ? "是" : "否",
        ValueKind.Sex => code switch { "F" => "女", "M" => "男", _ => throw Unexpected(binding) },
        ValueKind.Day => Day(binding, code),
        ValueKind.Days => JsonSerializer.Deserialize<string[]>(code) is { Length: > 0 } days
            ? string.Join('、', days.Select(day => Day(binding, day)))
            : "无",
        ValueKind.Number => binding.Value.Values.GetValueOrDefault(code) ?? Number(binding, code),
        ValueKind.Rows => string.Join('\n', JsonSerializer.Deserialize<JsonElement[]>(code)!.Select(row => Row(binding, row))),
        _ when binding.Value.Values.Count > 0 => binding.Value.Values.TryGetValue(code, out var words) ? words : throw Unexpected(binding),
        _ => code,
    };

    private static string Number(Binding binding, string code) =>
        binding.Value.Decimals is { } places && decimal.TryParse(code, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number.ToString($"F{places}", CultureInfo.InvariantCulture)
            : code;

    // Rows are parted by line feeds and their members by tabs, which no value of the registry holds.
    private static string Row(Binding binding, JsonElement row) => string.Join('\t', binding.Value.Columns.Select(column =>
        !row.TryGetProperty(column, out var member) ? ""
        : member.ValueKind == JsonValueKind.Number && member.GetRawText().Contains('.') ? Number(binding, member.GetRawText())
        : member.ToString()));

    /// <summary>The rows of the value of that name, each with its members; none where nobody holds one.</summary>
    public IReadOnlyList<string[]> RowsOf(string name) =>
        Field(name).Text is { Length: > 0 } text ? [.. text.Split('\n').Select(row => row.Split('\t'))] : [];

    private static string Day(Binding binding, string code) =>
        DateOnly.TryParseExact(code, "yyyy-MM-dd", out var day) ? Words(day) : throw Unexpected(binding);

    /// <summary>The day as forms write it: 2019年10月21日.</summary>
    public static string Words(DateOnly day) => $"{day.Year}年{day.Month}月{day.Day}日";

    private static InvalidDataException Unexpected(Binding binding) => new($"The value of {binding.Name} is not one the form knows.");
}

/// <summary>What a visitor signed with, and when.</summary>
internal sealed record Signature(byte[] Png, DateOnly SignedOn);
