using Pons.Streams;

namespace Pons.Devices.Cyton;

/// <summary>
/// Reads packets of 33 bytes. 0xA0 also occurs inside data, and packets have no check sum: after bytes that are none a packet counts only when
/// its counter follows the last one, or when another packet stands behind it. Two packets of a Daisy make one sample; half a pair is dropped
/// and shows as missing. The counter of eight bits turns every 1.024 s; the board's own time tells how often it turned in a gap.
/// </summary>
internal sealed class CytonParser(CytonSettings settings) : WireParser
{
    private readonly double[] _scales = [.. settings.Gains.Select(g => CytonPacket.Microvolt / g)];
    private readonly float[] _aux = new float[3];
    private readonly float[] _daisy = new float[CytonPacket.Channels];
    private CounterUnwrap _board = new(1L << 32);
    private bool _isAligned, _hasLast, _isStamped, _isAuxToldWrong;
    private long _counter;
    private long _daisyAt = -1;
    private long? _milliseconds;
    private Timestamp _arrival;

    private enum Verdict
    {
        No,
        Maybe,
        Packet,
    }

    public override int LargestFrameBytes => 2 * CytonPacket.Bytes;

    public override int Parse(ReadOnlySpan<byte> bytes, SampleOutput output)
    {
        for (var at = 0; at < bytes.Length; at++)
        {
            var verdict = Judge(bytes[at..]);
            if (verdict == Verdict.No)
            {
                _isAligned = false;
                continue;
            }

            if (at > 0) return Skip(at, output);
            if (verdict == Verdict.Maybe) return 0;
            Take(bytes[..CytonPacket.Bytes], output);
            _isAligned = true;
            return CytonPacket.Bytes;
        }

        return Skip(bytes.Length, output);
    }

    private static int Skip(int count, SampleOutput output)
    {
        output.Note(DeviceNoticeKind.Garbage, count);
        return count;
    }

    private Verdict Judge(ReadOnlySpan<byte> bytes)
    {
        if (bytes[0] != CytonPacket.Head) return Verdict.No;
        if (bytes.Length < CytonPacket.Bytes) return Verdict.Maybe;
        if (!CytonPacket.IsFooter(bytes[CytonPacket.Bytes - 1])) return Verdict.No;
        if (_isAligned || (_hasLast && bytes[1] == (byte)(_counter + 1))) return Verdict.Packet;
        if (bytes.Length < 2 * CytonPacket.Bytes) return Verdict.Maybe;
        return bytes[CytonPacket.Bytes] == CytonPacket.Head && CytonPacket.IsFooter(bytes[2 * CytonPacket.Bytes - 1]) ? Verdict.Packet : Verdict.No;
    }

    private void Take(ReadOnlySpan<byte> packet, SampleOutput output)
    {
        Count(packet, output);
        TakeAux(packet, output);
        if (!settings.HasDaisy) Give(packet, _counter, output);
        else if ((_counter & 1) != 0) GivePair(packet, output);
        else
        {
            Scale(packet, _scales.AsSpan(CytonPacket.Channels), _daisy);
            _daisyAt = _counter;
        }
    }

    private void GivePair(ReadOnlySpan<byte> packet, SampleOutput output)
    {
        if (_daisyAt == _counter - 1) Give(packet, _counter >> 1, output);
    }

    private void Give(ReadOnlySpan<byte> packet, long counter, SampleOutput output)
    {
        if (_isStamped != _milliseconds.HasValue) output.Flush(); // a run has times for all of its samples or for none
        _isStamped = _milliseconds.HasValue;
        var row = output.Add(counter);
        Scale(packet, _scales, row);
        if (settings.HasDaisy) _daisy.CopyTo(row[CytonPacket.Channels..]);
        _aux.CopyTo(row[settings.ChannelCount..]);
        if (_milliseconds is { } time) output.Stamp(time / 1000.0);
    }

    private static void Scale(ReadOnlySpan<byte> packet, ReadOnlySpan<double> scales, Span<float> into)
    {
        for (var c = 0; c < CytonPacket.Channels; c++) into[c] = (float)(Int24.ReadBigEndian(packet[(2 + 3 * c)..]) * scales[c]);
    }

    private void Count(ReadOnlySpan<byte> packet, SampleOutput output)
    {
        long? time = CytonPacket.HasTime(packet[^1]) ? _board.Next(CytonPacket.Milliseconds(packet)) : null;
        if (_hasLast)
        {
            var step = (packet[1] - _counter % 256 + 255) % 256 + 1;
            _counter += step + Turns(step, time, output);
        }
        else
        {
            _counter = packet[1];
        }

        (_hasLast, _milliseconds, _arrival) = (true, time, output.Arrival);
    }

    /// <summary>Packets that the counter has turned past.</summary>
    private long Turns(long step, long? time, SampleOutput output)
    {
        if (time is { } now && _milliseconds is { } before)
            return Math.Max(0, (long)Math.Round(((now - before) * CytonSettings.PacketsPerSecond / 1000 - step) / 256)) * 256;
        var silent = (output.Arrival - _arrival).Seconds;
        if (silent * CytonSettings.PacketsPerSecond - step > 128)
            output.Note(
                DeviceNoticeKind.Fault, DeviceFaultCode.CounterTurned, FormattableString.Invariant(
                    $"nothing came for {silent:0.0} s, and the packet counter turns every 1.024 s: the gap may be a multiple of 256 packets longer."),
                0, FormattableString.Invariant($"{silent:0.0}"));
        return 0;
    }

    private void TakeAux(ReadOnlySpan<byte> packet, SampleOutput output)
    {
        var footer = packet[^1];
        if (CytonPacket.HasAcceleration(footer) != (settings.Aux == CytonSettings.Accelerometer))
        {
            if (!_isAuxToldWrong)
                output.Note(
                    DeviceNoticeKind.Fault, DeviceFaultCode.FooterOther,
                    $"packets end with {footer:X2}, not aux={settings.Aux}; those channels stay as they were.", 0, $"{footer:X2}", settings.Aux);
            _isAuxToldWrong = true;
            return;
        }

        if (CytonPacket.HasAcceleration(footer)) TakeAcceleration(packet, CytonPacket.HasTime(footer));
        else
            for (var i = 0; i < (CytonPacket.HasTime(footer) ? 1 : 3); i++) _aux[i] = CytonPacket.Aux(packet, i);
    }

    private void TakeAcceleration(ReadOnlySpan<byte> packet, bool hasTime)
    {
        if (hasTime)
        {
            if (packet[1] % 10 is >= 7 and var axis) _aux[axis - 7] = CytonPacket.Aux(packet, 0) * CytonPacket.Gravity;
            return;
        }

        if (packet.Slice(CytonPacket.AuxAt, 6).IndexOfAnyExcept((byte)0) < 0) return; // nothing new
        for (var i = 0; i < 3; i++) _aux[i] = CytonPacket.Aux(packet, i) * CytonPacket.Gravity;
    }
}
