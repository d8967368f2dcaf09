using Wenden.Forms.Filling;

namespace Wenden.Forms.Signing;

/// <summary>A value that is no longer what the visitor was shown.</summary>
internal sealed record FieldChange
{
    public required Guid FormId { get; init; }

    public required string Template { get; init; }

    /// <summary>Name of the fact.</summary>
    public required string Field { get; init; }

    /// <summary>What people call it.</summary>
    public required string Label { get; init; }

    /// <summary>As it was shown; none where it was empty.</summary>
    public string? Before { get; init; }

    /// <summary>As the source says it now; none where it no longer says anything.</summary>
    public string? After { get; init; }

    /// <summary>
    /// The values that differ, in the order of the form. A value that its source states for a later day is the same value; what the case brings is left
    /// out, since nobody but the hall states it.
    /// </summary>
    public static IEnumerable<FieldChange> Between(Guid formId, string template, IReadOnlyList<FieldValue> before, IReadOnlyList<FieldValue> after) =>
        from now in after
        let was = before.FirstOrDefault(field => field.Name == now.Name)
        where was?.Code != now.Code && (was?.Source ?? now.Source) != FilledForm.CaseSource
        select new FieldChange { FormId = formId, Template = template, Field = now.Name, Label = now.Label, Before = was?.Text, After = now.Text };
}
