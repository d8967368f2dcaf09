using System.Security.Cryptography;
using Wenden.Subsidy.Applications;

namespace Wenden.Subsidy.Payments;

/// <summary>A batch as the bank is told of it.</summary>
internal sealed record BankBatch
{
    public required string Site { get; init; }

    public required Guid Id { get; init; }

    public required string Programme { get; init; }

    public required int Year { get; init; }

    public required int Number { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>A payment as the bank is told of it. Personal data.</summary>
internal sealed record BankLine
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required string IdNumber { get; init; }

    public required string Bank { get; init; }

    public required string Account { get; init; }

    /// <summary>Yuan.</summary>
    public required decimal Amount { get; init; }
}

/// <summary>The file that tells the bank what to pay: a head, a line per payment, a trailer with count, total in fen and the checksum of the lines before it.</summary>
/// <remarks>GB 18030, CRLF. The same rows always give the same bytes.</remarks>
internal sealed record BankFile(byte[] Content, string Checksum)
{
    private const int NameWidth = 60;
    private const int IdNumberWidth = 18;
    private const int BankWidth = 80;
    private const int AccountWidth = 34;

    /// <summary>Of every byte of the file, 64 lower-case hexadecimal digits.</summary>
    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Content));

    /// <summary>Whether the person can be named to the bank as the registry holds them, with nothing cut off and nothing replaced.</summary>
    public static bool CanCarry(Payee payee) =>
        BankText.Fits(payee.Name, NameWidth) && BankText.Fits(payee.IdNumber, IdNumberWidth) && BankText.Fits(payee.Bank, BankWidth)
        && BankText.Fits(payee.Account, AccountWidth) && payee.Account!.All(char.IsAsciiLetterOrDigit);

    public static BankFile Csv(BankBatch batch, IReadOnlyList<BankLine> lines) => Write(batch, lines, BankText.Csv);

    public static BankFile FixedWidth(BankBatch batch, IReadOnlyList<BankLine> lines) => Write(batch, lines, BankText.Columns);

    /// <summary>The hundredth of a yuan, in which the bank counts.</summary>
    public static long Fen(decimal yuan) => decimal.ToInt64(yuan * 100);

    private static BankFile Write(BankBatch batch, IReadOnlyList<BankLine> lines, Func<IEnumerable<Cell>, byte[]> write)
    {
        using var content = new MemoryStream();
        var total = Cell.Of(lines.Sum(line => Fen(line.Amount)), BankColumns.Fen);
        var count = Cell.Of(lines.Count, BankColumns.Count);
        Add(content, write([new("H", 1), .. BankColumns.OfBatch(batch), new($"{Hall.DayOf(batch.CreatedAt):yyyyMMdd}", BankColumns.Day), count, total]));
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i];
            Add(content, write(
            [
                new("P", 1), Cell.Of(i + 1, BankColumns.Count), new($"{line.Id:N}", BankColumns.Id), new(line.Name, NameWidth),
                new(line.IdNumber, IdNumberWidth), new(line.Bank, BankWidth), new(line.Account, AccountWidth), Cell.Of(Fen(line.Amount), BankColumns.Fen),
            ]));
        }

        var checksum = Convert.ToHexStringLower(SHA256.HashData(content.GetBuffer().AsSpan(0, (int)content.Length)));
        Add(content, write([new("T", 1), count, total, new(checksum, BankColumns.Checksum)]));
        return new BankFile(content.ToArray(), checksum);
    }

    private static void Add(MemoryStream content, byte[] line)
    {
        content.Write(line);
        content.Write("\r\n"u8);
    }
}

/// <summary>Widths in bytes that the bank's file and its answer share.</summary>
internal static class BankColumns
{
    public const int Site = 40;
    public const int Programme = 20;
    public const int Year = 4;
    public const int Number = 6;
    public const int Id = 32;
    public const int Day = 8;
    public const int Count = 8;
    public const int Fen = 16;
    public const int Checksum = 64;

    public static Cell[] OfBatch(BankBatch batch) =>
    [
        new(batch.Site, Site), new(batch.Programme, Programme), Cell.Of(batch.Year, Year), Cell.Of(batch.Number, Number), new($"{batch.Id:N}", Id),
    ];
}
