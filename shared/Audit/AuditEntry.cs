using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Wenden.Audit;

/// <summary>One entry of the trail as the table <c>audit.entries</c> has it.</summary>
/// <param name="Sequence">Its place, from 1, without gaps.</param>
/// <param name="At">When, by the hall's clock: microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="Actor">Account name of the person or device, or the service that acted by itself.</param>
/// <param name="Roles">The actor's roles, separated by spaces.</param>
/// <param name="Site">Where it was done; the actor's sites where the request names none; <c>*</c> for every site.</param>
/// <param name="Address">Remote address of the request, if there was one.</param>
/// <param name="Action">Stable name of what was done, such as <c>subsidy.first-review</c>.</param>
/// <param name="PersonId">Whose data; none for people whom the registry does not know.</param>
/// <param name="Purpose">Why: <c>case/…</c>, <c>ticket/…</c> or <c>import/…</c>.</param>
/// <param name="TraceId">The trace it belongs to.</param>
public sealed record AuditEntry(
    long Sequence, long At, string Actor, string Roles, string Site, string? Address, string Action, Guid? PersonId, string? Purpose, string? TraceId)
{
    /// <summary>
    /// SHA-256 of the hash before (32 bytes, zeros before the first) and of the fields in the order of this record, each as its number of UTF-8
    /// bytes, a colon and its text, a field without a value as a minus sign. Numbers in decimal digits, the person with hyphens in lower case.
    /// </summary>
    public byte[] HashAfter(ReadOnlySpan<byte> previous)
    {
        var line = new StringBuilder();
        Add(line, Sequence.ToString(CultureInfo.InvariantCulture));
        Add(line, At.ToString(CultureInfo.InvariantCulture));
        foreach (var field in new[] { Actor, Roles, Site, Address, Action, PersonId?.ToString("D"), Purpose, TraceId })
            Add(line, field);
        return SHA256.HashData([.. previous, .. Encoding.UTF8.GetBytes(line.ToString())]);
    }

    private static void Add(StringBuilder line, string? field)
    {
        if (field is null)
            line.Append('-');
        else
            line.Append(CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetByteCount(field)}:{field}");
    }
}
