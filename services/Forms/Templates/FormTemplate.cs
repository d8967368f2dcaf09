namespace Wenden.Forms.Templates;

/// <summary>A form (表单) as its data file describes it: a grid of cells in millimetres on A4, upright.</summary>
internal sealed record FormTemplate
{
    /// <summary>Name that cases ask by, for example <c>subsidy-4050-application</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Counts the template's versions from 1. A stored form is drawn again by the version it was filled with.</summary>
    public required int Version { get; init; }

    /// <summary>First day on which new forms use this version.</summary>
    public required DateOnly EffectiveFrom { get; init; }

    /// <summary>What stands in large type at the top.</summary>
    public required string Title { get; init; }

    /// <summary>The fact that is held of everybody the form is for, for example <c>retiresOn</c>; none where it is for all grown-ups.</summary>
    public string? For { get; init; }

    /// <summary>Widths of the grid's columns in millimetres.</summary>
    public required IReadOnlyList<float> Columns { get; init; }

    /// <summary>The grid's rows from top to bottom.</summary>
    public required IReadOnlyList<FormRow> Rows { get; init; }

    /// <summary>SHA-256 of the data file. A form is signed by the file it was shown with, or not at all.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Whether the visitor is to sign the form.</summary>
    public bool WantsSignature => Cells.Any(cell => cell is SignatureCell);

    /// <summary>All cells, row by row.</summary>
    public IEnumerable<FormCell> Cells => Rows.SelectMany(row => row.Cells);

    /// <summary>What the form asks for, each name once, in the order of the grid.</summary>
    public IEnumerable<Binding> Bindings => Rows
        .SelectMany(row => row.Cells.SelectMany<FormCell, Binding>(cell => cell switch
        {
            ValueCell value => [value.Binding],
            CodeCell code => [code.Binding],
            ChoiceCell choice => choice.Choices.Select(one => one.Binding),
            _ => [],
        }).Concat(row.Repeat is { } repeat ? [repeat.Binding] : []))
        .GroupBy(binding => binding.Name)
        .Select(same => same.FirstOrDefault(binding => !binding.Optional) ?? same.First());
}

/// <summary>One row: its least height in millimetres (it grows with its text), and whether lines are drawn round its cells.</summary>
internal sealed record FormRow(float Height, bool Framed, IReadOnlyList<FormCell> Cells)
{
    /// <summary>The rows that this one is drawn for, once each; none where it is drawn once.</summary>
    public Repeat? Repeat { get; init; }
}

/// <summary>A row for each row of a value, and empty ones up to <paramref name="Least"/>.</summary>
internal sealed record Repeat(Binding Binding, int Least);

/// <summary>A cell over <paramref name="Span"/> columns.</summary>
internal abstract record FormCell(int Span);

/// <summary>Constant text.</summary>
internal sealed record TextCell(int Span, TextRole Role, string Text) : FormCell(Span);

/// <summary>A value that the system fills in, with constant text before and after it.</summary>
internal sealed record ValueCell(int Span, Binding Binding, bool LeftAligned, string Before, string After) : FormCell(Span);

/// <summary>A member of the row that is drawn, counted from 0 in the order of the value's columns.</summary>
internal sealed record ColumnCell(int Span, int Column) : FormCell(Span);

/// <summary>A value as a QR code.</summary>
internal sealed record CodeCell(int Span, Binding Binding) : FormCell(Span);

/// <summary>Where an office or an employer puts its seal (盖章), with the day under it.</summary>
internal sealed record SealCell(int Span, string Label) : FormCell(Span);

/// <summary>Boxes, each ticked when its value holds.</summary>
internal sealed record ChoiceCell(int Span, IReadOnlyList<Choice> Choices) : FormCell(Span);

/// <summary>The box that the visitor signs in.</summary>
internal sealed record SignatureCell(int Span, string Label) : FormCell(Span);

/// <summary>One box: ticked when the bound value reads <paramref name="Is"/>.</summary>
internal sealed record Choice(string Label, Binding Binding, string Is);

/// <summary>What a cell shows. An optional one may stay empty without being reported as missing.</summary>
internal sealed record Binding(string Name, BindableValue Value, bool Optional);

/// <summary>How constant text is set.</summary>
internal enum TextRole
{
    /// <summary>Names the value beside it; centred.</summary>
    Label,

    /// <summary>Opens a part of the form; on a grey ground.</summary>
    Section,

    /// <summary>Running text; aligned left.</summary>
    Note,
}
