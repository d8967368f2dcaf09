using System.Security.Cryptography;
using System.Text;

namespace Wenden.Subsidy.Tests.Payments;

/// <summary>The bank's side, written from the description of the files and not with the service's code.</summary>
internal static class Bank
{
    public static readonly Encoding Encoding = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;

    public const string Day = "20191021";

    /// <summary>Payments of a bank file with their amounts in fen, after its checksum and totals are found right.</summary>
    public static IReadOnlyList<(string Id, long Fen)> Read(byte[] file)
    {
        var text = Encoding.GetString(file);
        text.ShouldEndWith("\r\n");
        var lines = text.Split("\r\n")[..^1];
        var isCsv = lines[0].StartsWith("H,");
        var payments = lines[1..^1].Select(line => isCsv
            ? (line.Split(',')[2], long.Parse(line.Split(',')[^1]))
            : (line[9..41], long.Parse(line[^16..]))).ToArray();
        var body = file.AsSpan(0, file.Length - Encoding.GetByteCount(lines[^1]) - 2);
        lines[^1][^64..].ShouldBe(Convert.ToHexStringLower(SHA256.HashData(body)));
        var (count, fen) = isCsv ? (lines[^1].Split(',')[1], lines[^1].Split(',')[2]) : (lines[^1][1..9], lines[^1][9..25]);
        long.Parse(count).ShouldBe(payments.Length);
        long.Parse(fen).ShouldBe(payments.Sum(payment => payment.Item2));
        return payments;
    }

    /// <summary>The answer in the form of the file: a payment is paid unless <paramref name="fails"/> names a reason.</summary>
    public static byte[] Answer(
        byte[] file, Func<string, string?> fails, Func<string, bool>? about = null, Action<List<string>>? change = null, string day = Day)
    {
        var payments = Read(file).Where(payment => about?.Invoke(payment.Id) ?? true).ToArray();
        var text = Encoding.GetString(file);
        var isCsv = text.StartsWith("H,");
        var head = text[..text.IndexOf('\r')];
        var cells = isCsv ? head.Split(',')[1..] : Cut(head[1..], 40, 20, 4, 6, 32, 8, 8, 16);
        var lines = new List<string>
        {
            Line(isCsv, [("A", 1), (cells[0], 40), (cells[1], 20), (cells[2], 4), (cells[3], 6), (cells[4], 32), (text[^66..^2], 64), (cells[6], -8), (cells[7], -16)]),
        };
        foreach (var (id, fen) in payments)
            lines.Add(Line(isCsv, [("R", 1), (id, 32), ($"{fen}", -16), (fails(id) is null ? "PAID" : "FAILED", 6), (day, 8), (fails(id) ?? "", 100)]));
        change?.Invoke(lines);
        var body = Encoding.GetBytes(string.Concat(lines.Select(line => line + "\r\n")));
        var sums = payments.ToLookup(payment => fails(payment.Id) is null, payment => payment.Fen);
        var trailer = Line(isCsv,
            [("Z", 1), ($"{lines.Count - 1}", -8), ($"{sums[true].Sum()}", -16), ($"{sums[false].Sum()}", -16), (Convert.ToHexStringLower(SHA256.HashData(body)), 64)]);
        return [.. body, .. Encoding.GetBytes(trailer + "\r\n")];
    }

    private static string Line(bool isCsv, (string Text, int Width)[] cells) => isCsv
        ? string.Join(',', cells.Select(cell => cell.Text))
        : string.Concat(cells.Select(cell => cell.Width < 0
            ? cell.Text.PadLeft(-cell.Width, '0')
            : cell.Text + new string(' ', cell.Width - Encoding.GetByteCount(cell.Text))));

    private static string[] Cut(string line, params int[] widths)
    {
        var start = 0;
        return [.. widths.Select(width => line[start..(start += width)].TrimEnd())];
    }
}
