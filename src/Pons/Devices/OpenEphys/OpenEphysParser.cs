using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pons.Devices.Zmtp;
using Pons.Streams;

namespace Pons.Devices.OpenEphys;

/// <summary>
/// Reads what the ZMQ Interface publishes: envelope, JSON, binary. Each message holds one channel of a block; a block is handed on when all
/// channels are there, in the order of their numbers. One of which a message is missing is a gap. Which channels there are is learnt from
/// the first blocks: from two in a row with the same ones, or as soon as the stated number is there. Events of the stream become markers.
/// </summary>
internal sealed class OpenEphysParser(string streamName, int channelCount, ClockId clock) : ZmtpParser(LargestMessage)
{
    public const int LargestMessage = 4 << 20;
    private const int LargestPending = 64, LargestEarly = 10_000;
    private readonly OpenEphysChannels _channels = new();
    private readonly List<OpenEphysBlock> _pending = [];
    private readonly Stack<OpenEphysBlock> _spare = [];
    private readonly List<(long Sample, string Label)> _early = [];
    private readonly string?[] _lines = new string?[512];
    private byte[] _stream = Encoding.UTF8.GetBytes(
        JsonEncodedText.Encode(streamName, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString());
    private DeviceStream? _described;
    private bool _hasToldOthers;
    private long? _messageNumber;
    private double _rateHz;
    private long _end;

    protected override void Message(ReadOnlySpan<byte> bytes, ReadOnlySpan<Range> frames, SampleOutput output)
    {
        if (frames.Length < 2) throw Broken(output, $"a message has {frames.Length} frames, not 3.");
        var envelope = bytes[frames[0]].TrimEnd((byte)0);
        var binary = frames.Length > 2 ? bytes[frames[2]] : [];
        var header = Read(bytes[frames[1]], output);
        Count(header, output);
        if (envelope.SequenceEqual("DATA"u8)) Data(header, binary, output);
        else if (envelope.SequenceEqual("EVENT"u8)) Event(header, binary, output);
    }

    private static OpenEphysHeader Read(ReadOnlySpan<byte> json, SampleOutput output)
    {
        try
        {
            return OpenEphysHeader.Read(json);
        }
        catch (JsonException fault)
        {
            throw Broken(output, $"a message holds no JSON ({fault.Message.TrimEnd('.')}).");
        }
    }

    /// <summary>A publisher drops messages for a reader that is slow: their number tells.</summary>
    private void Count(OpenEphysHeader header, SampleOutput output)
    {
        if (_messageNumber is { } last && header.MessageNumber > last + 1)
            output.Note(DeviceNoticeKind.Fault, DeviceFaultCode.MessagesLost, "messages were lost; blocks without them are gaps.",
                header.MessageNumber.Value - last - 1);
        _messageNumber = header.MessageNumber ?? _messageNumber;
    }

    private void Data(OpenEphysHeader header, ReadOnlySpan<byte> values, SampleOutput output)
    {
        if (!IsOwn(header, output)) return;
        if (header.SampleCount is < 1 || header.SampleCount * 4 != values.Length || header.SampleNumber is not { } first)
            throw Broken(output, $"a message announces {header.SampleCount} samples and holds {values.Length} bytes.");
        if (header.RateHz is not (> 0 and <= 1e6)) throw Broken(output, FormattableString.Invariant($"the sampling rate is {header.RateHz}."));
        if (_described is null) _rateHz = header.RateHz;
        if (_rateHz != header.RateHz)
            throw Broken(output, FormattableString.Invariant($"the sampling rate changed from {_rateHz} to {header.RateHz}."));
        if (_described is not null && first < _end && !HasBegunAnew(first, (int)header.SampleCount, output)) return;
        var block = Pending(first, (int)header.SampleCount, output);
        var slot = _channels.Slot(header);
        if (slot < 0) throw Broken(output, $"channel {header.Channel} was not there before, or is one of too many.");
        if (block.Has(slot)) throw Broken(output, $"channel {header.Channel} came twice in the block at sample {first}.");
        block.Put(slot, values);
        if (!_channels.IsClosed && channelCount > 0 && _channels.Count == channelCount && block.ChannelCount == channelCount) Learnt(output);
        else if (_channels.IsClosed && block.ChannelCount == _channels.Count) HandOn(block, output);
    }

    /// <summary>Whether a message belongs to the stream that is read: the named one, or the first that comes.</summary>
    private bool IsOwn(OpenEphysHeader header, SampleOutput output)
    {
        if (_stream.Length == 0) _stream = header.Stream.ToArray();
        if (header.Stream.SequenceEqual(_stream)) return true;
        if (!_hasToldOthers)
            output.Note(
                DeviceNoticeKind.Note, DeviceFaultCode.OtherStream,
                $"'{OpenEphysHeader.Text(header.Stream)}' is sent too, and not read; stream=… in the address chooses one.", 0,
                OpenEphysHeader.Text(header.Stream));
        _hasToldOthers = true;
        return false;
    }

    /// <summary>Samples from before the last block: acquisition was started again, or the message is late.</summary>
    private bool HasBegunAnew(long first, int count, SampleOutput output)
    {
        if (first != 0 && _end - first < _rateHz)
        {
            output.Note(DeviceNoticeKind.Late, count);
            return false;
        }

        foreach (var block in _pending) _spare.Push(block);
        _pending.Clear();
        _end = long.MinValue;
        output.Begin(_described!);
        return true;
    }

    private OpenEphysBlock Pending(long first, int count, SampleOutput output)
    {
        foreach (var block in _pending)
            if (block.First == first)
                return block.SampleCount == count ? block
                    : throw Broken(output, $"channels of the block at sample {first} have {block.SampleCount} and {count} samples.");
        if (!_channels.IsClosed && IsLearnt()) Learnt(output);
        if (_pending.Count == LargestPending) throw Broken(output, $"{LargestPending} blocks are incomplete.");
        var next = _spare.TryPop(out var spare) ? spare : new();
        next.Start(first, count);
        _pending.Add(next);
        return next;
    }

    private bool IsLearnt() =>
        channelCount == 0 && _pending.Count >= 2 && _pending[^1].ChannelCount == _channels.Count && _pending[^2].ChannelCount == _channels.Count;

    private void Learnt(SampleOutput output)
    {
        var channels = _channels.Close();
        _described = new(new(OpenEphysHeader.Text(_stream) is { Length: > 0 } name ? name : "Open Ephys", channels, _rateHz, clock))
        {
            Type = "ePhys",
            CountsAcrossConnections = true,
        };
        output.Begin(_described);
        _end = long.MinValue;
        foreach (var whole in _pending.Where(b => b.ChannelCount == _channels.Count).ToArray()) HandOn(whole, output);
        foreach (var (sample, label) in _early) output.Mark(sample, label);
        _early.Clear();
    }

    private void HandOn(OpenEphysBlock block, SampleOutput output)
    {
        block.Transpose(_channels.Columns, output.Add(block.First, block.SampleCount));
        _end = block.First + block.SampleCount;
        for (var i = _pending.Count - 1; i >= 0; i--)
        {
            if (_pending[i].First > block.First) continue;
            _spare.Push(_pending[i]); // what is older and not whole stays a gap
            _pending.RemoveAt(i);
        }
    }

    private void Event(OpenEphysHeader header, ReadOnlySpan<byte> binary, SampleOutput output)
    {
        if (header.SampleNumber is not { } sample || !header.Stream.SequenceEqual(_stream)) return;
        var label = header.IsSpike ? FormattableString.Invariant($"spike {OpenEphysHeader.Text(header.Electrode)} {header.SortedId}")
            : header.EventType == 3 && binary.Length >= 2 ? Line(binary[0], binary[1])
            : header.EventType == 5 ? Encoding.UTF8.GetString(binary.TrimEnd((byte)0))
            : null;
        if (label is null) return;
        if (_described is not null) output.Mark(sample, label);
        else if (_early.Count < LargestEarly) _early.Add((sample, label));
    }

    private string Line(byte line, byte state)
    {
        var isOn = state != 0;
        return _lines[line * 2 + (isOn ? 1 : 0)] ??= string.Create(CultureInfo.InvariantCulture, $"TTL {line + 1} {(isOn ? "on" : "off")}");
    }

    private static DeviceException Broken(SampleOutput output, string what) => new(
        output.Device, what, "The samples of a stream cannot be put together.",
        "Check that the port is the data port of the ZMQ Interface, and restart acquisition after channels were changed.");
}
