using SkiaSharp;
using Wenden.Forms.Filling;
using Wenden.Forms.Templates;

namespace Wenden.Forms.Drawing;

/// <summary>Lays a filled form out on A4. Rows grow with their text, and go over to another page when one is full: nothing is cut off.</summary>
internal sealed class FormLayout
{
    /// <summary>A4, upright, in points.</summary>
    public const float PageWidth = 595.28f, PageHeight = 841.89f;

    private const float PointsPerMillimetre = 72 / 25.4f;
    private const float Top = 17 * PointsPerMillimetre;
    private const float Bottom = PageHeight - 13 * PointsPerMillimetre;
    private const float FooterSize = 7.5f, FooterPitch = 10.5f;
    private const float TitleSize = 20;
    private const float CodeSide = 50;
    private const string FormId = "formId";

    private readonly FilledForm _form;
    private readonly TextMeasure _measure;
    private readonly IReadOnlyDictionary<(string Source, DateOnly AsOf), string> _sources;
    private readonly IReadOnlyList<string> _footer;
    private readonly string? _address;
    private readonly float _left;
    private readonly float _width;
    private readonly List<List<Mark>> _pages = [];
    private readonly List<string> _overlong = [];

    private FormLayout(FilledForm form, TextMeasure measure, string? address)
    {
        _form = form;
        _measure = measure;
        _address = address;
        _sources = FormWords.Sources(form);
        _width = form.Template.Columns.Sum() * PointsPerMillimetre;
        _left = (PageWidth - _width) / 2;
        _footer = [.. Packed(FormWords.SourceList(_sources)), FormWords.Identity(form)];
    }

    /// <summary>Lays out the form; its text must be drawable already.</summary>
    /// <param name="form">The form.</param>
    /// <param name="measure">Knows the widths of its characters.</param>
    /// <param name="address">Where anybody can verify it, as a QR code; none without it.</param>
    public static FormPages Arrange(FilledForm form, TextMeasure measure, string? address = null)
    {
        var layout = new FormLayout(form, measure, address);
        layout.PlaceRows();
        layout.PlaceFooters();
        return new FormPages([.. layout._pages.Select(marks => new FormPage(marks))], layout._overlong);
    }

    // Room for as many sources as a full form has, so that an empty form and a filled one break alike.
    private float BodyBottom => Bottom - (Math.Max(_footer.Count, 4) + 1) * FooterPitch;

    // Where the grid has the code, the foot needs none.
    private bool HasCodeInFoot => _address is not null && !_form.Template.Cells.Any(cell => cell is CodeCell { Binding.Name: FormId });

    private float FootWidth => HasCodeInFoot ? _width - CodeSide : _width;

    private void PlaceRows()
    {
        _pages.Add([]);
        var y = PlaceTitle();
        float? blockTop = null;
        foreach (var row in _form.Template.Rows.SelectMany(Drawn))
        {
            var cells = Cells(row).ToList();
            var height = Math.Min(
                cells.Max(cell => cell.Content.RowHeight(cell.Width, row.Height * PointsPerMillimetre)),
                BodyBottom - Top);
            if (y + height > BodyBottom)
            {
                Close(blockTop, y);
                blockTop = null;
                _pages.Add([]);
                y = Top;
            }

            if (!row.Framed)
                Close(blockTop, y);
            blockTop = row.Framed ? blockTop ?? y : null;
            PlaceRow(row, cells, y, height);
            y += height;
        }

        Close(blockTop, y);
    }

    // A row that repeats is drawn for each row of its value; the first carries the source.
    private IEnumerable<FormRow> Drawn(FormRow row)
    {
        if (row.Repeat is not { } repeat)
            return [row];
        var (rows, number) = (_form.RowsOf(repeat.Binding.Name), Number(_form.Field(repeat.Binding.Name)));
        var first = row.Cells.ToList().FindIndex(cell => cell is ColumnCell);
        return Enumerable.Range(0, Math.Max(repeat.Least, rows.Count)).Select(index => row with
        {
            Cells =
            [
                .. row.Cells.Select((cell, place) => cell is ColumnCell { Column: var column }
                    ? new MemberCell(
                        cell.Span, repeat.Binding.Name, index < rows.Count ? rows[index][column] : "", index == 0 && place == first ? number : null)
                    : cell),
            ],
        });
    }

    private void PlaceRow(FormRow row, List<(FormCell Cell, CellContent Content, float Left, float Width)> cells, float y, float height)
    {
        var marks = _pages[^1];
        foreach (var (cell, content, left, width) in cells)
        {
            var area = SKRect.Create(left, y, width, height);
            if (cell is TextCell { Role: TextRole.Section })
                marks.Insert(0, new GroundMark(area));
            if (!content.Place(area, content.Fit(width, height), marks))
                _overlong.Add(cell is ValueCell value ? value.Binding.Name : cell is MemberCell member ? member.Name : _form.Template.Name);
            if (row.Framed && left > _left + 1)
                marks.Add(new LineMark(left, y, left, y + height, 0.5f));
        }

        if (row.Framed)
            marks.Add(new LineMark(_left, y + height, _left + _width, y + height, 0.5f));
    }

    // The outer frame of rows that stand together.
    private void Close(float? top, float bottom)
    {
        if (top is not { } y)
            return;
        var right = _left + _width;
        _pages[^1].Add(new LineMark(_left, y, right, y, 1.1f));
        _pages[^1].Add(new LineMark(_left, bottom, right, bottom, 1.1f));
        _pages[^1].Add(new LineMark(_left, y, _left, bottom, 1.1f));
        _pages[^1].Add(new LineMark(right, y, right, bottom, 1.1f));
    }

    private float PlaceTitle()
    {
        var title = _form.Template.Title;
        var size = Math.Min(TitleSize, TitleSize * _width / _measure.Width(title, TitleSize));
        var width = _measure.Width(title, size);
        var frame = SKRect.Create(_left, Top, _width, size * 1.4f);
        _pages[^1].Add(new TextMark(title, (PageWidth - width) / 2, Top + size, size, width, frame));
        return frame.Bottom + 8;
    }

    private void PlaceFooters()
    {
        for (var page = 0; page < _pages.Count; page++)
        {
            var frame = SKRect.Create(_left, BodyBottom, _width, Bottom - BodyBottom);
            var baseline = Bottom - 2 - (_footer.Count - 1) * FooterPitch;
            foreach (var line in _footer)
            {
                _pages[page].Add(new TextMark(line, _left, baseline, FooterSize, _measure.Width(line, FooterSize), frame));
                baseline += FooterPitch;
            }

            var number = $"第{page + 1}页 共{_pages.Count}页";
            var width = _measure.Width(number, FooterSize);
            _pages[page].Add(new TextMark(number, _left + FootWidth - width, Bottom - 2, FooterSize, width, frame));
            if (HasCodeInFoot)
                _pages[page].Add(CodeContent.Mark(_address!, SKRect.Create(_left + _width - CodeSide, Bottom - CodeSide, CodeSide, CodeSide)));
        }
    }

    private IEnumerable<string> Packed(IEnumerable<string> entries)
    {
        const string gap = "　";
        var line = "";
        foreach (var entry in entries.SelectMany(entry => _measure.Lines(entry, FooterSize, FootWidth)))
        {
            if (line.Length > 0 && _measure.Width(line + gap + entry, FooterSize) > FootWidth)
            {
                yield return line;
                line = "";
            }

            line += line.Length == 0 ? entry : gap + entry;
        }

        if (line.Length > 0)
            yield return line;
    }

    private IEnumerable<(FormCell Cell, CellContent Content, float Left, float Width)> Cells(FormRow row)
    {
        var column = 0;
        var left = _left;
        foreach (var cell in row.Cells)
        {
            var width = _form.Template.Columns.Skip(column).Take(cell.Span).Sum() * PointsPerMillimetre;
            yield return (cell, Content(cell), left, width);
            column += cell.Span;
            left += width;
        }
    }

    private CellContent Content(FormCell cell) => cell switch
    {
        TextCell { Role: TextRole.Label } label => new TextContent(_measure, label.Text, 10.5f, 8, centred: true),
        TextCell { Role: TextRole.Section } section => new TextContent(_measure, section.Text, 11, 9, centred: false),
        TextCell note => new TextContent(_measure, note.Text, 10.5f, 9, centred: false),
        ValueCell value => Content(value),
        ChoiceCell choice => new ChoiceContent(_measure, [.. choice.Choices.Select((_, index) => Item(choice.Choices, index))]),
        MemberCell member => new TextContent(_measure, member.Text, 10.5f, 7.5f, centred: true, member.Source),
        SealCell seal => new SealContent(_measure, seal.Label),
        CodeCell { Binding.Name: FormId } when _address is not null => new CodeContent(_address),
        CodeCell code => new CodeContent(_form.Field(code.Binding.Name).Code),
        SignatureCell signature => new SignatureContent(
            _measure, signature.Label, _form.Signature is { } signed ? FilledForm.Words(signed.SignedOn) : null),
        _ => throw new InvalidOperationException($"No content for {cell.GetType().Name}."),
    };

    private TextContent Content(ValueCell cell)
    {
        var field = _form.Field(cell.Binding.Name);
        var text = cell.Before + (field.Text is { } value ? value + cell.After : "");
        return new TextContent(_measure, text, 10.5f, 7.5f, !cell.LeftAligned, Number(field));
    }

    // Boxes of one fact carry its source once, after the last of them.
    private ChoiceContent.Item Item(IReadOnlyList<Choice> choices, int index)
    {
        var choice = choices[index];
        var field = _form.Field(choice.Binding.Name);
        var state = field.Code is null ? Tick.Unknown : field.Code == choice.Is ? Tick.On : Tick.Off;
        var last = index == choices.Count - 1 || choices[index + 1].Binding.Name != choice.Binding.Name;
        return new ChoiceContent.Item(choice.Label, state, last ? Number(field) : null);
    }

    private string? Number(FieldValue field) =>
        field is { Source: { } source, AsOf: { } asOf } ? _sources[(source, asOf)] : null;

    // A member of a row, once it is known which row.
    private sealed record MemberCell(int Span, string Name, string Text, string? Source) : FormCell(Span);
}
