using System.Security.Cryptography;
using System.Text;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Exceptions;
using UglyToad.PdfPig.Tokens;
using UglyToad.PdfPig.Writer;

namespace Wenden.Intake.Materials.Checking;

/// <summary>
/// PDFs that do nothing but show pages. The pages are written anew, so that what is kept is what was checked, without the metadata and whatever
/// else hung on the document. One with a signature (its bytes are what is signed) is checked the same and kept as it is.
/// </summary>
internal static class PdfFile
{
    public const int MostPages = 300;

    private const int MostObjects = 100_000;

    // Actions that start something, send something or open another file; all that scripts hang on; and what carries files.
    private static readonly HashSet<string> _actions =
        ["JavaScript", "Launch", "ImportData", "SubmitForm", "GoToE", "GoToR", "Rendition", "Movie", "Sound", "RichMediaExecute"];

    private static readonly HashSet<string> _scripts = ["JS", "JavaScript", "XFA"];
    private static readonly byte[][] _hidden = ["/JavaScript"u8.ToArray(), "/Launch"u8.ToArray(), "/EmbeddedFile"u8.ToArray()];
    private static readonly HashSet<string> _files = ["EmbeddedFile", "EmbeddedFiles", "EF", "RichMediaContent", "Collection"];

    public static CheckedFile Check(byte[] received)
    {
        var filters = new MeasuredFilters();
        try
        {
            using var document = PdfDocument.Open(received, new ParsingOptions { FilterProvider = filters, SkipMissingFonts = true });
            if (document.IsEncrypted)
                return CheckedFile.Refuse("material.pdf-encrypted");
            if (document.NumberOfPages is 0 or > MostPages)
                return CheckedFile.Refuse("material.pdf-pages", MostPages);
            var found = new Findings();
            found.LookThrough(document);
            if (filters.IsExceeded)
                return CheckedFile.Refuse("material.pdf-broken");
            if (found.Fault is { } fault)
                return CheckedFile.Refuse(fault);
            if (found.IsSigned)
                return Hides(received) ? CheckedFile.Refuse("material.pdf-active") : CheckedFile.Keep(received, "application/pdf");
            return CheckedFile.Keep(WriteAnew(document, received), "application/pdf");
        }
        catch (PdfDocumentEncryptedException)
        {
            return CheckedFile.Refuse("material.pdf-encrypted");
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            // The reader has no exception of its own for each way in which a file can be wrong.
            return CheckedFile.Refuse("material.pdf-broken");
        }
    }

    private static byte[] WriteAnew(PdfDocument document, byte[] received)
    {
        using var written = new PdfDocumentBuilder { IncludeDocumentInformation = false };
        for (var page = 1; page <= document.NumberOfPages; page++)
            written.AddPage(document, page);
        return WithIdentifierOf(received, written.Build());
    }

    /// <summary>The writer gives each file identifiers by chance. Taken from what was received, the same file is the same bytes once more.</summary>
    private static byte[] WithIdentifierOf(byte[] received, byte[] written)
    {
        var digits = Encoding.ASCII.GetBytes(Convert.ToHexString(SHA256.HashData(received))[..32]);
        var trailer = written.AsSpan(Math.Max(0, written.AsSpan().LastIndexOf("trailer"u8)));
        for (var at = trailer.IndexOf("/ID"u8); at >= 0 && at + digits.Length + 1 < trailer.Length; at++)
        {
            if (trailer[at] == '<' && trailer[at + 1 + digits.Length] == '>')
                digits.CopyTo(trailer[(at + 1)..]);
        }

        return written;
    }

    /// <summary>Whether the bytes name what the objects in use do not: a reader that repairs files might find it.</summary>
    private static bool Hides(byte[] received) =>
        _hidden.Any(word => received.AsSpan().IndexOf(word) >= 0);

    private sealed class Findings
    {
        public string? Fault { get; private set; }

        public bool IsSigned { get; private set; }

        public void LookThrough(PdfDocument document)
        {
            var objects = document.Structure.CrossReferenceTable.ObjectOffsets.Keys;
            if (objects.Count() > MostObjects)
                throw new PdfDocumentFormatException("Too many objects.");
            Look(document.Structure.Catalog.CatalogDictionary);
            foreach (var reference in objects)
                Look(document.Structure.GetObject(reference).Data);
        }

        private void Look(IToken? token)
        {
            switch (token)
            {
                case StreamToken stream:
                    Look(stream.StreamDictionary);
                    break;
                case ArrayToken array:
                    foreach (var one in array.Data)
                        Look(one);
                    break;
                case DictionaryToken dictionary:
                    foreach (var (key, value) in dictionary.Data)
                    {
                        Judge(key, value);
                        Look(value);
                    }

                    break;
            }
        }

        private void Judge(string key, IToken value)
        {
            var name = (value as NameToken)?.Data ?? "";
            if (_scripts.Contains(key) || (key == "S" && _actions.Contains(name)))
                Fault ??= "material.pdf-active";
            if (_files.Contains(key) || (key is "Type" or "Subtype" && name is "EmbeddedFile" or "FileAttachment" or "RichMedia"))
                Fault ??= "material.pdf-files";
            IsSigned |= key == "ByteRange";
        }
    }
}
