using System.Globalization;
using System.Text;
using Wenden.Contracts.Queue;

namespace Wenden.Queue.Tickets;

/// <summary>A slip in the language of thermal printers (ESC/POS, 80 mm, 48 half-width characters a line), texts in GB 18030.</summary>
internal sealed class EscPos
{
    private static readonly Encoding _chinese = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;
    private readonly List<byte> _bytes = [];

    /// <summary>DLE EOT 4: the printer answers one byte about its paper.</summary>
    public static ReadOnlySpan<byte> AskForPaper => [0x10, 0x04, 0x04];

    /// <summary>Whether the answer to <see cref="AskForPaper"/> says that there is none.</summary>
    public static bool IsOutOfPaper(byte answer) => (answer & 0x60) != 0;

    public static byte[] Of(Slip slip, string siteName, IReadOnlyList<Item> items, Uri page)
    {
        var (ticket, paper) = (slip.Ticket, new EscPos());
        paper.Write(0x1B, 0x40, 0x1C, 0x26);
        paper.Centred(siteName);
        paper.Size(4);
        paper.Line(ticket.Number);
        paper.Size(1);
        paper.Centred($"前面 {slip.Ahead} 位 约等 {slip.FromMinutes}-{slip.ToMinutes} 分钟");
        paper.Left();
        foreach (var item in items)
            paper.Line($"· {item.Name}");
        if (slip.Papers.Count > 0)
            paper.Line("请备好:" + string.Join('、', slip.Papers));
        paper.Centred("扫码查看排队进度");
        paper.Qr(page.AbsoluteUri);
        paper.Centred(ticket.IssuedAt.ToOffset(Hall.Offset).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));
        // Feed, and cut but for a point.
        paper.Write(0x1B, 0x64, 4, 0x1D, 0x56, 1);
        return [.. paper._bytes];
    }

    private void Centred(string text)
    {
        Write(0x1B, 0x61, 1);
        Line(text);
    }

    private void Left() => Write(0x1B, 0x61, 0);

    private void Line(string text)
    {
        _bytes.AddRange(_chinese.GetBytes(text));
        Write(0x0A);
    }

    /// <summary>So many times as wide and as high, for both alphabets.</summary>
    private void Size(byte times)
    {
        var both = (byte)(((times - 1) << 4) | (times - 1));
        Write(0x1D, 0x21, both);
    }

    /// <summary>A QR code (model 2, error correction M) of at most 700 characters.</summary>
    private void Qr(string text)
    {
        var data = Encoding.ASCII.GetBytes(text);
        var length = data.Length + 3;
        Write(0x1D, 0x28, 0x6B, 4, 0, 0x31, 0x41, 0x32, 0);
        Write(0x1D, 0x28, 0x6B, 3, 0, 0x31, 0x43, 6);
        Write(0x1D, 0x28, 0x6B, 3, 0, 0x31, 0x45, 0x31);
        Write(0x1D, 0x28, 0x6B, (byte)(length % 256), (byte)(length / 256), 0x31, 0x50, 0x30);
        _bytes.AddRange(data);
        Write(0x1D, 0x28, 0x6B, 3, 0, 0x31, 0x51, 0x30);
        Write(0x0A);
    }

    private void Write(params ReadOnlySpan<byte> bytes) => _bytes.AddRange(bytes);
}
