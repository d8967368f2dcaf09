using System.Text.Json;
using Wenden.Contracts.Forms;
using Wenden.Forms.Filling;
using Wenden.Forms.Templates;

namespace Wenden.Forms.Storage;

/// <summary>A row of <c>forms</c>: what a form was filled with, and the hashes of its files.</summary>
internal sealed record StoredForm
{
    public required string Site { get; init; }

    /// <summary>The site as people call it; none of forms drawn before it was kept.</summary>
    public string? SiteName { get; init; }

    public required Guid Id { get; init; }

    public required Guid CaseId { get; init; }

    public required Guid PersonId { get; init; }

    /// <summary>The employer for whom the person acts; none where the form is about the person.</summary>
    public string? EmployerCode { get; init; }

    /// <summary>Facts that another item of the case produces, as JSON.</summary>
    public string Produced { get; init; } = "{}";

    public required string Template { get; init; }

    public required int TemplateVersion { get; init; }

    public required string TemplateSha256 { get; init; }

    /// <summary>The values, as JSON.</summary>
    public required string Fields { get; init; }

    public required string[] Missing { get; init; }

    public required string[] LackingCharacters { get; init; }

    public required string[] Overlong { get; init; }

    public required bool NeedsSignature { get; init; }

    public string State { get; init; } = "rendered";

    public required string Sha256 { get; init; }

    public required DateTimeOffset RenderedAt { get; init; }

    public string? SignedSha256 { get; init; }

    public string? SignatureSha256 { get; init; }

    /// <summary>Of the strokes, where a pad gave them.</summary>
    public string? PenSha256 { get; init; }

    /// <summary>Thumbprint of the certificate that the signed file is sealed with; none of those signed before there were seals.</summary>
    public string? Seal { get; init; }

    public string? SignedBy { get; init; }

    public DateTimeOffset? SignedAt { get; init; }

    /// <summary>Whether its case does not want it any more; known only where it was asked for.</summary>
    public bool IsWithdrawn { get; init; }

    /// <summary>The values it was filled with.</summary>
    public IReadOnlyList<FieldValue> Values() => Read(Fields);

    /// <summary>Reads what <see cref="Write(IReadOnlyList{FieldValue})"/> has written.</summary>
    public static IReadOnlyList<FieldValue> Read(string fields) => JsonSerializer.Deserialize<FieldValue[]>(fields, HallJson.Options)!;

    /// <summary>The facts that another item of the case produces.</summary>
    public IReadOnlyDictionary<string, ProducedFact> ProducedFacts() => JsonSerializer.Deserialize<Dictionary<string, ProducedFact>>(Produced, HallJson.Options)!;

    /// <summary>Writes facts the way <see cref="ProducedFacts"/> reads them.</summary>
    public static string Write(IReadOnlyDictionary<string, ProducedFact> produced) => JsonSerializer.Serialize(produced, HallJson.Options);

    /// <summary>Writes values the way <see cref="Values"/> reads them.</summary>
    public static string Write(IReadOnlyList<FieldValue> values) => JsonSerializer.Serialize(values, HallJson.Options);

    /// <summary>
    /// The form as it was filled, unsigned, ready to be drawn again; nothing where the template's file is no longer the one it was shown with.
    /// </summary>
    public FilledForm? Refill(TemplateSet templates) =>
        templates.Version(Template, TemplateVersion) is { } template && template.Sha256 == TemplateSha256
            ? new FilledForm(template, Id, Values(), RenderedAt)
            : null;

    public RenderedForm AsRendered() => new()
    {
        FormId = Id,
        Template = Template,
        Sha256 = Sha256,
        NeedsSignature = NeedsSignature,
        MissingFields = Missing,
    };
}
