namespace Wenden.Contracts.Forms;

/// <summary>A form is not wanted any more; where it is not signed yet it never is.</summary>
public sealed record FormWithdrawn
{
    /// <summary>Code of the site of the case.</summary>
    public required string Site { get; init; }

    /// <summary>The case that wanted it.</summary>
    public required Guid CaseId { get; init; }

    /// <summary>The form.</summary>
    public required Guid FormId { get; init; }
}
