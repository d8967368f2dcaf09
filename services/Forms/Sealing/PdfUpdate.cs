using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Wenden.Forms.Sealing;

/// <summary>What an update must know of a PDF whose objects stand uncompressed behind one table, which is how Skia writes them.</summary>
internal sealed partial class PdfObjects
{
    private readonly string _text;

    private PdfObjects(string text, string trailer, int table)
    {
        (_text, Trailer, Table) = (text, trailer, table);
        Size = int.Parse(Match(SizeEntry(), trailer), CultureInfo.InvariantCulture);
        Catalog = Read(Number(RootEntry(), trailer));
        var page = Read(Number(PagesEntry(), Catalog.Text));
        while (KidsEntry().Match(page.Text) is { Success: true } kids)
            page = Read(int.Parse(kids.Groups[1].ValueSpan, CultureInfo.InvariantCulture));
        FirstPage = page;
        if (page.Text.Contains("/Annots", StringComparison.Ordinal) || Catalog.Text.Contains("/AcroForm", StringComparison.Ordinal))
            throw new InvalidDataException("The file has fields already; a seal comes first.");
    }

    /// <summary>The dictionary of the trailer.</summary>
    public string Trailer { get; }

    /// <summary>Where the table of objects begins.</summary>
    public int Table { get; }

    /// <summary>The first number that no object has.</summary>
    public int Size { get; }

    public (int Number, string Text) Catalog { get; }

    public (int Number, string Text) FirstPage { get; }

    /// <exception cref="InvalidDataException">The file is written in another way.</exception>
    public static PdfObjects Of(byte[] pdf)
    {
        // One character a byte, whatever they mean.
        var text = Encoding.Latin1.GetString(pdf);
        var end = End().Match(text);
        if (!end.Success)
            throw new InvalidDataException("The file does not end as a PDF does.");
        var table = int.Parse(end.Groups["table"].ValueSpan, CultureInfo.InvariantCulture);
        if (table >= text.Length || !text.AsSpan(table).StartsWith("xref\n0 "))
            throw new InvalidDataException("The file has no plain table of all its objects.");
        return new PdfObjects(text, end.Groups["trailer"].Value, table);
    }

    /// <summary>Where an object begins.</summary>
    private (int Number, string Text) Read(int number)
    {
        // "xref\n0 16\n", then 20 bytes an object.
        var entries = _text.IndexOf('\n', Table + 5) + 1;
        var at = int.Parse(_text.AsSpan(entries + 20 * number, 10), CultureInfo.InvariantCulture);
        var head = string.Create(CultureInfo.InvariantCulture, $"{number} 0 obj\n");
        if (!_text.AsSpan(at).StartsWith(head))
            throw new InvalidDataException($"Object {number} is not where the table has it.");
        return (number, _text[(at + head.Length).._text.IndexOf("endobj", at, StringComparison.Ordinal)].TrimEnd());
    }

    private static int Number(Regex entry, string text) => int.Parse(Match(entry, text), CultureInfo.InvariantCulture);

    private static string Match(Regex entry, string text) =>
        entry.Match(text) is { Success: true } found ? found.Groups[1].Value : throw new InvalidDataException($"The file has no {entry}.");

    [GeneratedRegex(@"trailer\s*(?<trailer><<[^\0]*?>>)\s*startxref\s+(?<table>\d{1,9})\s+%%EOF\s*\z", RegexOptions.RightToLeft)]
    private static partial Regex End();

    [GeneratedRegex(@"/Size (\d{1,9})")]
    private static partial Regex SizeEntry();

    [GeneratedRegex(@"/Root (\d{1,9}) 0 R")]
    private static partial Regex RootEntry();

    [GeneratedRegex(@"/Pages (\d{1,9}) 0 R")]
    private static partial Regex PagesEntry();

    [GeneratedRegex(@"/Kids \[(\d{1,9}) 0 R")]
    private static partial Regex KidsEntry();
}

/// <summary>Objects that are written behind a PDF, new or in place of earlier ones.</summary>
internal sealed partial class PdfUpdate(byte[] pdf)
{
    private readonly StringBuilder _text = new(pdf[^1] == '\n' ? "" : "\n");
    private readonly SortedDictionary<int, int> _places = [];

    public void Add(int number, string value)
    {
        _places[number] = pdf.Length + _text.Length;
        _text.Append(CultureInfo.InvariantCulture, $"{number} 0 obj\n{value}\nendobj\n");
    }

    /// <summary>The whole file.</summary>
    public byte[] Finish(int size, int root, PdfObjects before)
    {
        var table = pdf.Length + _text.Length;
        _text.Append("xref\n");
        foreach (var (number, place) in _places)
            _text.Append(CultureInfo.InvariantCulture, $"{number} 1\n{place:0000000000} 00000 n \n");
        // The first half of the id stays, the second is this version's.
        var (info, id) = (InfoEntry().Match(before.Trailer).Value, IdEntry().Match(before.Trailer).Groups[1].Value);
        var version = Convert.ToHexString(SHA256.HashData(pdf).AsSpan(0, 16));
        _text.Append(CultureInfo.InvariantCulture,
            $"trailer\n<</Size {size}\n/Root {root} 0 R\n{info}\n/ID [<{id}> <{version}>]\n/Prev {before.Table}>>\nstartxref\n{table}\n%%EOF\n");
        return [.. pdf, .. Encoding.Latin1.GetBytes(_text.ToString())];
    }

    [GeneratedRegex(@"/Info \d{1,9} 0 R")]
    private static partial Regex InfoEntry();

    [GeneratedRegex(@"/ID \[\s*<([0-9A-Fa-f]+)>")]
    private static partial Regex IdEntry();
}
