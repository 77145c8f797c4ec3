using System.Globalization;
using System.Text;
using Pons.Formats.Delimited;
using Pons.Tests.Reference;

namespace Pons.Tests.Formats.Delimited;

public sealed class DelimitedNumberTests
{
    [Theory]
    [InlineData("0")]
    [InlineData("-0")]
    [InlineData("+12.50")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("9007199254740993")]
    [InlineData("123456789012345678901234567890")]
    [InlineData("0.1")]
    [InlineData("1e22")]
    [InlineData("1e23")]
    [InlineData("-2.2250738585072011e-308")]
    [InlineData("4.9e-324")]
    [InlineData("1.7976931348623157E+308")]
    [InlineData("1e400")]
    [InlineData("3.9999999999999999999")]
    [InlineData("0.000000000000000000000000012345")]
    public void Numbers_are_rounded_exactly(string text)
    {
        var at = 0;
        Assert.True(DelimitedNumber.TryRead(Encoding.UTF8.GetBytes(text), ref at, (byte)'.', out var value));
        Assert.Equal(text.Length, at);
        Assert.Equal(BitConverter.DoubleToInt64Bits(double.Parse(text, CultureInfo.InvariantCulture)),
            BitConverter.DoubleToInt64Bits(value));
    }

    [Fact]
    public void A_hundred_thousand_numbers_are_read_as_the_framework_reads_them()
    {
        var random = new SplitMix(42);
        for (var i = 0; i < 100_000; i++)
        {
            var number = (i % 4) switch
            {
                0 => BitConverter.Int64BitsToDouble((long)random.Next()),
                1 => BitConverter.Int32BitsToSingle((int)random.Next()),
                2 => Math.Round(random.Gaussian() * 1000, (int)(random.Next() % 12)),
                _ => random.Gaussian() * Math.Pow(10, random.Next() % 40 - 20.0),
            };
            if (!double.IsFinite(number)) continue;
            var text = i % 4 == 1 ? ((float)number).ToString("R", CultureInfo.InvariantCulture)
                : number.ToString(i % 2 == 0 ? "R" : "G9", CultureInfo.InvariantCulture);
            var (bytes, at) = (Encoding.UTF8.GetBytes(text), 0);
            Assert.True(DelimitedNumber.TryRead(bytes, ref at, (byte)'.', out var read), text);
            Assert.Equal(double.Parse(text, CultureInfo.InvariantCulture), read);
        }
    }

    [Theory]
    [InlineData("1,5", 1.5)]
    [InlineData("-0,25e1", -2.5)]
    [InlineData("1234567890,1234567890123", 1234567890.1234567890123)]
    public void Decimal_comma_is_read(string text, double expected)
    {
        var at = 0;
        Assert.True(DelimitedNumber.TryRead(Encoding.UTF8.GetBytes(text), ref at, (byte)',', out var value));
        Assert.Equal((expected, text.Length), (value, at));
    }

    [Theory]
    [InlineData("NaN", double.NaN)]
    [InlineData("-Infinity", double.NegativeInfinity)]
    [InlineData("inf", double.PositiveInfinity)]
    public void Words_for_what_is_no_number_are_read(string text, double expected)
    {
        var at = 0;
        Assert.True(DelimitedNumber.TryRead(Encoding.UTF8.GetBytes(text), ref at, (byte)'.', out var value));
        Assert.Equal((expected, text.Length), (value, at));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("e5")]
    [InlineData("x1")]
    [InlineData(".")]
    public void What_is_no_number_is_left_alone(string text)
    {
        var at = 0;
        Assert.False(DelimitedNumber.TryRead(Encoding.UTF8.GetBytes(text), ref at, (byte)'.', out _));
        Assert.Equal(0, at);
    }
}
