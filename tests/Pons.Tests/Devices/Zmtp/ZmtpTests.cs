using System.Buffers;
using System.Text;
using Pons.Devices;
using Pons.Devices.Zmtp;

namespace Pons.Tests.Devices.Zmtp;

public sealed class ZmtpTests
{
    /// <summary>The bytes as RFC 23 writes them, for a publisher.</summary>
    private static readonly byte[] Opening =
    [
        0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 0x7F, 3, 0, .. "NULL"u8, .. new byte[16], 0, .. new byte[31],
        4, 25, 5, .. "READY"u8, 11, .. "Socket-Type"u8, 0, 0, 0, 3, .. "PUB"u8,
    ];

    [Fact]
    public void Greeting_and_ready_are_those_of_the_specification()
    {
        var bytes = new ArrayBufferWriter<byte>();
        ZmtpWire.Open(bytes, "PUB");
        Assert.Equal(Opening, bytes.WrittenSpan.ToArray());
    }

    [Fact]
    public void Messages_of_several_frames_split_at_every_byte()
    {
        byte[] bytes = [.. Opening, 1, 2, 65, 66, 3, 0, 0, 0, 0, 0, 0, 0, 3, 67, 68, 69, 0, 0, 4, 6, 5, .. "OTHER"u8, 0, 1, 70];
        for (var at = 0; at <= bytes.Length; at++) Assert.Equal(["AB|CDE|", "F"], Parse(bytes, at));
    }

    [Theory]
    [InlineData(new byte[] { 8 }, "flags 0x08")]
    [InlineData(new byte[] { 5, 0 }, "flags 0x05")]
    [InlineData(new byte[] { 2, 0, 0, 0, 1, 0, 0, 0, 0 }, "announces 4294967296 bytes")]
    [InlineData(new byte[] { 4, 9, 5, 69, 82, 82, 79, 82, 2, 110, 111 }, "refused with 'no'")]
    [InlineData(new byte[] { 4, 0 }, "a command has no name")]
    public void What_cannot_be_is_refused_at_once(byte[] tail, string expected) =>
        Assert.Contains(expected, Assert.Throws<DeviceException>(() => Parse([.. Opening, .. tail], 0)).Message);

    [Fact]
    public void Other_protocols_versions_mechanisms_and_sockets_are_refused()
    {
        Assert.Contains("does not speak ZMTP", Fault([.. "HTTP"u8]));
        Assert.Contains("speaks ZMTP 1", Fault([.. Opening[..10], 1]));
        Assert.Contains("security mechanism", Fault([.. Opening[..12], .. "CURVE"u8, .. new byte[47]]));
        Assert.Contains("socket of type REP", Fault([.. Opening[..^3], .. "REP"u8]));
        Assert.Contains("before READY", Fault([.. Opening[..64], 0, 0]));

        static string Fault(byte[] bytes) => Assert.Throws<DeviceException>(() => Parse(bytes, 0)).Message;
    }

    private static List<string> Parse(byte[] bytes, int cut)
    {
        var parser = new Collecting();
        ParserRun.Feed(parser, new SampleOutput("test", new NoTap()), bytes, cut);
        return parser.Messages;
    }

    private sealed class Collecting() : ZmtpParser(1000)
    {
        public List<string> Messages { get; } = [];

        protected override void Message(ReadOnlySpan<byte> bytes, ReadOnlySpan<Range> frames, SampleOutput output)
        {
            var texts = new List<string>();
            foreach (var frame in frames) texts.Add(Encoding.ASCII.GetString(bytes[frame]));
            Messages.Add(string.Join('|', texts));
        }
    }
}
