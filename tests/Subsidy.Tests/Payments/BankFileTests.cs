using System.Text;
using Wenden.Subsidy.Applications;
using Wenden.Subsidy.Payments;

namespace Wenden.Subsidy.Tests.Payments;

public class BankFileTests
{
    private static readonly BankBatch _batch = new()
    {
        Site = "wendeng-hall",
        Id = Guid.Parse("01890000-0000-7000-8000-000000000001"),
        Programme = "4050",
        Year = 2019,
        Number = 7,
        CreatedAt = DateTimeOffset.Parse("2019-12-01T23:30:00Z"),
    };

    [Fact]
    public void The_csv_file_is_known_to_the_byte()
    {
        var file = BankFile.Csv(_batch, [Line("王秀梅"), Line("O\"Neil, 安", 3850.5m)]);

        var lines = Bank.Encoding.GetString(file.Content).Split("\r\n");
        lines.ShouldBe(
        [
            "H,wendeng-hall,4050,2019,7,01890000000070008000000000000001,20191202,2,885050",
            "P,1,01890000000070008000000000000002,王秀梅,371003197406151226,样例银行,6200000000000000001,500000",
            "P,2,01890000000070008000000000000002,\"O\"\"Neil, 安\",371003197406151226,样例银行,6200000000000000001,385050",
            $"T,2,885050,{file.Checksum}",
            "",
        ]);
        Bank.Read(BankFile.Csv(_batch, [Line("王秀梅")]).Content).ShouldBe([("01890000000070008000000000000002", 500_000L)]);
    }

    [Fact]
    public void Columns_are_as_wide_as_their_bytes()
    {
        var file = BankFile.FixedWidth(_batch, [Line("王秀梅"), Line("𠮷田"), Line(new string('长', 30))]);

        var lines = Split(file.Content);
        lines.Select(line => line.Length).ShouldBe([135, 249, 249, 249, 89]);
        lines[1..4].Select(line => Bank.Encoding.GetString(line, 41, 60).TrimEnd()).ShouldBe(["王秀梅", "𠮷田", new string('长', 30)]);
        lines.Skip(1).Take(3).ShouldAllBe(line => Encoding.ASCII.GetString(line, 233, 16) == "0000000000500000");
        Bank.Read(file.Content).Count.ShouldBe(3);
    }

    [Theory]
    [InlineData("王秀梅", true)]
    [InlineData("阿依古丽·买买提", true)]
    [InlineData("O\"Neil, 安", true)]
    [InlineData("𠮷田", true)]
    [InlineData("=1+1", false)]
    [InlineData("＝1+1", false)]
    [InlineData("@x", false)]
    [InlineData("-1", false)]
    [InlineData("王\r\nP,2", false)]
    [InlineData("王\t梅", false)]
    [InlineData("王\u202E梅", false)]
    [InlineData("王\uFFFD", false)]
    [InlineData(" 王", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十", true)]
    [InlineData("一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一", false)]
    public void Only_names_that_arrive_unchanged_are_carried(string? name, bool isCarried) =>
        BankFile.CanCarry(new Payee { Name = name, IdNumber = "371003197406151226", Bank = "样例银行", Account = "6200000000000000001" }).ShouldBe(isCarried);

    [Fact]
    public void Half_a_character_is_not_carried() => BankText.Fits($"王{'\uD842'}", 60).ShouldBeFalse();

    [Theory]
    [InlineData("62 00")]
    [InlineData("六二")]
    [InlineData("+62")]
    [InlineData("12345678901234567890123456789012345")]
    public void Only_numbers_are_accounts(string account) =>
        BankFile.CanCarry(new Payee { Name = "王", IdNumber = "371003197406151226", Bank = "样例银行", Account = account }).ShouldBeFalse();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_answer_is_read_in_the_form_of_its_file(bool isCsv)
    {
        var file = isCsv ? BankFile.Csv(_batch, [Line("王")]) : BankFile.FixedWidth(_batch, [Line("王")]);

        var (answer, fault) = AnswerFile.Read(Bank.Answer(file.Content, _ => "账号不存在"));

        fault.ShouldBeNull();
        (answer!.Site, answer.Batch, answer.Checksum, answer.Count, answer.Fen).ShouldBe(
            ("wendeng-hall", "01890000000070008000000000000001", file.Checksum, 1L, 500_000L));
        answer.Lines.ShouldBe([new AnswerLine(2, "01890000000070008000000000000002", 500_000, IsPaid: false, new DateOnly(2019, 10, 21), "账号不存在")]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_answer_with_any_byte_changed_is_refused(bool isCsv)
    {
        var file = isCsv ? BankFile.Csv(_batch, [Line("王"), Line("李")]) : BankFile.FixedWidth(_batch, [Line("王"), Line("李")]);
        var answer = Bank.Answer(file.Content, _ => "账号不存在");
        var dice = new Random(4050);

        // The last two bytes are the end of the last line, which may be missing.
        for (var i = 0; i < answer.Length - 2; i++)
        {
            var changed = answer.ToArray();
            changed[i] ^= (byte)dice.Next(1, 256);
            AnswerFile.Read(changed).File.ShouldBeNull($"byte {i}");
            AnswerFile.Read(answer[..i]).File.ShouldBeNull($"cut at {i}");
        }
    }

    private static BankLine Line(string name, decimal amount = 5000) => new()
    {
        Id = Guid.Parse("01890000-0000-7000-8000-000000000002"),
        Name = name,
        IdNumber = "371003197406151226",
        Bank = "样例银行",
        Account = "6200000000000000001",
        Amount = amount,
    };

    private static List<byte[]> Split(byte[] content)
    {
        var lines = new List<byte[]>();
        for (var start = 0; start < content.Length;)
        {
            var end = Array.IndexOf(content, (byte)'\r', start);
            lines.Add(content[start..end]);
            start = end + 2;
        }

        return lines;
    }
}
