using System.Text;
using Pons.Streams;

namespace Pons.Devices.BackyardBrains;

/// <summary>
/// Reads what SpikerBoxes send: two bytes a channel with seven bits each, the first byte of a frame with bit 7 set; between frames texts, wrapped in
/// twelve fixed bytes, which become markers. Frames have no counter and no check: damage is seen by bit 7 only.
/// </summary>
internal sealed class SpikerParser(DeviceAddress address, int channels) : WireParser
{
    public const double AllChannelsHz = 10_000;
    private const int LongestText = 512;
    private readonly int _bytes = 2 * channels;
    private long _samples;
    private long _skipped;
    private bool _hasBegun;

    public static ReadOnlySpan<byte> TextHead => [0xFF, 0xFF, 0x01, 0x01, 0x80, 0xFF];

    public static ReadOnlySpan<byte> TextTail => [0xFF, 0xFF, 0x01, 0x01, 0x81, 0xFF];

    public override int LargestFrameBytes => TextHead.Length + LongestText + TextTail.Length;

    public override int Parse(ReadOnlySpan<byte> bytes, SampleOutput output)
    {
        if (!_hasBegun) Begin(output);
        var there = Math.Min(bytes.Length, TextHead.Length);
        if (there > 1 && bytes[..there].SequenceEqual(TextHead[..there])) return ReadText(bytes, output);
        var at = 0;
        while (at < bytes.Length && !MayBeFrame(bytes[at..])) at++;
        if (at > 0) return Skip(at, output);
        if (bytes.Length < _bytes) return 0;
        Take(bytes[.._bytes], output);
        return _bytes;
    }

    private bool MayBeFrame(ReadOnlySpan<byte> bytes)
    {
        if (bytes[0] < 0x80) return false;
        var there = Math.Min(bytes.Length, TextHead.Length);
        if (bytes[..there].SequenceEqual(TextHead[..there])) return true; // a text, or the first byte of one
        return !bytes[1..Math.Min(bytes.Length, _bytes)].ContainsAnyInRange((byte)0x80, (byte)0xFF);
    }

    private void Begin(SampleOutput output)
    {
        _hasBegun = true;
        var named = Enumerable.Range(1, channels).Select(c => new Channel($"Ch{c}", ChannelKind.Unknown, ""));
        output.Begin(new(new StreamInfo("SpikerBox", [.. named], AllChannelsHz / channels, new(address.ToString())))
        {
            CountsSamples = false,
            SourceId = Path.GetFileName(address.Path),
            TransportDelay = (Duration.Zero, Duration.FromSeconds(0.02)), // a serial adapter may hold bytes back for 16 ms
        });
    }

    private int ReadText(ReadOnlySpan<byte> bytes, SampleOutput output)
    {
        var end = bytes.Length < TextHead.Length ? -1 : bytes[TextHead.Length..].IndexOf(TextTail);
        if (end < 0) return bytes.Length < LargestFrameBytes ? 0 : Skip(1, output);
        var text = Encoding.Latin1.GetString(bytes.Slice(TextHead.Length, end));
        if (text.Length > 0) output.Mark(_samples, text.TrimEnd(';'));
        return TextHead.Length + end + TextTail.Length;
    }

    private int Skip(int count, SampleOutput output)
    {
        output.Note(DeviceNoticeKind.Garbage, count);
        _skipped += count;
        return count;
    }

    private void Take(ReadOnlySpan<byte> frame, SampleOutput output)
    {
        if (_skipped > 0 && _samples > 0) output.Lose((_skipped + _bytes - 1) / _bytes, GapReason.Damage, isEstimated: true);
        _skipped = 0;
        var row = output.Add(_samples++);
        for (var c = 0; c < channels; c++) row[c] = (frame[2 * c] & 0x7F) << 7 | (frame[2 * c + 1] & 0x7F);
    }
}
