using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Pons.Devices;
using Pons.Devices.Lsl;
using Pons.Streams;

namespace Pons.Tests.Devices.Lsl;

/// <summary>Interop test 1 of the wire facts: golden bytes of all seven formats in both directions, refusals, a request without header
/// lines, seven streams on one computer.</summary>
public sealed class LslInteropTests
{
    private const string Stamped = "02 C9 76 BE 9F 0C 24 FE 40 ";

    public static TheoryData<SampleType, string, string> Golden => new()
    {
        { SampleType.Float32, "00 00 80 40 00 00 A0 C0 00 00 C0 40 00 00 E0 C0", "00 00 00 40 00 00 40 C0 00 00 80 40 00 00 A0 C0" },
        {
            SampleType.Float64, "00 00 00 50 00 00 70 41 00 00 00 60 00 00 70 C1 00 00 00 70 00 00 70 41 00 00 00 80 00 00 70 C1",
            "00 00 00 30 00 00 70 41 00 00 00 40 00 00 70 C1 00 00 00 50 00 00 70 41 00 00 00 60 00 00 70 C1"
        },
        {
            SampleType.Int64, "05 00 00 80 00 00 00 00 FA FF FF 7F FF FF FF FF 07 00 00 80 00 00 00 00 F8 FF FF 7F FF FF FF FF",
            "03 00 00 80 00 00 00 00 FC FF FF 7F FF FF FF FF 05 00 00 80 00 00 00 00 FA FF FF 7F FF FF FF FF"
        },
        { SampleType.Int32, "05 00 01 00 FA FF FE FF 07 00 01 00 F8 FF FE FF", "03 00 01 00 FC FF FE FF 05 00 01 00 FA FF FE FF" },
        { SampleType.Int16, "05 01 FA FE 07 01 F8 FE", "03 01 FC FE 05 01 FA FE" },
        { SampleType.Int8, "05 FA 07 F8", "03 FC 05 FA" },
        { SampleType.Text, "01 02 31 30 01 03 2D 31 31 01 02 31 32 01 03 2D 31 33", "01 02 31 30 01 03 2D 31 31 01 02 31 32 01 03 2D 31 33" },
    };

    [Theory]
    [MemberData(nameof(Golden))]
    public void Test_patterns_are_written_as_liblsl_writes_them(SampleType type, string first, string second)
    {
        var bytes = new ArrayBufferWriter<byte>();
        LslSampleWriter.Patterns(bytes, type, 4);
        Assert.Equal(Bytes(Stamped + first + " " + Stamped + second), bytes.WrittenSpan.ToArray());
    }

    [Theory]
    [MemberData(nameof(Golden))]
    public void Feeds_are_read_in_both_byte_orders_split_at_every_byte(SampleType type, string first, string second)
    {
        foreach (var isBig in new[] { false, true })
        {
            // The patterns, and then the same two samples again as data, the second without a stamp.
            var bytes = (byte[])
            [
                .. Head(isBig ? 4321 : 1234), .. Sample(type, first, isBig), .. Sample(type, second, isBig),
                .. Sample(type, first, isBig), 1, .. Sample(type, second, isBig)[9..],
            ];
            for (var at = 0; at <= bytes.Length; at++)
            {
                var tap = Parse(type, bytes, at);
                Assert.Equal([123456.789, 123456.789 + 0.01], tap.Stamps, (a, b) => Math.Abs(a - b) < 1e-9);
                if (type == SampleType.Text) Assert.Equal(["10", "-11", "12", "-13", "10", "-11", "12", "-13"], tap.Texts);
                else Assert.Equal(Enumerable.Range(0, 8).Select(i => (float)LslSampleWriter.PatternValue(type, i / 4, i % 4)), tap.Values);
                if (type is not (SampleType.Text or SampleType.Float32)) Assert.Equal(Bytes(first + " " + second), tap.Exact.ToArray());
                Assert.Empty(tap.Gaps);
            }
        }
    }

    [Fact]
    public void Patterns_of_wide_streams_are_reduced_before_the_sign()
    {
        Assert.Equal(0, LslSampleWriter.PatternValue(SampleType.Int8, 0, 122));
        Assert.Equal(-1, LslSampleWriter.PatternValue(SampleType.Int8, 0, 123));
        Assert.Equal(2_147_483_649L + 4 + 200, LslSampleWriter.PatternValue(SampleType.Int64, 0, 200));
    }

    [Theory]
    [InlineData("LSL/110 404 Not found", "404", false)]
    [InlineData("LSL/110 505 Version not supported", "505", true)]
    public void Refusals_without_an_end_of_line_are_understood_at_once(string answer, string expected, bool isFinal)
    {
        var fault = Assert.Throws<DeviceException>(() => Parse(SampleType.Float32, Encoding.ASCII.GetBytes(answer), 5));
        Assert.Contains(expected, fault.Message);
        Assert.Equal(isFinal, fault.IsFinal);
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n", "LSL/")]
    [InlineData("LSL/110 200 OK\r\nUID: another\r\n\r\n", "another")]
    [InlineData("LSL/110 200 OK\r\nUID: abc\r\nByte-Order: 77\r\n\r\n", "byte order 77")]
    [InlineData("LSL/110 200 OK\r\nUID: abc\r\nData-Protocol-Version: 100\r\n\r\n", "1.00")]
    public void Answers_that_cannot_be_are_refused(string answer, string expected) =>
        Assert.Contains(expected, Assert.Throws<DeviceException>(() => Parse(SampleType.Float32, Encoding.ASCII.GetBytes(answer), 0)).Message);

    [Fact]
    public void Patterns_that_differ_are_refused()
    {
        var bytes = (byte[])[.. Head(1234), .. Bytes(Stamped), .. new byte[16]];
        Assert.Contains("test pattern 1", Assert.Throws<DeviceException>(() => Parse(SampleType.Float32, bytes, 3)).Message);
    }

    [Theory]
    [InlineData("02 00 00 00 00 00 00 F8 7F 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00", "stamped NaN")]
    [InlineData("5A 5A 5A", "begins with 90")]
    public void Garbage_behind_samples_is_a_stated_error(string hex, string expected)
    {
        var patterns = new ArrayBufferWriter<byte>();
        LslSampleWriter.Patterns(patterns, SampleType.Float32, 4);
        var bytes = (byte[])[.. Head(1234), .. patterns.WrittenSpan, .. Bytes(hex)];
        Assert.Contains(expected, Assert.Throws<DeviceException>(() => Parse(SampleType.Float32, bytes, 3)).Message);
    }

    [Theory]
    [InlineData("02 00 00 00 00 00 00 00 00 08 FF FF FF FF FF FF FF FF", "announces 18446744073709551615 bytes")]
    [InlineData("02 00 00 00 00 00 00 00 00 04 FF FF FF 7F", "announces 2147483647 bytes")]
    [InlineData("01 03 00 00", "length in 3 bytes")]
    public void Lengths_of_texts_that_cannot_be_are_refused_at_once(string hex, string expected)
    {
        var patterns = new ArrayBufferWriter<byte>();
        LslSampleWriter.Patterns(patterns, SampleType.Text, 4);
        var bytes = (byte[])[.. Head(1234), .. patterns.WrittenSpan, .. Bytes(hex)];
        Assert.Contains(expected, Assert.Throws<DeviceException>(() => Parse(SampleType.Text, bytes, 3)).Message);
    }

    [Theory]
    [InlineData(SampleType.Float32)]
    [InlineData(SampleType.Text)]
    [InlineData(SampleType.Int16)]
    public void Random_bytes_give_only_stated_errors(SampleType type)
    {
        var (random, patterns) = (new Random(5), new ArrayBufferWriter<byte>());
        for (var i = 0; i < 3; i++) LslSampleWriter.Patterns(patterns, type, 4);
        var valid = (byte[])[.. Head(1234), .. patterns.WrittenSpan];
        for (var i = 0; i < 2000; i++)
        {
            var bytes = valid.ToArray();
            for (var k = random.Next(1, 6); k > 0; k--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                Parse(type, bytes, random.Next(bytes.Length));
            }
            catch (DeviceException)
            {
            }
        }
    }

    [Fact]
    public async Task A_request_without_header_lines_is_answered()
    {
        await using var outlet = LslOutlet.Open(new("bare", "EEG", 4, SampleType.Int8), LslTestSettings.Alone());
        using var client = await ConnectAsync(outlet);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"LSL:streamfeed/110 {outlet.Info.Uid}\r\n\r\n"), TestContext.Current.CancellationToken);
        await outlet.WaitForConsumerAsync(TestContext.Current.CancellationToken);
        outlet.Push<int>([1, 2, 3, 400], 2.0);
        var expected = (byte[])[.. LslFeed.Grant(outlet.Info), .. Bytes(Stamped + "05 FA 07 F8 " + Stamped + "03 FC 05 FA"), 2, .. BitConverter.GetBytes(2.0), 1, 2, 3, 127];
        var got = new byte[expected.Length];
        await client.GetStream().ReadExactlyAsync(got, TestContext.Current.CancellationToken);
        Assert.Equal(expected, got);
        Assert.Equal(outlet.Info.Uid.ToLowerInvariant(), outlet.Info.Uid);
    }

    [Theory]
    [InlineData("LSL:streamfeed/110 00000000-0000-0000-0000-000000000000\r\nMax-Buffer-Length: 10\r\n\r\n", "LSL/110 404 Not found")]
    [InlineData("LSL:streamfeed/100 x\r\nMax-Buffer-Length: 10\r\n\r\n", "LSL/110 505 Version not supported")]
    [InlineData("LSL:streamfeed\r\n360 0\r\n\r\n", "LSL/110 505 Version not supported")]
    public async Task An_outlet_refuses_what_it_cannot_feed(string request, string expected)
    {
        await using var outlet = LslOutlet.Open(new("bare", "EEG", 4, SampleType.Int8), LslTestSettings.Alone());
        using var client = await ConnectAsync(outlet);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(client.GetStream());
        Assert.Equal(expected, await reader.ReadLineAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Seven_streams_on_one_computer_are_all_found()
    {
        var settings = LslTestSettings.Alone();
        var outlets = Enumerable.Range(1, 7).Select(i => LslOutlet.Open(new($"s{i}", "EEG", i, SampleType.Float32, 100) { SourceId = $"id{i}" }, settings)).ToList();
        var found = await new LslResolver(settings).FindAsync(
            LslPredicate.Of(settings.SessionId, ("type", "EEG")), TimeSpan.FromSeconds(20), 7, TestContext.Current.CancellationToken);
        Assert.Equal(Enumerable.Range(1, 7).Select(i => ($"s{i}", i, $"id{i}")), found.Select(s => (s.Name, s.ChannelCount, s.SourceId)));
        Assert.Equal(outlets.Select(o => o.Info.V4DataPort), found.Select(s => s.V4DataPort));
        foreach (var outlet in outlets) await outlet.DisposeAsync();
    }

    private static async Task<TcpClient> ConnectAsync(LslOutlet outlet)
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, outlet.Info.V4DataPort, TestContext.Current.CancellationToken);
        return client;
    }

    private static byte[] Head(int order) =>
        Encoding.ASCII.GetBytes($"LSL/110 200 OK\r\nUID: ABC\r\nByte-Order: {order} ; as agreed\r\nSuppress-Subnormals: 0\r\nData-Protocol-Version: 110\r\n\r\n");

    private static byte[] Sample(SampleType type, string hex, bool isBig)
    {
        var (width, values) = (LslFormat.BytesOf(type), Bytes(hex));
        for (var i = 0; isBig && width > 0 && i < values.Length; i += width) Array.Reverse(values, i, width);
        var stamp = new byte[8];
        if (isBig) BinaryPrimitives.WriteDoubleBigEndian(stamp, 123456.789);
        else BinaryPrimitives.WriteDoubleLittleEndian(stamp, 123456.789);
        return [2, .. stamp, .. values];
    }

    private static CollectingTap Parse(SampleType type, byte[] bytes, int cut)
    {
        var info = new LslStreamInfo("test", "EEG", 4, type, 100) { Uid = "abc" };
        var tap = new CollectingTap();
        var output = new SampleOutput("test", tap);
        var parser = new LslFeedParser(info, new("device"));
        var held = new List<byte>();
        foreach (var piece in new[] { bytes[..cut], bytes[cut..] })
        {
            held.AddRange(piece);
            for (var used = 1; used > 0 && held.Count > 0;)
            {
                used = parser.Parse(held.ToArray(), output);
                held.RemoveRange(0, used);
            }

            output.Flush();
        }

        return tap;
    }

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}
