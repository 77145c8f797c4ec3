using Pons.Cli;

namespace Pons.Tests.Cli;

public sealed class TrimmedLinesTests
{
    [Theory]
    [InlineData("a  b   \n c \r\n\n   \nd", "a  b\n c\r\n\n\nd")]
    [InlineData("no end  ", "no end")]
    [InlineData("", "")]
    public void Spaces_at_the_end_of_a_line_are_left_out_and_no_others(string written, string expected)
    {
        using var text = new StringWriter();
        using (var lines = new TrimmedLines(text)) lines.Write(written);
        Assert.Equal(expected, text.ToString());
    }
}
