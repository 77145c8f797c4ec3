using System.Text;
using Pons.Formats;
using Pons.Formats.Bids;

namespace Pons.Tests.Formats.Bids;

public sealed class BidsTableTests
{
    private static BidsTable Read(string text) => BidsTable.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "t.tsv");

    [Fact]
    public void What_is_written_is_read_again()
    {
        var table = new BidsTable("name", "值");
        table.Add("Fp1", BidsTable.Format(0.1));
        table.Add("", BidsTable.Format(double.NaN));
        using var stream = new MemoryStream();
        table.WriteTo(stream);
        Assert.Equal("name\t值\nFp1\t0.1\nn/a\tn/a\n", Encoding.UTF8.GetString(stream.ToArray()));
        var read = Read(Encoding.UTF8.GetString(stream.ToArray()));
        Assert.Equal(table.Columns, read.Columns);
        Assert.Equal("0.1", read[0, "值"]);
        Assert.Null(read[0, "other"]);
        Assert.Empty(read.Warnings);
    }

    [Fact]
    public void Says_what_it_mends() => Assert.Equal(3, Read("\uFEFFa\tb\r\n1\t2\r\n\r\n").Warnings.Length);

    [Theory]
    [InlineData("", "empty")]
    [InlineData("a\tb\n1\t2\t3\n", "Line 2 has 3 cells; the header has 2")]
    [InlineData("a\ta\n", "same name")]
    public void Refuses_what_is_no_table(string text, string reason) =>
        Assert.Contains(reason, Assert.Throws<RecordingFormatException>(() => Read(text)).What, StringComparison.Ordinal);

    [Fact]
    public void A_cell_that_would_break_the_table_is_refused() => Assert.Throws<ArgumentException>(() => new BidsTable("a").Add("x\ty"));

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1 << 20)]
    public void Reads_the_same_whatever_the_stream_gives_at_once(int step)
    {
        var text = string.Concat(Enumerable.Range(0, 3000).Select(i => $"{i}\tµ{new string('x', i % 97)}\n")) + "last\tz";
        using var reader = new BidsTableReader(new SteppedStream(Encoding.UTF8.GetBytes(text), step));
        var (read, offset) = (new StringBuilder(), 0L);
        while (reader.Read())
        {
            Assert.Equal(offset, reader.ByteOffset);
            offset += reader.Utf8(0).Length + reader.Utf8(1).Length + 2;
            read.Append(reader.Text(0)).Append('\t').Append(reader.Text(1)).Append('\n');
        }

        Assert.Equal(text + "\n", read.ToString());
        Assert.Equal(3001, reader.LineNumber);
    }

    [Fact]
    public void An_endless_line_costs_no_endless_memory()
    {
        var bytes = new byte[10 * BidsTableReader.LongestRow + 17];
        bytes.AsSpan().Fill((byte)'a');
        "\nb\tc\n"u8.CopyTo(bytes.AsSpan(bytes.Length - 5));
        using var reader = new BidsTableReader(new MemoryStream(bytes));
        Assert.True(reader.Read());
        Assert.True(reader.IsCut);
        Assert.Equal(0, reader.ByteOffset);
        Assert.True(reader.Read());
        Assert.Equal("b", reader.Text(0));
        Assert.Equal(bytes.Length - 4, reader.ByteOffset);
        Assert.False(reader.Read());
    }

    private sealed class SteppedStream(byte[] content, int step) : MemoryStream(content)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, step));
    }
}
