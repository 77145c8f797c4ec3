using System.Globalization;
using Pons.Streams;

namespace Pons.Devices.Plain;

/// <summary>
/// Reads frames of a described device. After bytes that are no frame, one counts again when its check is right or, without a check, when the
/// next one starts where it must. Values of trigger channels that change to another than 0 are markers.
/// </summary>
internal sealed class PlainParser : WireParser
{
    private readonly PlainDescription _description;
    private readonly DeviceAddress _address;
    private readonly PlainCodec _codec;
    private readonly byte[] _sync;
    private readonly int _bytes;
    private readonly int[] _triggers;
    private readonly float[] _levels;
    private readonly bool _isDatagram;
    private readonly long _range;
    private CounterUnwrap _unwrap;
    private DatagramOrder _order;
    private bool _isAligned, _hasBegun;
    private long _skipped;
    private long _counter = -1;

    public PlainParser(PlainDescription description, DeviceAddress address)
    {
        (_description, _address, _codec) = (description, address, new(description));
        (_sync, _bytes) = (description.Frame.SyncBytes, description.Frame.Bytes);
        _isDatagram = description.Transport == PlainTransport.Udp;
        _range = 1L << (8 * description.Frame.CounterBytes);
        _unwrap = new(_range);
        _triggers = [.. Enumerable.Range(0, description.Channels.Length).Where(c => description.Channels[c].Kind == ChannelKind.Trigger)];
        _levels = new float[_triggers.Length];
        _isAligned = _sync.Length == 0;
    }

    private enum Verdict
    {
        No,
        Maybe,
        Frame,
    }

    public override int LargestFrameBytes => 2 * _bytes + _sync.Length;

    public override int Parse(ReadOnlySpan<byte> bytes, SampleOutput output)
    {
        if (!_hasBegun) Begin(output);
        for (var at = 0; at < bytes.Length; at++)
        {
            var verdict = Judge(bytes[at..]);
            if (verdict == Verdict.No)
            {
                if (_sync.Length == 0) throw Damaged(output);
                _isAligned = false;
                continue;
            }

            if (at > 0) return Skip(at, output);
            if (verdict == Verdict.Maybe) return 0;
            Take(bytes[.._bytes], output);
            _isAligned = true;
            return _bytes;
        }

        return Skip(bytes.Length, output);
    }

    /// <summary>Reads a datagram, which holds whole frames.</summary>
    public void ParseDatagram(ReadOnlySpan<byte> datagram, SampleOutput output)
    {
        if (!_hasBegun) Begin(output);
        if (datagram.Length == 0 || datagram.Length % _bytes != 0)
        {
            Skip(datagram.Length, output);
            return;
        }

        for (; datagram.Length > 0; datagram = datagram[_bytes..])
        {
            var frame = datagram[.._bytes];
            if (frame.StartsWith(_sync) && IsSound(frame)) Take(frame, output);
            else Skip(_bytes, output);
        }
    }

    private void Begin(SampleOutput output)
    {
        _hasBegun = true;
        output.Begin(new(_description.Info(_address)) { Type = _description.Type, CountsSamples = _description.Frame.CounterAt is not null });
        if (_description.Frame.CounterAt is null)
            output.Note(DeviceNoticeKind.Note, DeviceFaultCode.NoCounter,
                "frames have no counter: a lost one is seen by damage only, and its length is an estimate.");
    }

    private Verdict Judge(ReadOnlySpan<byte> bytes)
    {
        var there = Math.Min(bytes.Length, _sync.Length);
        if (!bytes[..there].SequenceEqual(_sync.AsSpan(0, there))) return Verdict.No;
        if (bytes.Length < _bytes) return Verdict.Maybe;
        if (!IsSound(bytes[.._bytes])) return Verdict.No;
        if (_isAligned || _description.Frame.ChecksumAt is not null) return Verdict.Frame;
        if (bytes.Length < _bytes + _sync.Length) return Verdict.Maybe;
        return bytes.Slice(_bytes, _sync.Length).SequenceEqual(_sync) ? Verdict.Frame : Verdict.No;
    }

    private bool IsSound(ReadOnlySpan<byte> frame) => _description.Frame.ChecksumAt is not { } at || frame[at] == _codec.Checksum(frame);

    private int Skip(int count, SampleOutput output)
    {
        output.Note(DeviceNoticeKind.Garbage, count);
        _skipped += count;
        return count;
    }

    private void Take(ReadOnlySpan<byte> frame, SampleOutput output)
    {
        Count(frame, output);
        var channels = _description.Channels;
        var rows = output.Add(_counter, _description.SamplesPerFrame);
        for (var s = 0; s < _description.SamplesPerFrame; s++)
            for (var c = 0; c < channels.Length; c++)
                rows[s * channels.Length + c] = (float)(_codec.Read(frame[_codec.PlaceOf(s, c)..]) * channels[c].Scale + channels[c].Offset);
        if (_triggers.Length > 0) Mark(rows, output);
    }

    private void Mark(ReadOnlySpan<float> rows, SampleOutput output)
    {
        for (var s = 0; s < _description.SamplesPerFrame; s++)
            for (var t = 0; t < _triggers.Length; t++)
            {
                var level = rows[s * _description.Channels.Length + _triggers[t]];
                if (level != _levels[t] && level != 0) output.Mark(_counter + s, level.ToString(CultureInfo.InvariantCulture));
                _levels[t] = level;
            }
    }

    /// <summary>Sets the number of the frame's first sample.</summary>
    private void Count(ReadOnlySpan<byte> frame, SampleOutput output)
    {
        if (_description.Frame.CounterAt is null) CountWithout(output);
        else
        {
            var reading = _codec.ReadCounter(frame);
            var perCount = _description.Frame.Counts == PlainCount.Frames ? _description.SamplesPerFrame : 1;
            // Bytes of a stream cannot overtake each other: its counter only goes forward.
            var frames = _isDatagram ? _unwrap.Next(reading) : _unwrap.Next(reading, _range / 2.0);
            _counter = frames * perCount;
            if (_isDatagram) _order.Take(_counter, output.Device);
        }

        _skipped = 0;
    }

    private void CountWithout(SampleOutput output)
    {
        if (_skipped > 0 && _counter >= 0)
            output.Lose((long)Math.Round((double)_skipped / _bytes) * _description.SamplesPerFrame, GapReason.Damage, isEstimated: true);
        _counter = _counter < 0 ? 0 : _counter + _description.SamplesPerFrame;
    }

    private static DeviceException Damaged(SampleOutput output) => new(
        output.Device, "the check of a frame is wrong, and frames have no sync bytes to find the next one by.",
        "All that follows could be taken for other channels.", "Nothing: the connection is made anew; a description with sync bytes loses less.");
}
