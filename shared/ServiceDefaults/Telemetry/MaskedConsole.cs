using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Wenden.ServiceDefaults.Telemetry;

/// <summary>One line a log entry on the console, exception below it, identity numbers masked in both.</summary>
internal sealed class MaskedConsole(TimeProvider clock) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "masked";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        var time = clock.GetUtcNow().ToOffset(Contracts.Hall.Offset).ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
        textWriter.WriteLine(PersonalData.Mask($"{time} {Level(logEntry.LogLevel)} {ShortName(logEntry.Category)}: {message}"));
        if (logEntry.Exception is { } exception)
            textWriter.WriteLine(PersonalData.Mask(exception.ToString()));
    }

    private static string Level(LogLevel level) => level switch
    {
        LogLevel.Trace => "trce",
        LogLevel.Debug => "dbug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "fail",
        LogLevel.Critical => "crit",
        _ => "none",
    };

    private static string ShortName(string category) => category[(category.LastIndexOf('.') + 1)..];
}
