using System.Diagnostics;
using System.Runtime.CompilerServices;
using OpenTelemetry;

namespace Wenden.ServiceDefaults.Telemetry;

/// <summary>Masks identity numbers in everything a span carries, and cuts long statements, before any exporter sees it.</summary>
internal sealed class MaskSpans : BaseProcessor<Activity>
{
    /// <summary>Characters of a statement that tell it from every other; to keep whole ones costs more than to run them.</summary>
    internal const int LongestStatement = 300;

    private const string Statement = "db.query.text";

    public override void OnEnd(Activity data)
    {
        data.DisplayName = PersonalData.Mask(data.DisplayName);
        if (data.StatusDescription is { } description)
            data.SetStatus(data.Status, PersonalData.Mask(description));

        foreach (ref readonly var tag in data.EnumerateTagObjects())
            Mask(in tag);
        foreach (ref readonly var happened in data.EnumerateEvents())
            foreach (ref readonly var tag in happened.EnumerateTagObjects())
                Mask(in tag);
    }

    // An event's tags cannot be set again; the enumerator hands out the stored value itself.
    private static void Mask(ref readonly KeyValuePair<string, object?> tag)
    {
        var masked = tag is { Key: Statement, Value: string { Length: > LongestStatement } statement } ? Cut(statement) : PersonalData.Mask(tag.Value);
        if (!ReferenceEquals(masked, tag.Value))
            Unsafe.AsRef(in tag) = new(tag.Key, masked);
    }

    // So much more is looked at that an identity number across the cut is masked whole.
    private static string Cut(string statement) =>
        string.Concat(PersonalData.Mask(statement[..Math.Min(statement.Length, LongestStatement + 18)]).AsSpan(0, LongestStatement), "…");
}
