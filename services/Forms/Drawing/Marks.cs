using SkiaSharp;

namespace Wenden.Forms.Drawing;

/// <summary>One thing on a page, in points from its top left corner.</summary>
internal abstract record Mark;

/// <summary>A line of text. <paramref name="Frame"/> is the cell it must stay in.</summary>
internal sealed record TextMark(string Text, float X, float Baseline, float Size, float Width, SKRect Frame) : Mark;

/// <summary>A ruled line.</summary>
internal sealed record LineMark(float X1, float Y1, float X2, float Y2, float Weight) : Mark;

/// <summary>A grey ground.</summary>
internal sealed record GroundMark(SKRect Area) : Mark;

/// <summary>A small box to tick. Drawn as lines: the font has no ticked box.</summary>
internal sealed record TickMark(SKRect Box, Tick State) : Mark;

/// <summary>A circle of dashes, grey: where a seal goes.</summary>
internal sealed record SealMark(float X, float Y, float Radius) : Mark;

/// <summary>A QR code: which of its squares, row by row, are black.</summary>
internal sealed record CodeMark(SKRect Area, IReadOnlyList<System.Collections.BitArray> Squares) : Mark;

/// <summary>Where the signature stands.</summary>
internal sealed record SignatureMark(SKRect Area) : Mark;

/// <summary>State of a box.</summary>
internal enum Tick
{
    /// <summary>It does not hold.</summary>
    Off,

    /// <summary>It holds.</summary>
    On,

    /// <summary>Nobody holds the fact; drawn dashed.</summary>
    Unknown,
}

/// <summary>Everything on one page, in the order of drawing.</summary>
internal sealed record FormPage(IReadOnlyList<Mark> Marks);

/// <summary>A form laid out, and the cells whose text does not even fit a whole page.</summary>
internal sealed record FormPages(IReadOnlyList<FormPage> Pages, IReadOnlyList<string> Overlong);
