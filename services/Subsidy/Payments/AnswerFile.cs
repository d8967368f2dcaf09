using System.Globalization;
using System.Security.Cryptography;

namespace Wenden.Subsidy.Payments;

/// <summary>What the bank says of one payment.</summary>
/// <param name="Number">The line of the file, from 1.</param>
/// <param name="Reference">The payment's id as the bank repeats it.</param>
/// <param name="Fen">The amount.</param>
/// <param name="IsPaid">Whether it was paid; otherwise it failed.</param>
/// <param name="Day">When.</param>
/// <param name="Reason">Why it failed.</param>
internal sealed record AnswerLine(int Number, string Reference, long Fen, bool IsPaid, DateOnly Day, string Reason)
{
    public Guid? PaymentId => Guid.TryParseExact(Reference, "N", out var id) ? id : null;
}

/// <summary>
/// The bank's answer: a head that repeats the batch and the checksum of the file it answers, a line per payment, and a trailer with count, fen paid,
/// fen failed and the checksum of the lines before it. CSV where it begins with <c>A,</c>, otherwise columns. It may answer a part of the batch.
/// </summary>
internal sealed record AnswerFile
{
    private const int LongestReason = 100;

    private static readonly int[] _head =
    [
        1, BankColumns.Site, BankColumns.Programme, BankColumns.Year, BankColumns.Number, BankColumns.Id, BankColumns.Checksum, BankColumns.Count, BankColumns.Fen,
    ];

    private static readonly int[] _line = [1, BankColumns.Id, BankColumns.Fen, 6, BankColumns.Day, LongestReason];
    private static readonly int[] _trailer = [1, BankColumns.Count, BankColumns.Fen, BankColumns.Fen, BankColumns.Checksum];

    public required string Site { get; init; }

    public required string Batch { get; init; }

    /// <summary>Of the file that is answered.</summary>
    public required string Checksum { get; init; }

    /// <summary>Payments of the file that is answered.</summary>
    public required long Count { get; init; }

    /// <summary>Total of the file that is answered.</summary>
    public required long Fen { get; init; }

    public required IReadOnlyList<AnswerLine> Lines { get; init; }

    /// <summary>Reads a whole file, or says what is wrong with it.</summary>
    public static (AnswerFile? File, Problem? Fault) Read(byte[] content)
    {
        var lines = Split(content);
        var isCsv = content.AsSpan().StartsWith("A,"u8);
        if (lines.Count < 2 || Cut(content[lines[0]], _head, isCsv) is not { } head || !IsHead(head))
            return Unreadable(1);

        var answers = new List<AnswerLine>();
        for (var i = 1; i < lines.Count - 1; i++)
        {
            if (Cut(content[lines[i]], _line, isCsv) is not { } cells || Answer(i + 1, cells) is not { } answer)
                return Unreadable(i + 1);
            answers.Add(answer);
        }

        if (Cut(content[lines[^1]], _trailer, isCsv) is not { } trailer || trailer[0] != "Z" || Numbers(trailer, 1, 2, 3) is not [var count, var paid, var failed])
            return Unreadable(lines.Count);
        if (count != answers.Count || paid != SumOf(answers, isPaid: true) || failed != SumOf(answers, isPaid: false)
            || trailer[4] != Convert.ToHexStringLower(SHA256.HashData(content.AsSpan(0, lines[^1].Start.Value))))
            return (null, Problem.Invalid("payment.answer-damaged"));
        return (new AnswerFile
        {
            Site = head[1],
            Batch = head[5],
            Checksum = head[6],
            Count = Numbers(head, 7)![0],
            Fen = Numbers(head, 8)![0],
            Lines = answers,
        }, null);
    }

    private static (AnswerFile?, Problem?) Unreadable(int line) => (null, Problem.Invalid("payment.answer-unreadable", line).With("line", line));

    private static bool IsHead(IReadOnlyList<string> cells) => cells[0] == "A" && Numbers(cells, 3, 4, 7, 8) is not null;

    private static AnswerLine? Answer(int number, IReadOnlyList<string> cells)
    {
        if (cells[0] != "R" || Numbers(cells, 2) is not [var fen] || cells[3] is not ("PAID" or "FAILED")
            || !DateOnly.TryParseExact(cells[4], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            || (cells[3] == "FAILED" && cells[5].Length == 0) || cells[5].Length > LongestReason || cells[5].Any(char.IsControl))
            return null;
        return new AnswerLine(number, cells[1], fen, cells[3] == "PAID", day, cells[5]);
    }

    private static decimal SumOf(IEnumerable<AnswerLine> answers, bool isPaid) =>
        answers.Where(answer => answer.IsPaid == isPaid).Sum(answer => (decimal)answer.Fen);

    // No byte of a character of two or four bytes is a line's end, a comma or a quote.
    private static List<Range> Split(byte[] content)
    {
        var lines = new List<Range>();
        for (var start = 0; start < content.Length;)
        {
            var length = content.AsSpan(start).IndexOf((byte)'\n');
            var end = length < 0 ? content.Length : start + length;
            lines.Add(new Range(start, end > start && content[end - 1] == '\r' ? end - 1 : end));
            start = end + 1;
        }

        return lines;
    }

    private static IReadOnlyList<string>? Cut(byte[] line, int[] widths, bool isCsv)
    {
        try
        {
            if (isCsv)
                return BankText.Cells(BankText.Encoding.GetString(line)) is { } found && found.Count == widths.Length ? found : null;
            if (line.Length != widths.Sum())
                return null;
            var cells = new List<string>();
            var start = 0;
            foreach (var width in widths)
            {
                cells.Add(BankText.Encoding.GetString(line, start, width).TrimEnd(' '));
                start += width;
            }

            return cells;
        }
        catch (System.Text.DecoderFallbackException)
        {
            return null;
        }
    }

    private static long[]? Numbers(IReadOnlyList<string> cells, params int[] places)
    {
        var numbers = new long[places.Length];
        for (var i = 0; i < places.Length; i++)
        {
            if (!long.TryParse(cells[places[i]], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
                return null;
        }

        return numbers;
    }
}
