using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Pons.Devices.Intan;

/// <summary>
/// Reads the blocks of RHX's waveform port: u32 magic, then 128 frames of u32 sample count and one u16 a word. A block counts as one when its
/// 128 sample counts follow each other; anything else is passed over to the next magic. Digital words that change, flags of stimulation
/// that change, and spikes become markers. When the sample count steps back, RHX was started anew: that is a new connection of the same stream.
/// </summary>
internal sealed class IntanParser(IntanLayout layout, bool isUsb2, DeviceStream stream, IntanSpikeInbox? spikes = null) : WireParser
{
    public const uint Magic = 0x2EF07A08;
    private const int LargestGarbage = 160_000;
    private static readonly byte[] MagicBytes = [0x08, 0x7A, 0xF0, 0x2E];
    private readonly IntanScale _scale = new(layout, isUsb2);
    private readonly int _digitalIn = layout.PlaceOf(IntanWordKind.DigitalIn), _digitalOut = layout.PlaceOf(IntanWordKind.DigitalOut);
    private readonly int[] _stims = [.. Enumerable.Range(0, layout.Words.Length).Where(i => layout.Words[i].Kind == IntanWordKind.Stim)];
    private readonly int[] _levels = [.. layout.Words.Select(_ => -1)];
    private readonly Dictionary<IntanSpike, string> _spikeLabels = [];
    private bool _hasBegun;
    private uint _last;
    private long _counter;
    private long _garbage;

    public override int LargestFrameBytes => layout.BlockBytes;

    public override int Parse(ReadOnlySpan<byte> bytes, SampleOutput output)
    {
        var there = Math.Min(4, bytes.Length);
        if (!bytes[..there].SequenceEqual(MagicBytes.AsSpan(0, there))) return PassOver(bytes, 0, output);
        if (bytes.Length < layout.BlockBytes) return 0;
        if (!IsBlock(bytes)) return PassOver(bytes, 1, output);
        _garbage = 0;
        Read(bytes[4..layout.BlockBytes], output);
        return layout.BlockBytes;
    }

    /// <summary>Passes over what is no block, to the next magic or to where one may begin.</summary>
    private int PassOver(ReadOnlySpan<byte> bytes, int from, SampleOutput output)
    {
        var at = bytes[from..].IndexOf(MagicBytes);
        var passed = at >= 0 ? from + at : Math.Max(from, bytes.Length - 3);
        passed = Math.Max(1, passed);
        output.Note(DeviceNoticeKind.Garbage, passed);
        _garbage += passed;
        if (_garbage <= LargestGarbage + 4L * layout.BlockBytes) return passed;
        throw new DeviceException(
            output.Device, $"{_garbage} bytes came without a block of {layout.Words.Length} words.",
            "The words of other channels would be taken for one another.",
            "Check that no other program changes which channels RHX sends, and that the port is that of the waveforms.");
    }

    private bool IsBlock(ReadOnlySpan<byte> bytes)
    {
        var first = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        for (var i = 1; i < IntanLayout.FramesOfBlock; i++)
            if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[(4 + i * layout.FrameBytes)..]) != first + (uint)i)
                return false;
        return true;
    }

    private void Read(ReadOnlySpan<byte> frames, SampleOutput output)
    {
        Count(BinaryPrimitives.ReadUInt32LittleEndian(frames), output);
        var values = output.Add(_counter, IntanLayout.FramesOfBlock);
        for (var i = 0; i < IntanLayout.FramesOfBlock; i++)
            _scale.Apply(frames.Slice(i * layout.FrameBytes + 4, layout.FrameBytes - 4), values.Slice(i * layout.Words.Length, layout.Words.Length));
        foreach (var stim in _stims) Stimulation(frames, stim, values, output);
        if (_digitalIn >= 0) Digital(frames, _digitalIn, "DIGITAL-IN", output);
        if (_digitalOut >= 0) Digital(frames, _digitalOut, "DIGITAL-OUT", output);
        if (spikes is not null) Spikes(spikes, output);
    }

    private void Count(uint first, SampleOutput output)
    {
        var step = unchecked((int)(first - _last));
        if (_hasBegun && step >= IntanLayout.FramesOfBlock) _counter += step;
        else
        {
            if (_hasBegun) output.Begin(stream);
            (_counter, _hasBegun) = (first, true);
        }

        _last = first;
    }

    private ushort Word(ReadOnlySpan<byte> frames, int frame, int place) =>
        BinaryPrimitives.ReadUInt16LittleEndian(frames[(frame * layout.FrameBytes + 4 + 2 * place)..]);

    /// <summary>A low byte of magnitude, bit 8 for its sign; the bits above are flags, whose changes are marked.</summary>
    private void Stimulation(ReadOnlySpan<byte> frames, int place, Span<float> values, SampleOutput output)
    {
        for (var i = 0; i < IntanLayout.FramesOfBlock; i++)
        {
            var word = Word(frames, i, place);
            values[i * layout.Words.Length + place] = (word & 0x100) == 0 ? word & 0xFF : -(word & 0xFF);
            Change(place, word >> 9, i, output, layout.Words[place].Label);
        }
    }

    private void Digital(ReadOnlySpan<byte> frames, int place, string name, SampleOutput output)
    {
        for (var i = 0; i < IntanLayout.FramesOfBlock; i++) Change(place, Word(frames, i, place), i, output, name);
    }

    private void Change(int place, int level, int frame, SampleOutput output, string name)
    {
        var before = _levels[place];
        if (level == before) return;
        _levels[place] = level;
        if (before >= 0) output.Mark(_counter + frame, FormattableString.Invariant($"{name}/{level}"));
    }

    private void Spikes(IntanSpikeInbox inbox, SampleOutput output)
    {
        var came = inbox.Take(out var dropped);
        foreach (ref readonly var spike in CollectionsMarshal.AsSpan(came))
        {
            ref var label = ref CollectionsMarshal.GetValueRefOrAddDefault(_spikeLabels, spike with { Time = 0 }, out _);
            label ??= IntanSpikeParser.Label(spike);
            output.Mark(_counter + unchecked((int)(spike.Time - _last)), label);
        }

        if (dropped > 0)
            output.Note(DeviceNoticeKind.Fault, DeviceFaultCode.SpikesDropped, "more spikes came than can be kept; some are not marked.", dropped);
    }
}
