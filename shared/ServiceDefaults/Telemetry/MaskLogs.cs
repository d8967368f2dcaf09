using OpenTelemetry;
using OpenTelemetry.Logs;

namespace Wenden.ServiceDefaults.Telemetry;

/// <summary>Masks identity numbers in log records on their way to an OTLP receiver.</summary>
internal sealed class MaskLogs : BaseProcessor<LogRecord>
{
    public override void OnEnd(LogRecord data)
    {
        if (data.FormattedMessage is { } message)
            data.FormattedMessage = PersonalData.Mask(message);
        if (data.Body is { } body)
            data.Body = PersonalData.Mask(body);

        var attributes = (data.Attributes ?? []).Select(pair => KeyValuePair.Create(pair.Key, PersonalData.Mask(pair.Value))).ToList();
        // An exception cannot be rewritten; it goes out as the attributes that the exporter would have made of it.
        if (data.Exception is { } exception)
        {
            attributes.Add(new("exception.type", exception.GetType().FullName));
            attributes.Add(new("exception.message", PersonalData.Mask(exception.Message)));
            attributes.Add(new("exception.stacktrace", PersonalData.Mask(exception.ToString())));
            data.Exception = null;
        }

        data.Attributes = attributes;
    }
}
