namespace Wenden.Contracts.Forms;

/// <summary>The forms of a case are drawn and can be read, and signed where they want a signature.</summary>
public sealed record FormsRendered
{
    /// <summary>Code of the site the case belongs to.</summary>
    public required string Site { get; init; }

    /// <summary>The case.</summary>
    public required Guid CaseId { get; init; }

    /// <summary>The forms drawn.</summary>
    public required IReadOnlyList<RenderedForm> Forms { get; init; }
}

/// <summary>One drawn form.</summary>
public sealed record RenderedForm
{
    /// <summary>The form.</summary>
    public required Guid FormId { get; init; }

    /// <summary>Name of its template.</summary>
    public required string Template { get; init; }

    /// <summary>SHA-256 of the PDF, as 64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Whether the visitor is to sign it.</summary>
    public required bool NeedsSignature { get; init; }

    /// <summary>Names of the fields that stayed empty because the registry holds no value.</summary>
    public required IReadOnlyList<string> MissingFields { get; init; }
}
