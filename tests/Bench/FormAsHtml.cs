using System.Globalization;
using System.Net;
using Wenden.Forms.Drawing;
using Wenden.Forms.Filling;
using Wenden.Forms.Templates;

namespace Wenden.Bench;

/// <summary>A filled form as an HTML table: the same texts in the same font and grid, on A4.</summary>
internal static class FormAsHtml
{
    public static string Write(FilledForm form) => $$"""
        <!doctype html>
        <html lang="zh-CN">
        <head>
        <meta charset="utf-8">
        <title>{{form.Template.Title}}</title>
        <style>
            @page { size: A4; margin: 17mm 14mm 13mm }
            body { margin: 0; font: 10.5pt/1.25 "BabelStone Han" }
            h1 { font-size: 20pt; font-weight: normal; text-align: center; margin: 0 0 4mm }
            table { border-collapse: collapse; table-layout: fixed; width: {{Number(form.Template.Columns.Sum())}}mm; margin: auto }
            td { border: 0.5pt solid; padding: 0 4pt; text-align: center; white-space: pre-line }
            td.note { text-align: left }
            td.section { background: #eee; text-align: left }
            tr.bare td { border: 0 }
            sup { font-size: 6pt }
            i { display: inline-block; width: 8pt; height: 8pt; border: 0.5pt solid; margin: 0 3pt }
            i.on::after { content: ""; display: block; width: 2pt; height: 5pt; margin: 0 2.5pt; border: solid; border-width: 0 1pt 1pt 0; transform: rotate(40deg) }
            footer { font-size: 7.5pt; margin-top: 3mm }
        </style>
        </head>
        <body>
        <h1>{{form.Template.Title}}</h1>
        <table>
        <colgroup>{{string.Concat(form.Template.Columns.Select(column => $"<col style='width: {Number(column)}mm'>"))}}</colgroup>
        {{string.Join('\n', form.Template.Rows.SelectMany(row => Rows(form, row)))}}
        </table>
        <footer>{{string.Join('　', FormWords.SourceList(FormWords.Sources(form)))}}<br>{{FormWords.Identity(form)}}　第1页 共1页</footer>
        </body>
        </html>
        """;

    private static IEnumerable<string> Rows(FilledForm form, FormRow row)
    {
        var members = row.Repeat is { } repeat ? form.RowsOf(repeat.Binding.Name) : [[]];
        var count = Math.Max(row.Repeat?.Least ?? 1, members.Count);
        return Enumerable.Range(0, count).Select(index =>
            $"<tr{(row.Framed ? "" : " class=bare")} style='height: {Number(row.Height)}mm'>" +
            string.Concat(row.Cells.Select(cell => Cell(form, cell, index < members.Count ? members[index] : []))) + "</tr>");
    }

    private static string Cell(FilledForm form, FormCell cell, string[] members)
    {
        var (style, content) = cell switch
        {
            TextCell text => (text.Role switch { TextRole.Section => "section", TextRole.Note => "note", _ => "" }, Text(text.Text)),
            ValueCell value => (value.LeftAligned ? "note" : "", Text(value.Before) + Value(form, value.Binding) + Text(value.After)),
            ColumnCell column => ("", Text(members.ElementAtOrDefault(column.Column))),
            ChoiceCell choice => ("", string.Concat(choice.Choices.Select(one =>
                $"<i{(form.Field(one.Binding.Name).Code == one.Is ? " class=on" : "")}></i>{Text(one.Label)}"))),
            SealCell seal => ("", Text(seal.Label)),
            SignatureCell signature => ("", Text(signature.Label)),
            _ => ("", ""),
        };
        return $"<td class='{style}' colspan={Number(cell.Span)}>{content}</td>";
    }

    private static string Value(FilledForm form, Binding binding)
    {
        var field = form.Field(binding.Name);
        return Text(field.Text) + (field is { Source: { } source, AsOf: { } asOf } ? $"<sup>{FormWords.Sources(form)[(source, asOf)]}</sup>" : "");
    }

    private static string Text(string? text) => WebUtility.HtmlEncode(text ?? "");

    private static string Number(float number) => number.ToString(CultureInfo.InvariantCulture);
}
