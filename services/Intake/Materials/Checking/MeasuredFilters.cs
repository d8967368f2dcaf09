using System.IO.Compression;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Filters;
using UglyToad.PdfPig.Tokens;

namespace Wenden.Intake.Materials.Checking;

/// <summary>
/// Unpacks what the structure of one PDF is written in, up to a limit: a few kilobytes can be packed so that they unpack to gigabytes. Pages and
/// pictures are copied without being unpacked.
/// </summary>
internal sealed class MeasuredFilters : IFilterProvider
{
    private const long Most = 64 * 1024 * 1024;

    private long _unpacked;

    /// <summary>Whether the file wanted more. The reader may have gone on without.</summary>
    public bool IsExceeded { get; private set; }

    public IReadOnlyList<IFilter> GetFilters(DictionaryToken dictionary) => Measure(DefaultFilterProvider.Instance.GetFilters(dictionary));

    public IReadOnlyList<IFilter> GetNamedFilters(IReadOnlyList<NameToken> names) => Measure(DefaultFilterProvider.Instance.GetNamedFilters(names));

    public IReadOnlyList<IFilter> GetAllFilters() => Measure(DefaultFilterProvider.Instance.GetAllFilters());

    private Measured[] Measure(IReadOnlyList<IFilter> filters) => [.. filters.Select(filter => new Measured(this, filter))];

    private void Add(long bytes)
    {
        _unpacked += bytes;
        if (_unpacked <= Most)
            return;
        IsExceeded = true;
        throw new PdfDocumentFormatException("It unpacks to too much.");
    }

    private sealed class Measured(MeasuredFilters owner, IFilter filter) : IFilter
    {
        public bool IsSupported => filter.IsSupported;

        public Memory<byte> Decode(Memory<byte> input, DictionaryToken streamDictionary, IFilterProvider filterProvider, int filterIndex)
        {
            switch (filter)
            {
                case FlateFilter when input.Length > 2:
                    MeasureDeflated(input);
                    break;
                case FlateFilter or Ascii85Filter or AsciiHexDecodeFilter:
                    break;
                default:
                    // The others are for pictures; no program writes a structure in them.
                    owner.Add(Most);
                    break;
            }

            return filter.Decode(input, streamDictionary, filterProvider, filterIndex);
        }

        private void MeasureDeflated(Memory<byte> input)
        {
            using var packed = new MemoryStream(input[2..].ToArray(), writable: false);
            using var inflated = new DeflateStream(packed, CompressionMode.Decompress);
            var buffer = new byte[81_920];
            try
            {
                for (int read; (read = inflated.Read(buffer)) > 0;)
                    owner.Add(read);
            }
            catch (InvalidDataException)
            {
                // The filter itself says what becomes of a damaged stream.
            }
        }
    }
}
