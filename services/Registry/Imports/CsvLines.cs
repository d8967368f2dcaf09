using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using CsvHelper;

namespace Wenden.Registry.Imports;

/// <summary>
/// Rows of a CSV file (RFC 4180) with a header row, each as the JSON object that the same line would be. An empty cell is a member left out;
/// a fact's column is headed <c>facts.name</c>, several days are parted by semicolons.
/// </summary>
internal sealed class CsvLines : ILineSource, IDisposable
{
    private readonly CsvReader _reader;
    private readonly CsvColumns _columns;
    private readonly ArrayBufferWriter<byte> _json = new();
    private readonly Utf8JsonWriter _writer;
    private bool _malformed;

    public CsvLines(TextReader text, CsvColumns columns)
    {
        _columns = columns;
        _writer = new Utf8JsonWriter(_json, new JsonWriterOptions { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) });
        _reader = CsvReader.Create(text, new CsvReaderOptions
        {
            Separator = ',',
            TrackLineNumbers = true,
            // No text of ours has a line break, and one forgotten quote must not swallow the rest of the file.
            AllowLineBreaksInQuotes = false,
            MaxRecordSize = NdjsonLines.LongestLine,
            OnMalformedRecord = _ => _malformed = true,
        });
    }

    public long Number => _reader.LineNumber;

    public ReadOnlySequence<byte> Line => new(_json.WrittenMemory);

    public Rejection? Fault { get; private set; }

    /// <summary>Reads the header row.</summary>
    /// <returns>The columns that this kind of line does not have, or has twice; a file with any is refused.</returns>
    public async Task<IReadOnlyList<string>> ReadHeaderAsync(CancellationToken ct)
    {
        await _reader.ReadHeaderAsync(ct);
        return _columns.Choose([.. _reader.Headers]);
    }

    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        (_malformed, Fault) = (false, null);
        if (!await _reader.ReadAsync(cancellationToken))
            return false;

        var fields = _reader.FieldCount;
        _json.Clear();
        _writer.Reset();
        _columns.Write(_writer, fields, i => _reader.GetString(i));
        _writer.Flush();
        if (_malformed || fields != _columns.Count)
            Fault = new Rejection("line.csv", _columns.Count.ToString(CultureInfo.InvariantCulture), fields.ToString(CultureInfo.InvariantCulture));
        return true;
    }

    public void Dispose()
    {
        _writer.Dispose();
        _reader.Dispose();
    }
}
