using System.Buffers.Binary;
using System.Text;
using Pons.Devices;
using Pons.Devices.Emulation;
using Pons.Devices.Wav;
using Pons.Streams;
using Pons.Streams.Clocks;

namespace Pons.Tests.Devices.Wav;

public sealed class WavTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Every_fault_of_its_emulator_is_one_that_it_accepts()
    {
        var protocol = new WavProtocol();
        Assert.Equal([FaultKind.Stall, FaultKind.Disconnect], protocol.EveryFault.Faults.Select(f => f.Kind));
        Assert.NotNull(protocol.Emulate(DeviceAddress.Parse("wav"), new() { Faults = protocol.EveryFault }, HostClock.System));
    }

    [Theory]
    [InlineData(1, 8, new byte[] { 0, 192 }, -1f, 0.5f)]
    [InlineData(1, 16, new byte[] { 0, 0x80, 0, 0x40 }, -1f, 0.5f)]
    [InlineData(1, 24, new byte[] { 0, 0, 0x80, 0, 0, 0x40 }, -1f, 0.5f)]
    [InlineData(1, 32, new byte[] { 0, 0, 0, 0x80, 0, 0, 0, 0x40 }, -1f, 0.5f)]
    [InlineData(3, 32, new byte[] { 0, 0, 0x80, 0xBF, 0, 0, 0, 0x3F }, -1f, 0.5f)]
    [InlineData(3, 64, new byte[] { 0, 0, 0, 0, 0, 0, 0xF0, 0xBF, 0, 0, 0, 0, 0, 0, 0xE0, 0x3F }, -1f, 0.5f)]
    public void Every_coding_split_at_every_byte(int tag, int bits, byte[] frame, float first, float second)
    {
        byte[] bytes =
        [
            .. Head(), .. Chunk("JUNK", [1, 2, 3]), .. Format(tag, 2, 8000, bits), .. Chunk("data", [.. frame, .. frame]),
            .. Chunk("LIST", new byte[9]),
        ];
        for (var at = 0; at <= bytes.Length; at++)
        {
            var tap = ParsedBytes.Parse(Parser("wav:x?microvolts=100"), bytes, at);
            Assert.Equal([first * 100, second * 100, first * 100, second * 100], tap.Values);
            Assert.Equal((8000, "µV"), (tap.Stream!.Info.RateHz, tap.Stream.Info.Channels[1].Unit));
            Assert.Equal(bits == 64 || (bits == 32 && tag == 1) ? 32 : 0, tap.Exact.Count);
        }
    }

    [Fact]
    public void Extensible_format_and_data_of_unknown_length()
    {
        byte[] guid = [1, 0, 0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71];
        byte[] extensible = [.. FormatBody(0xFFFE, 1, 100, 16), 22, 0, 16, 0, 4, 0, 0, 0, .. guid];
        foreach (var size in (uint[])[0, uint.MaxValue])
        {
            byte[] bytes = [.. Head(), .. Chunk("fmt ", extensible), .. "data"u8, .. BitConverter.GetBytes(size), 0, 0x40, 0, 0xC0];
            var tap = ParsedBytes.Parse(Parser("wav:x"), bytes, 30);
            Assert.Equal([0.5f, -0.5f], tap.Values);
            Assert.Equal((ChannelKind.Unknown, "1"), (tap.Stream!.Info.Channels[0].Kind, tap.Stream.Info.Channels[0].Unit));
        }
    }

    [Fact]
    public void Large_file_tells_the_length_of_its_data_before_them()
    {
        byte[] sizes = [.. BitConverter.GetBytes(99L), .. BitConverter.GetBytes(5L), .. BitConverter.GetBytes(2L), 0, 0, 0, 0];
        byte[] bytes =
        [
            .. "RF64"u8, 255, 255, 255, 255, .. "WAVE"u8, .. Chunk("ds64", sizes), .. Format(1, 1, 100, 16), .. "data"u8, 255, 255, 255, 255,
            0, 0x40, 0, 0xC0, 7, 0, .. Chunk("LIST", [1, 2, 3, 4]),
        ];
        for (var at = 0; at <= bytes.Length; at++) Assert.Equal([0.5f, -0.5f], ParsedBytes.Parse(Parser("wav:x"), bytes, at).Values);
    }

    [Theory]
    [InlineData(2, 1, 100, 16, "coding is 2")]
    [InlineData(1, 1, 100, 12, "12 bits")]
    [InlineData(3, 1, 100, 16, "16 bits")]
    [InlineData(1, 0, 100, 16, "0 channels")]
    [InlineData(1, 2000, 100, 16, "2000 channels")]
    [InlineData(1, 1, 0, 16, "0 samples a second")]
    public void Formats_that_cannot_be_are_stated(int tag, int channels, int rate, int bits, string expected) =>
        Assert.Contains(expected, Fault([.. Head(), .. Format(tag, channels, rate, bits)]));

    [Fact]
    public void Files_that_are_no_wav_are_stated()
    {
        Assert.Contains("does not start with RIFF", Fault("RIFX"u8.ToArray()));
        Assert.Contains("'AVI?'", Fault("RIFF\0\0\0\0AVI "u8.ToArray()));
        Assert.Contains("data come before", Fault([.. Head(), .. Chunk("data", [1, 2])]));
        Assert.Contains("4294967295 bytes", Fault([.. Head(), .. "fmt "u8, 255, 255, 255, 255]));
        byte[] wrongFrame = FormatBody(1, 2, 100, 16);
        wrongFrame[12] = 3;
        Assert.Contains("said to have 3 bytes", Fault([.. Head(), .. Chunk("fmt ", wrongFrame)]));
    }

    [Fact]
    public void Random_bytes_give_only_stated_errors() =>
        ParsedBytes.Fuzz(() => Parser("wav:x"), [.. Head(), .. Chunk("JUNK", [1, 2, 3]), .. Format(1, 2, 8000, 24), .. Chunk("data", new byte[120])]);

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task File_is_played_at_its_pace_and_a_short_one_says_so(double speed)
    {
        byte[] samples = [.. Enumerable.Range(0, 2000).SelectMany(i => BitConverter.GetBytes((short)i))];
        byte[] whole = [.. Head(), .. Format(1, 1, 1000, 16), .. Chunk("data", samples)];
        File.WriteAllBytes(_file, whole[..^20]);
        var clock = new JumpingClock();
        var tap = new CollectingTap();
        var host = new HostClock(clock);
        var link = new DeviceLink(new WavProtocol().Open(DeviceAddress.Parse($"wav:{_file}?speed={speed}"), host), host);
        link.Add(tap);
        await link.RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1990, tap.Rows.Count);
        Assert.Equal(1989 / 32768f, tap.Rows[1989][0]);
        Assert.Equal(1.99 / speed, clock.Now.TotalSeconds, 0.001);
        Assert.Contains("10 samples earlier", Assert.Single(tap.Notices, n => n.Kind == DeviceNoticeKind.Fault).Text);
        Assert.True(tap.HasEnded);
    }

    [Theory]
    [InlineData("wav", "no file is given")]
    [InlineData("wav:/nowhere/x.wav", "no such file")]
    public async Task Missing_files_are_stated(string address, string expected)
    {
        var fault = await Assert.ThrowsAsync<DeviceException>(() =>
            new DeviceLink(new WavProtocol().Open(DeviceAddress.Parse(address), new())).RunAsync(TestContext.Current.CancellationToken));
        Assert.Contains(expected, fault.Message);
    }

    [Fact]
    public async Task Live_wav_comes_through_a_pipe_and_ends_with_its_writer()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no named pipes in folders.");
        var plan = new EmulationPlan
        {
            ChannelCount = 3,
            RateHz = 1000,
            Faults = new() { SplitBytes = 5, Faults = [new(0.1, FaultKind.Stall, 0.1), new(0.4, FaultKind.Disconnect)] },
        };
        await using var run = await EmulatedRun.StartAsync(new WavProtocol(), plan, "wav?listen=any");
        await run.Tap.UntilAsync(t => t.HasEnded);
        await run.StopAsync();
        run.AssertExact();
        Assert.Equal(run.Emulator.Log.SentSamples, run.Tap.Rows.Count);
        Assert.Empty(run.Tap.Gaps);
        Assert.False(run.Tap.Stream!.CountsSamples);
        Assert.Equal(DeviceState.Ended, run.Link.State);
    }

    [Fact]
    public void Losses_that_could_not_be_seen_are_not_emulated() => Assert.Contains("no counter", Assert.Throws<DeviceException>(() =>
        new WavProtocol().Emulate(DeviceAddress.Parse("wav"), new() { Faults = new() { LossShare = 0.1 } }, new())).Message);

    private static string Fault(byte[] bytes) =>
        Assert.Throws<DeviceException>(() => ParsedBytes.Parse(Parser("wav:x"), bytes, bytes.Length)).Message;

    private static WavParser Parser(string address) => new(DeviceAddress.Parse(address), isLive: false);

    private static byte[] Head() => [.. "RIFF"u8, 0, 0, 0, 0, .. "WAVE"u8];

    private static byte[] Chunk(string name, byte[] body) =>
        [.. Encoding.ASCII.GetBytes(name), .. BitConverter.GetBytes(body.Length), .. body, .. new byte[body.Length % 2]];

    private static byte[] Format(int tag, int channels, int rate, int bits) => Chunk("fmt ", FormatBody(tag, channels, rate, bits));

    private static byte[] FormatBody(int tag, int channels, int rate, int bits)
    {
        var body = new byte[16];
        BinaryPrimitives.WriteUInt16LittleEndian(body, (ushort)tag);
        BinaryPrimitives.WriteUInt16LittleEndian(body.AsSpan(2), (ushort)channels);
        BinaryPrimitives.WriteInt32LittleEndian(body.AsSpan(4), rate);
        BinaryPrimitives.WriteUInt16LittleEndian(body.AsSpan(12), (ushort)(channels * bits / 8));
        BinaryPrimitives.WriteUInt16LittleEndian(body.AsSpan(14), (ushort)bits);
        return body;
    }
}
