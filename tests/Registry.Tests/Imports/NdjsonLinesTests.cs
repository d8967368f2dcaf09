using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Wenden.Registry.Imports;

namespace Wenden.Registry.Tests.Imports;

public sealed class NdjsonLinesTests
{
    [Property]
    public Property However_the_stream_is_cut_the_lines_are_the_same() => Prop.ForAll(
        (from lines in Gen.Elements("", "a", "甲乙丙", "{\"a\":1}", new string('x', 9000)).ArrayOf()
         from cuts in Gen.Choose(1, 50).NonEmptyListOf()
         from ended in Gen.Elements(true, false)
         select (lines, cuts: cuts.ToArray(), ended)).ToArbitrary(), given =>
    {
        var text = string.Join('\n', given.lines) + (given.ended && given.lines.Length > 0 ? "\n" : "");
        var expected = text.Split('\n');
        if (text.Length == 0 || text[^1] == '\n')
            expected = expected[..^1];
        return Read(Encoding.UTF8.GetBytes(text), given.cuts).SequenceEqual(expected);
    });

    [Fact]
    public void A_byte_order_mark_is_not_part_of_the_first_line() => Read([0xEF, 0xBB, 0xBF, (byte)'a', (byte)'\n', (byte)'b'], [2]).ShouldBe(["a", "b"]);

    [Theory]
    [InlineData("\nnext")]
    [InlineData("")]
    public void A_line_without_end_is_passed_over_and_not_kept(string rest)
    {
        var text = "first\n" + new string('x', NdjsonLines.LongestLine + 1) + rest;

        var lines = Read(Encoding.UTF8.GetBytes(text), [4096]);

        lines.ShouldBe(rest.Length > 0 ? ["first", "line.too-long", "next"] : ["first", "line.too-long"]);
    }

    [Fact]
    public void A_line_of_the_longest_length_is_taken()
    {
        var line = new string('x', NdjsonLines.LongestLine);

        Read(Encoding.UTF8.GetBytes(line + "\nnext"), [4096]).ShouldBe([line, "next"]);
    }

    private static List<string> Read(byte[] bytes, int[] cuts)
    {
        using var source = new NdjsonLines(PipeReader.Create(new Slices(bytes, cuts)));
        var lines = new List<string>();
        while (source.ReadAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult())
        {
            lines.Add(source.Fault?.Code ?? Encoding.UTF8.GetString(source.Line.ToArray()));
            source.Number.ShouldBe(lines.Count);
        }

        return lines;
    }

    /// <summary>A stream that gives as many bytes at a time as it was told.</summary>
    private sealed class Slices(byte[] bytes, int[] cuts) : MemoryStream(bytes)
    {
        private int _next;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, cuts[_next++ % cuts.Length])], cancellationToken);
    }
}
