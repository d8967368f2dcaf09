using Wenden.Forms.Filling;
using Wenden.Forms.Templates;

namespace Wenden.Forms.Drawing;

/// <summary>All text of a form that does not stand in its cells, and the numbers that lead from a value to its source.</summary>
internal static class FormWords
{
    private const string Ascii = "0123456789 ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz.,:;-/()";
    private const string Fixed = "数据来源：模板第版表单编号页共·签名日期年月日（）……盖章";

    /// <summary>Every constant text that the template or the drawing can put on the page.</summary>
    public static IEnumerable<string> Constants(FormTemplate template) => template.Cells
        .SelectMany<FormCell, string>(cell => cell switch
        {
            TextCell text => [text.Text],
            ValueCell value => [value.Before, value.After],
            ChoiceCell choice => choice.Choices.Select(one => one.Label),
            SealCell seal => [seal.Label],
            SignatureCell signature => [signature.Label],
            _ => [],
        })
        .Concat(template.Bindings.SelectMany(binding => binding.Value.Values.Values))
        .Concat([template.Title, Fixed, Ascii, FilledForm.CaseSource, .. Enumerable.Range(1, 20).Select(Circled)]);

    /// <summary>Every text of a filled form, for cutting the font.</summary>
    public static IEnumerable<string> All(FilledForm form)
    {
        var sources = Sources(form);
        return Constants(form.Template)
            .Where(text => !(text.Length == 1 && text[0] >= Circled(1)[0] && text[0] <= Circled(20)[0]))
            .Where(text => text != Ascii)
            .Concat(form.Fields.Select(field => field.Text ?? ""))
            .Concat(SourceList(sources))
            .Append(Identity(form))
            .Append("0123456789");
    }

    /// <summary>The number of each source and day, in the order of the form.</summary>
    public static IReadOnlyDictionary<(string Source, DateOnly AsOf), string> Sources(FilledForm form) => form.Fields
        .Where(field => field is { Source: not null, AsOf: not null })
        .Select(field => (field.Source!, field.AsOf!.Value))
        .Distinct()
        .Select((source, index) => (source, Number: Circled(index + 1)))
        .ToDictionary(pair => pair.source, pair => pair.Number);

    /// <summary>Where the values came from and as of when; each entry stays on one line.</summary>
    public static IReadOnlyList<string> SourceList(IReadOnlyDictionary<(string Source, DateOnly AsOf), string> sources) =>
    [
        .. sources.Select((source, index) =>
            $"{(index == 0 ? "数据来源：" : "")}{source.Value}{source.Key.Source} {source.Key.AsOf:yyyy-MM-dd}"),
    ];

    /// <summary>Which template and which form this is.</summary>
    public static string Identity(FilledForm form) =>
        $"模板 {form.Template.Name} 第{form.Template.Version}版 · 表单编号 {form.FormId}";

    private static string Circled(int number) => number <= 20 ? ((char)('①' + number - 1)).ToString() : $"({number})";
}
