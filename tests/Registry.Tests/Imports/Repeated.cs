using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Wenden.Registry.Tests.Imports;

/// <summary>A body that is made line by line while it is sent, and so needs no memory on this side either.</summary>
internal sealed class Repeated : HttpContent
{
    private readonly string _first;
    private readonly Func<int, string> _line;
    private readonly int _count;

    public Repeated(string first, Func<int, string> line, int count)
    {
        (_first, _line, _count) = (first, line, count);
        Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await using var writer = new StreamWriter(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        await writer.WriteLineAsync(_first);
        for (var i = 0; i < _count; i++)
            await writer.WriteLineAsync(_line(i));
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
