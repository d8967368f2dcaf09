namespace Wenden.Contracts.Forms;

/// <summary>The visitor has signed every form of the case that wants a signature; the signed files are in the archive.</summary>
public sealed record FormsSigned
{
    /// <summary>Code of the site the case belongs to.</summary>
    public required string Site { get; init; }

    /// <summary>The case.</summary>
    public required Guid CaseId { get; init; }

    /// <summary>The signed forms.</summary>
    public required IReadOnlyList<SignedForm> Forms { get; init; }

    /// <summary>When the last of them was signed.</summary>
    public required DateTimeOffset SignedAt { get; init; }
}

/// <summary>One signed form.</summary>
public sealed record SignedForm
{
    /// <summary>The form.</summary>
    public required Guid FormId { get; init; }

    /// <summary>SHA-256 of the archived file, as 64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }
}
