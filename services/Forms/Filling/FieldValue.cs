namespace Wenden.Forms.Filling;

/// <summary>One value of a form, frozen when it was filled, with where it came from.</summary>
internal sealed record FieldValue
{
    /// <summary>Name of the fact or case value.</summary>
    public required string Name { get; init; }

    /// <summary>What people call it.</summary>
    public required string Label { get; init; }

    /// <summary>The value as the source gives it: <c>true</c>, <c>F</c>, <c>2019-10-21</c>; none where nobody holds one.</summary>
    public string? Code { get; init; }

    /// <summary>The value as people read it; none where nobody holds one.</summary>
    public string? Text { get; init; }

    /// <summary>Who stated it, for example 公安户籍.</summary>
    public string? Source { get; init; }

    /// <summary>The day it is stated for.</summary>
    public DateOnly? AsOf { get; init; }
}
