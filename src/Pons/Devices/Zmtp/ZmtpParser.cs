namespace Pons.Devices.Zmtp;

/// <summary>
/// Reads what a publisher sends on one connection: its greeting, READY, then messages of a few frames, each handed on when it is whole. A
/// pure function of the bytes, so that a driver only has to send <see cref="ZmtpWire.Open"/>, its subscriptions, and pump.
/// </summary>
/// <param name="largestMessage">The longest message that is believed, in bytes.</param>
internal abstract class ZmtpParser(int largestMessage) : WireParser
{
    private const int LargestFrameCount = 8;
    private readonly Range[] _frames = new Range[LargestFrameCount];
    private bool _hasGreeting;

    /// <summary>Whether the publisher's READY came: now a subscription may be sent.</summary>
    public bool IsReady { get; private set; }

    public override int LargestFrameBytes => largestMessage + LargestFrameCount * ZmtpWire.LongestHeader;

    public override int Parse(ReadOnlySpan<byte> bytes, SampleOutput output)
    {
        if (!_hasGreeting) return Greeting(bytes, output);
        var (at, count) = (0, 0);
        while (ZmtpWire.TryHeader(bytes[at..], largestMessage, output.Device, out var frame))
        {
            var body = at + frame.HeaderBytes;
            if (at + frame.Bytes > LargestFrameBytes || count == LargestFrameCount) throw TooLong(output, count);
            if (bytes.Length - at < frame.Bytes) return 0;
            _frames[count++] = body..(body + frame.BodyBytes);
            at += frame.Bytes;
            if (frame.HasMore) continue;
            if (frame.IsCommand) Command(bytes[_frames[0]], output);
            else if (!IsReady) throw Unready(output);
            else Message(bytes, _frames.AsSpan(0, count), output);
            return at;
        }

        return 0;
    }

    /// <summary>Reads a whole message.</summary>
    /// <param name="bytes">Where its frames are.</param>
    /// <param name="frames">The frames.</param>
    /// <param name="output">Where samples go.</param>
    protected abstract void Message(ReadOnlySpan<byte> bytes, ReadOnlySpan<Range> frames, SampleOutput output);

    private int Greeting(ReadOnlySpan<byte> bytes, SampleOutput output)
    {
        ZmtpWire.Check(bytes[..Math.Min(bytes.Length, ZmtpWire.GreetingBytes)], output.Device);
        if (bytes.Length < ZmtpWire.GreetingBytes) return 0;
        _hasGreeting = true;
        return ZmtpWire.GreetingBytes;
    }

    private void Command(ReadOnlySpan<byte> body, SampleOutput output)
    {
        if (ZmtpWire.SocketType(body, output.Device) is not { } type) return;
        IsReady = type is "PUB" or "XPUB" ? true : throw new DeviceException(
            output.Device, $"the other side is a socket of type {type}, no publisher.", "Only a publisher sends samples.", "Check the port.");
    }

    private static DeviceException Unready(SampleOutput output) => new(
        output.Device, "a message came before READY.", "The bytes are no ZMTP 3.0.", "Check the port.");

    private static DeviceException TooLong(SampleOutput output, int count) => new(
        output.Device, $"a message has more than {count} frames, or is too long.", "No message of this device is like that.", "Check the port.");
}
