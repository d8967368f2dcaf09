using System.Globalization;

namespace Wenden.Portal.Reading;

/// <summary>Forms before they are signed, and the tablet they are signed on. The signature itself goes from the browser straight to Forms (sign.js).</summary>
internal sealed class SigningReads(HallReader hall)
{
    private const string Forms = "forms";

    /// <summary>The forms of a case with the source of each value. Every reading is in the audit trail: not to be asked for without need.</summary>
    public Task<IReadOnlyList<FormDetail>> OfCaseAsync(string site, Guid caseId, CancellationToken ct) =>
        hall.GetAsync<IReadOnlyList<FormDetail>>(Forms, $"{QueueReads.At(site)}/cases/{caseId}/forms", ct);

    /// <summary>The case that this teller's tablet is to show; none where it waits. Tells of no person and may be asked again and again.</summary>
    public async Task<Guid?> CurrentAsync(string site, CancellationToken ct) =>
        (await hall.DoAsync<OpenedSigning>(HttpMethod.Get, Forms, PathOf(site), null, ct))?.CaseId;

    /// <summary>Has this teller's tablet show the case, instead of what it showed.</summary>
    public Task OpenAsync(string site, Guid caseId, CancellationToken ct) => hall.DoAsync(HttpMethod.Put, Forms, PathOf(site), new { caseId }, ct);

    /// <summary>Has the tablet show nothing any more.</summary>
    public Task CloseAsync(string site, CancellationToken ct) => hall.DoAsync(HttpMethod.Delete, Forms, PathOf(site), null, ct);

    /// <summary>Where the browser gets a page of exactly that drawing.</summary>
    public static string PageOf(string site, FormDetail form, int page) => string.Create(
        CultureInfo.InvariantCulture, $"/api/{Forms}{QueueReads.At(site)}/forms/{form.FormId}/preview.png?page={page}&sha256={form.Sha256}");

    /// <summary>Where the browser gets the file.</summary>
    public static string FileOf(string site, Guid formId) => $"/api/{Forms}{QueueReads.At(site)}/forms/{formId}/pdf";

    /// <summary>Where the browser sends the signature.</summary>
    public static string AddressOf(string site, Guid caseId) => $"/api/{Forms}{QueueReads.At(site)}/cases/{caseId}/signature";

    private static string PathOf(string site) => $"{QueueReads.At(site)}/signing";

    private sealed record OpenedSigning(Guid CaseId);
}

/// <param name="FormId">The form.</param>
/// <param name="Template">Code of its template.</param>
/// <param name="State"><c>rendered</c> or <c>signed</c>.</param>
/// <param name="NeedsSignature">Whether the visitor is to sign it.</param>
/// <param name="IsWithdrawn">Whether its case does not want it any more.</param>
/// <param name="Fields">Its values, in the order of the form.</param>
/// <param name="Sha256">Of the unsigned file: what the signature covers.</param>
/// <param name="Pages">How many pages; none where there is only the file to look at.</param>
public sealed record FormDetail(Guid FormId, string Template, string State, bool NeedsSignature, bool IsWithdrawn, IReadOnlyList<FormDetail.Field> Fields, string Sha256, int? Pages)
{
    public bool IsToSign => NeedsSignature && State == "rendered" && !IsWithdrawn;

    /// <param name="Name">Name of the fact or case value.</param>
    /// <param name="Label">What people call it.</param>
    /// <param name="Text">The value; none where nobody holds one.</param>
    /// <param name="Source">Who stated it.</param>
    /// <param name="AsOf">The day it is stated for.</param>
    public sealed record Field(string Name, string Label, string? Text, string? Source, DateOnly? AsOf);
}

/// <summary>A value that its source has changed since it was shown.</summary>
/// <param name="Template">Code of the form's template.</param>
/// <param name="Label">What people call the value.</param>
/// <param name="Before">As it was shown.</param>
/// <param name="After">As it is now.</param>
public sealed record FormChange(string Template, string Label, string? Before, string? After);
