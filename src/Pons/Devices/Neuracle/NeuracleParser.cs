using System.Globalization;

namespace Pons.Devices.Neuracle;

/// <summary>
/// Reads Neuracle's headerless frames. Where a frame begins is found before the first sample is handed on, and again when a frame has numbers
/// that cannot be; until then nothing is handed on. The wire has no counter: samples that are lost on the way cannot be seen.
/// The trigger is the last channel, and a marker each time when it changes to another number than 0.
/// </summary>
public sealed class NeuracleParser : WireParser
{
    private readonly NeuracleFrame _frame;
    private readonly DeviceStream _stream;
    private FrameSearch? _search;
    private bool _hasBegun;
    private bool _isDamaged;
    private long _counter;
    private double _trigger;

    /// <summary>Makes a parser for one connection.</summary>
    /// <param name="stream">Channels of signal, then the trigger; rate and clock.</param>
    /// <param name="hasIntegerTrigger">Whether the trigger is an int32 instead of a float32.</param>
    /// <param name="isAligned">Whether the first byte is known to begin a frame, so that it need not be searched.</param>
    public NeuracleParser(DeviceStream stream, bool hasIntegerTrigger, bool isAligned = false)
    {
        ArgumentNullException.ThrowIfNull(stream);
        (_stream, _frame) = (stream, new(stream.Info.ChannelCount - 1, hasIntegerTrigger));
        LargestFrameBytes = new FrameSearch(_frame).MostBytesHeld;
        _search = isAligned ? null : new(_frame);
    }

    /// <inheritdoc/>
    public override int LargestFrameBytes { get; }

    /// <inheritdoc/>
    public override int Parse(ReadOnlySpan<byte> bytes, SampleOutput output)
    {
        if (_search is not null) return Align(bytes, output);
        var frames = 0;
        while ((frames + 1) * _frame.Bytes <= bytes.Length && _frame.IsPlausible(bytes.Slice(frames * _frame.Bytes, _frame.Bytes))) frames++;
        if (frames > 0) Take(bytes[..(frames * _frame.Bytes)], output);
        if (frames > 0 || bytes.Length < _frame.Bytes) return frames * _frame.Bytes;
        (_isDamaged, _search) = (true, new(_frame));
        return Align(bytes, output);
    }

    private int Align(ReadOnlySpan<byte> bytes, SampleOutput output)
    {
        var place = _search!.Find(bytes);
        if (place < 0)
        {
            if (_search.IsHopeless) throw Undecided(output, _search);
            return 0;
        }

        Report(place, output);
        _search = null;
        Take(bytes.Slice(place, _frame.Bytes), output);
        return place + _frame.Bytes;
    }

    private void Report(int skipped, SampleOutput output)
    {
        if (_isDamaged)
        {
            output.Note(DeviceNoticeKind.Garbage, skipped);
            if (_hasBegun) output.Lose(0, GapReason.Damage, isEstimated: true);
        }
        else if (skipped > 0)
        {
            output.Note(DeviceNoticeKind.Note, DeviceFaultCode.FrameBegun,
                $"{skipped} bytes of a frame that had begun before the connection were passed over", skipped);
        }
    }

    private void Take(ReadOnlySpan<byte> frames, SampleOutput output)
    {
        if (!_hasBegun) output.Begin(_stream);
        _hasBegun = true;
        var count = frames.Length / _frame.Bytes;
        _frame.Read(frames, output.Add(_counter, count));
        for (var i = 0; i < count; i++)
        {
            var trigger = _frame.Trigger(frames[(i * _frame.Bytes)..]);
            if (trigger != _trigger && trigger != 0) output.Mark(_counter + i, trigger.ToString(CultureInfo.InvariantCulture));
            _trigger = trigger;
        }

        _counter += count;
    }

    private DeviceException Undecided(SampleOutput output, FrameSearch search) => new(
        output.Device,
        search.HasAgreement
            ? $"after {search.MostFrames} samples {search.CandidateCount} places could still be the start of a frame "
                + $"of {_frame.ChannelCount} channels and a trigger."
            : $"the bytes hold no frames of {_frame.ChannelCount} channels "
                + $"and a trigger that is {(_frame.HasIntegerTrigger ? "an int32" : "a float32")}.",
        "Frames have no mark; beginning at a wrong place would exchange the channels.",
        search.HasAgreement
            ? "Send one trigger, or connect channels that stand still; give align=start when the service begins with a whole frame."
            : "Check the options channels and layout (float or int) against the data service.");
}
