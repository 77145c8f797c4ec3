using System.Buffers;
using Pons.Devices.Emulation;
using Pons.Streams;

namespace Pons.Devices.Plain;

/// <summary>Makes the frames of a described device.</summary>
internal sealed class PlainEncoder(PlainDescription description, EmulatedSignal signal)
{
    private readonly PlainCodec _codec = new(description);
    private readonly byte[] _sync = description.Frame.SyncBytes;

    public void Encode(EmulatedPacket packet, IBufferWriter<byte> into)
    {
        var layout = description.Frame;
        var frame = into.GetSpan(layout.Bytes)[..layout.Bytes];
        frame.Clear();
        _sync.CopyTo(frame);
        for (var s = 0; s < packet.SampleCount; s++)
            for (var c = 0; c < description.Channels.Length; c++)
            {
                var channel = description.Channels[c];
                var isTrigger = channel.Kind == ChannelKind.Trigger;
                var value = isTrigger ? (packet.MarkerAt == packet.FirstSample + s ? 1 : 0) : signal.Value(packet.FirstSample + s, c);
                _codec.Write(frame[_codec.PlaceOf(s, c)..], isTrigger ? value : (value - channel.Offset) / channel.Scale);
            }

        if (layout.CounterAt is { } at)
            _codec.WriteWhole(frame[at..], layout.Counts == PlainCount.Frames ? packet.Number : packet.FirstSample, layout.CounterBytes);
        if (layout.ChecksumAt is { } sumAt) frame[sumAt] = _codec.Checksum(frame);
        into.Advance(layout.Bytes);
    }
}
