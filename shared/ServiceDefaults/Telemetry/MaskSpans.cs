using System.Diagnostics;
using System.Runtime.CompilerServices;
using OpenTelemetry;

namespace Wenden.ServiceDefaults.Telemetry;

/// <summary>Masks identity numbers in everything a span carries, before any exporter sees it.</summary>
internal sealed class MaskSpans : BaseProcessor<Activity>
{
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
        var masked = PersonalData.Mask(tag.Value);
        if (!ReferenceEquals(masked, tag.Value))
            Unsafe.AsRef(in tag) = new(tag.Key, masked);
    }
}
