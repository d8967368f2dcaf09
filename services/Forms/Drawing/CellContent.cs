using SkiaSharp;

namespace Wenden.Forms.Drawing;

/// <summary>What stands in a cell. It is set in the largest type between its limits that fits; where none does, the row grows.</summary>
internal abstract class CellContent(float largest, float smallest)
{
    /// <summary>Free space between the cell's lines and its content, points.</summary>
    public const float PadX = 4, PadY = 2.5f;

    private const float Step = 0.5f;

    /// <summary>Distance from one baseline to the next, in type sizes.</summary>
    protected const float Leading = 1.25f;

    /// <summary>Height that the content needs in type of a size, points; infinite where it cannot be set in that size.</summary>
    public abstract float Height(float size, float width);

    /// <summary>Puts the content into a cell; says whether all of it found room.</summary>
    public abstract bool Place(SKRect cell, float size, List<Mark> marks);

    /// <summary>The largest size that fits, or the smallest allowed.</summary>
    public float Fit(float width, float height)
    {
        var size = largest;
        while (size > smallest && Height(size, width - 2 * PadX) > height - 2 * PadY)
            size = Math.Max(smallest, size - Step);
        return size;
    }

    /// <summary>Height that a row of at least <paramref name="least"/> points must have for this content.</summary>
    public float RowHeight(float width, float least)
    {
        var needed = Height(Fit(width, least), width - 2 * PadX) + 2 * PadY;
        return float.IsInfinity(needed) ? least : Math.Max(least, needed);
    }

    /// <summary>The baseline of a line whose middle is at a height: half of a Chinese character's box stands above it.</summary>
    protected static float BaselineAt(float middle, float size) => middle + 0.36f * size;
}

/// <summary>Lines of text, with the number of their source.</summary>
internal sealed class TextContent(TextMeasure measure, string text, float largest, float smallest, bool centred, string? source = null)
    : CellContent(largest, smallest)
{
    private const float SourceSize = 6;

    public override float Height(float size, float width) => Lines(size, width).Count * size * Leading;

    public override bool Place(SKRect cell, float size, List<Mark> marks)
    {
        var inner = SKRect.Inflate(cell, -PadX, -PadY);
        var lines = Lines(size, inner.Width);
        var room = Math.Max(1, (int)((inner.Height + 0.01f) / (size * Leading)));
        var whole = lines.Count <= room;
        if (!whole)
            lines = [.. lines.Take(room - 1), "……"];

        var free = inner.Width - SourceWidth;
        var top = inner.MidY - lines.Count * size * Leading / 2;
        foreach (var line in lines)
        {
            var width = measure.Width(line, size);
            var x = centred ? inner.Left + (free - width) / 2 : inner.Left;
            if (line.Length > 0)
                marks.Add(new TextMark(line, x, BaselineAt(top + size * Leading / 2, size), size, width, cell));
            top += size * Leading;
        }

        if (source is not null)
            marks.Add(Source(source, cell, inner.Left + measure.Width(lines[^1], size), top - size * Leading * 0.55f));
        return whole;
    }

    // In the corner under a centred value, raised behind the end of one that is aligned left.
    private TextMark Source(string number, SKRect cell, float end, float raised)
    {
        var width = measure.Width(number, SourceSize);
        return centred
            ? new TextMark(number, cell.Right - 1.5f - width, cell.Bottom - 2.5f, SourceSize, width, cell)
            : new TextMark(number, end + 1, raised, SourceSize, width, cell);
    }

    private float SourceWidth => source is null ? 0 : measure.Width(source, SourceSize);

    // A centred text of several lines is evened out: 公民身份 / 号码 rather than 公民身份号 / 码.
    private IReadOnlyList<string> Lines(float size, float width)
    {
        var free = width - SourceWidth;
        var lines = measure.Lines(text, size, free);
        if (!centred || lines.Count < 2 || text.Contains('\n'))
            return lines;
        var even = measure.Width(text, size) / lines.Count + size;
        var evened = measure.Lines(text, size, Math.Min(free, even));
        return evened.Count == lines.Count ? evened : lines;
    }
}

/// <summary>Boxes with their labels, flowing into lines.</summary>
internal sealed class ChoiceContent(TextMeasure measure, IReadOnlyList<ChoiceContent.Item> items) : CellContent(10.5f, 7.5f)
{
    /// <summary>One box, its label, and the number of the source that it is ticked by.</summary>
    public sealed record Item(string Label, Tick State, string? Source);

    public override float Height(float size, float width) =>
        items.Any(item => Width(item, size) > width) ? float.PositiveInfinity : Rows(size, width).Count * size * 1.45f;

    public override bool Place(SKRect cell, float size, List<Mark> marks)
    {
        var inner = SKRect.Inflate(cell, -PadX, -PadY);
        var rows = Rows(size, inner.Width);
        var pitch = size * 1.45f;
        var top = inner.MidY - rows.Count * pitch / 2;
        // Several lines of boxes stand in columns of equal width, so that the eye finds them.
        var column = rows.Count > 1 ? items.Max(item => Width(item, size)) + Gap(size) : 0;
        foreach (var row in rows)
        {
            var middle = top + pitch / 2;
            var x = rows.Count > 1 ? inner.Left : inner.Left + (inner.Width - RowWidth(row, size)) / 2;
            foreach (var item in row)
            {
                PlaceItem(item, x, middle, size, cell, marks);
                x += rows.Count > 1 ? column : Width(item, size) + Gap(size);
            }

            top += pitch;
        }

        return Height(size, inner.Width) <= inner.Height + 0.01f;
    }

    private void PlaceItem(Item item, float x, float middle, float size, SKRect cell, List<Mark> marks)
    {
        var side = size * 0.8f;
        marks.Add(new TickMark(SKRect.Create(x, middle - side / 2, side, side), item.State));
        x += side + size * 0.3f;
        var width = measure.Width(item.Label, size);
        marks.Add(new TextMark(item.Label, x, BaselineAt(middle, size), size, width, cell));
        if (item.Source is { } source)
            marks.Add(new TextMark(source, x + width + 0.5f, middle - size * 0.1f, size * 0.6f, measure.Width(source, size * 0.6f), cell));
    }

    private IReadOnlyList<IReadOnlyList<Item>> Rows(float size, float width)
    {
        if (RowWidth(items, size) <= width)
            return [items];
        var column = items.Max(item => Width(item, size)) + Gap(size);
        var perRow = Math.Max(1, (int)((width + Gap(size)) / column));
        return [.. items.Chunk(perRow)];
    }

    private float RowWidth(IReadOnlyList<Item> row, float size) => row.Sum(item => Width(item, size)) + (row.Count - 1) * Gap(size);

    private float Width(Item item, float size) =>
        size * 1.1f + measure.Width(item.Label, size) + (item.Source is { } source ? 0.5f + measure.Width(source, size * 0.6f) : 0);

    private static float Gap(float size) => size;
}

/// <summary>The label, the box for the signature, and the day of signing under it.</summary>
internal sealed class SignatureContent(TextMeasure measure, string label, string? signedOn) : CellContent(10.5f, 10.5f)
{
    private const float BoxWidth = 170, BoxHeight = 52, DateHeight = 18;

    public override float Height(float size, float width) => BoxHeight + DateHeight + 6;

    public override bool Place(SKRect cell, float size, List<Mark> marks)
    {
        var box = SKRect.Create(cell.Right - BoxWidth - 14, cell.MidY - (BoxHeight + DateHeight) / 2, BoxWidth, BoxHeight);
        Frame(box, marks);
        var name = label + "：";
        var width = measure.Width(name, size);
        marks.Add(new TextMark(name, box.Left - width - 6, BaselineAt(box.MidY, size), size, width, cell));

        if (signedOn is not null)
            marks.Add(new SignatureMark(SKRect.Inflate(box, -3, -3)));
        var date = "签名日期：" + (signedOn ?? "　　　　年　　月　　日");
        var dateWidth = measure.Width(date, size);
        marks.Add(new TextMark(date, box.Right - dateWidth, BaselineAt(box.Bottom + DateHeight / 2 + 1, size), size, dateWidth, cell));
        return true;
    }

    private static void Frame(SKRect box, List<Mark> marks)
    {
        marks.Add(new LineMark(box.Left, box.Top, box.Right, box.Top, 0.5f));
        marks.Add(new LineMark(box.Left, box.Bottom, box.Right, box.Bottom, 0.5f));
        marks.Add(new LineMark(box.Left, box.Top, box.Left, box.Bottom, 0.5f));
        marks.Add(new LineMark(box.Right, box.Top, box.Right, box.Bottom, 0.5f));
    }
}
