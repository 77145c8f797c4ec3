using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using Pons.Streams;

namespace Pons.Devices.Lsl;

/// <summary>
/// Reads what an outlet sends to an inlet: the head of the answer, two test patterns, samples. Both byte orders. Source: data feed of LSL
/// protocol 1.10. One connection each.
/// </summary>
internal sealed class LslFeedParser : WireParser
{
    private const int LargestText = 16 << 20;
    private readonly LslStreamInfo _info;
    private readonly DeviceStream _stream;
    private readonly ImmutableArray<float> _scales;
    private readonly LslStampWatch _watch;
    private readonly List<string> _head = [];
    private readonly int _valueBytes, _sampleBytes;
    private readonly byte[] _swapped;
    private readonly string[] _texts;
    private bool _isBigEndian, _isGranted, _hasStamp;
    private int _headBytes, _patterns;
    private long _counter, _unstamped;
    private double? _before;

    /// <summary>Makes a parser for one connection.</summary>
    /// <param name="info">Full info of the stream.</param>
    /// <param name="clock">Name of the clock of its stamps.</param>
    /// <param name="before">Stamp of the last sample of the connection before, if there was one.</param>
    public LslFeedParser(LslStreamInfo info, ClockId clock, double? before = null)
    {
        _before = before;
        (_info, _watch) = (info, new(info.RateHz));
        _stream = LslChannels.StreamOf(info, clock);
        _scales = LslChannels.Scales(info);
        _valueBytes = LslFormat.BytesOf(info.SampleType);
        _sampleBytes = _valueBytes * info.ChannelCount;
        _swapped = new byte[_sampleBytes];
        _texts = info.SampleType == SampleType.Text ? new string[info.ChannelCount] : [];
    }

    /// <inheritdoc/>
    public override int LargestFrameBytes => _valueBytes == 0 ? LargestText + 64 : Math.Max(LslFeed.LargestHead, _sampleBytes + 9);

    /// <summary>Whether the outlet has granted the feed and understood it.</summary>
    public bool IsFeeding => _patterns == 2;

    /// <summary>Stamp of the last sample; <see langword="null"/> before the first stamp.</summary>
    public double? LastStamp => _hasStamp ? _watch.Last : null;

    /// <inheritdoc/>
    public override int Parse(ReadOnlySpan<byte> bytes, SampleOutput output)
    {
        if (!_isGranted) return ReadHead(bytes, output);
        if (_patterns < 2) return ReadPattern(bytes, output);
        return _valueBytes == 0 ? ReadTexts(bytes, output) : ReadNumbers(bytes, output);
    }

    private int ReadHead(ReadOnlySpan<byte> bytes, SampleOutput output)
    {
        if (_head.Count == 0) CheckStatus(bytes, output);
        var end = bytes.IndexOf((byte)'\n');
        if (end < 0)
        {
            if (bytes.Length + _headBytes > LslFeed.LargestHead)
                throw Broken(output, $"the head of its answer is longer than {LslFeed.LargestHead} bytes.");
            return 0;
        }

        _headBytes += end + 1;
        if (_headBytes > LslFeed.LargestHead) throw Broken(output, $"the head of its answer is longer than {LslFeed.LargestHead} bytes.");
        var line = Encoding.UTF8.GetString(bytes[..end]).Trim();
        if (line.Length > 0) _head.Add(line);
        else if (_head.Count > 0) Grant(output);
        return end + 1;
    }

    /// <summary>A refusal comes without an end of line and without the end of the connection: it counts as soon as its number is there.</summary>
    private static void CheckStatus(ReadOnlySpan<byte> bytes, SampleOutput output)
    {
        var there = Math.Min(bytes.Length, 4);
        if (!bytes[..there].SequenceEqual("LSL/"u8[..there])) throw Broken(output, "its answer does not begin with 'LSL/'.");
        var end = bytes.IndexOfAny((byte)'\r', (byte)'\n');
        var line = end >= 0 ? bytes[..end] : bytes;
        var from = line.IndexOf((byte)' ');
        if (from < 0) return;
        var status = line[(from + 1)..];
        var to = status.IndexOf((byte)' ');
        if (to < 0 && end < 0) return;
        if (status[..(to < 0 ? status.Length : to)].SequenceEqual("200"u8)) return;
        var said = Encoding.UTF8.GetString(line[..Math.Min(line.Length, 80)]);
        if (status.StartsWith("404"u8))
            throw new DeviceException(
                output.Device, $"the outlet is another one by now ('{said}').", "The stream that was found is gone.",
                "Look for it again; its program was probably started again.");
        throw new DeviceException(
            output.Device, $"the outlet refuses ('{said}').", "It does not speak protocol 1.10 of LSL.", "Use a program with liblsl 1.10 or later.")
        { IsFinal = status.StartsWith("505"u8) };
    }

    private void Grant(SampleOutput output)
    {
        var fields = LslFeed.Fields(_head.Skip(1));
        if (fields.TryGetValue("uid", out var uid) && !uid.Equals(_info.Uid, StringComparison.OrdinalIgnoreCase))
            throw Broken(output, $"the outlet answers as {uid}, not as {_info.Uid}.");
        if (LslFeed.Number(fields, "data-protocol-version", 110) is not 110 and var version)
            throw new DeviceException(
                output.Device, $"the outlet wants protocol {version / 100}.{version % 100:00}.", "Pons speaks 1.10.",
                "Use a program with liblsl 1.10 or later.")
            { IsFinal = true };
        _isBigEndian = LslFeed.Number(fields, "byte-order", 0) switch
        {
            0 => !BitConverter.IsLittleEndian,
            1234 => false,
            4321 => true,
            var order => throw Broken(output, $"the outlet wants byte order {order}."),
        };
        _isGranted = true;
    }

    private int ReadPattern(ReadOnlySpan<byte> bytes, SampleOutput output)
    {
        var length = SampleLength(bytes, output);
        if (length == 0) return 0;
        var isRight = bytes[0] == LslSampleWriter.Stamped && ReadStamp(bytes[1..]) == LslSampleWriter.PatternStamp;
        if (_valueBytes == 0)
        {
            ReadTexts(bytes[9..length]);
            for (var c = 0; c < _texts.Length; c++) isRight &= _texts[c] == LslSampleWriter.PatternText(c);
        }
        else
        {
            var expected = new ArrayBufferWriter<byte>();
            for (var c = 0; c < _info.ChannelCount; c++)
                LslSampleWriter.Values<long>(expected, _info.SampleType, [LslSampleWriter.PatternValue(_info.SampleType, _patterns, c)]);
            isRight &= length == 9 + _sampleBytes && LittleEndian(bytes[9..length]).SequenceEqual(expected.WrittenSpan);
        }

        if (!isRight) throw Broken(output, $"test pattern {_patterns + 1} of its answer is not what was agreed.");
        if (++_patterns == 2) output.Begin(_stream);
        return length;
    }

    private int ReadNumbers(ReadOnlySpan<byte> bytes, SampleOutput output)
    {
        var at = 0;
        while (at < bytes.Length)
        {
            var from = HasStamp(bytes[at], output) ? 9 : 1;
            if (bytes.Length - at < from + _sampleBytes) break;
            var stamp = Follow(bytes.Slice(at, from), output);
            Add(LittleEndian(bytes.Slice(at + from, _sampleBytes)), output);
            output.Stamp(stamp);
            at += from + _sampleBytes;
        }

        return at;
    }

    private void Add(ReadOnlySpan<byte> values, SampleOutput output)
    {
        if (_info.SampleType == SampleType.Float32 && BitConverter.IsLittleEndian)
        {
            var into = output.Add(_counter++);
            values.CopyTo(MemoryMarshal.AsBytes(into));
            for (var c = 0; c < _scales.Length; c++) into[c] *= _scales[c];
        }
        else
        {
            output.AddExact(_counter++, values, _scales.AsSpan());
        }
    }

    private int ReadTexts(ReadOnlySpan<byte> bytes, SampleOutput output)
    {
        var length = SampleLength(bytes, output);
        if (length == 0) return 0;
        var from = HasStamp(bytes[0], output) ? 9 : 1;
        var stamp = Follow(bytes[..from], output);
        ReadTexts(bytes[from..length]);
        output.AddText(_counter++, _texts);
        output.Stamp(stamp);
        return length;
    }

    /// <summary>The stamp of a sample, with what its jump says.</summary>
    private double Follow(ReadOnlySpan<byte> head, SampleOutput output)
    {
        if (head.Length == 1)
        {
            if (!_hasStamp && _unstamped++ == 0)
                output.Note(DeviceNoticeKind.Fault, DeviceFaultCode.NoFirstStamp,
                    "the first samples carry no stamp: their times begin at zero until the first stamp comes");
            return _watch.Deduce();
        }

        var stamp = ReadStamp(head[1..]);
        if (!(Math.Abs(stamp) < 4e9)) throw Broken(output, FormattableString.Invariant($"a sample is stamped {stamp} s."));
        if (!_hasStamp && _unstamped > 0) _watch.Forget();
        _hasStamp = true;
        if (_before is { } before && _info.RateHz is { } rate) output.Resume((long)Math.Round(Math.Clamp((stamp - before) * rate, 0, 1e15)) - 1);
        _before = null;
        var missing = _watch.Next(stamp);
        if (missing > 0) output.Lose(missing, GapReason.Stamps, isEstimated: true);
        if (!_watch.HasRestarted) return stamp;
        output.Note(DeviceNoticeKind.Fault, DeviceFaultCode.ClockBegunAnew,
            FormattableString.Invariant($"the stamps went back to {stamp:0.###} s: the clock of the sender began anew"), 0,
            FormattableString.Invariant($"{stamp:0.###}"));
        output.Lose(0, GapReason.Stamps, isEstimated: true);
        return stamp;
    }

    /// <summary>Bytes of the sample in front; 0 when not all of it is there.</summary>
    private int SampleLength(ReadOnlySpan<byte> bytes, SampleOutput output)
    {
        if (bytes.IsEmpty) return 0;
        long at = HasStamp(bytes[0], output) ? 9 : 1;
        if (_valueBytes > 0) return bytes.Length >= at + _sampleBytes ? (int)at + _sampleBytes : 0;
        for (var c = 0; c < _info.ChannelCount; c++)
        {
            if (at >= bytes.Length) return 0;
            var width = bytes[(int)at];
            if (width is not (1 or 2 or 4 or 8)) throw Broken(output, $"a text announces its length in {width} bytes.");
            if (at + 1 + width > bytes.Length) return 0;
            var length = ReadLength(bytes.Slice((int)at + 1, width));
            if (length > LargestText || (at += 1 + width + (long)length) > LargestText + 9) throw Broken(output, $"a text announces {length} bytes.");
        }

        return at <= bytes.Length ? (int)at : 0;
    }

    private void ReadTexts(ReadOnlySpan<byte> values)
    {
        for (var c = 0; c < _texts.Length; c++)
        {
            var width = values[0];
            var length = (int)ReadLength(values.Slice(1, width));
            _texts[c] = Encoding.UTF8.GetString(values.Slice(1 + width, length));
            values = values[(1 + width + length)..];
        }
    }

    private ulong ReadLength(ReadOnlySpan<byte> bytes)
    {
        ulong length = 0;
        for (var i = 0; i < bytes.Length; i++) length = length << 8 | bytes[_isBigEndian ? i : bytes.Length - 1 - i];
        return length;
    }

    private double ReadStamp(ReadOnlySpan<byte> bytes) =>
        _isBigEndian ? BinaryPrimitives.ReadDoubleBigEndian(bytes) : BinaryPrimitives.ReadDoubleLittleEndian(bytes);

    /// <summary>The values of a sample in little endian; valid until the next one.</summary>
    private ReadOnlySpan<byte> LittleEndian(ReadOnlySpan<byte> values)
    {
        if (!_isBigEndian || _valueBytes == 1) return values;
        for (var at = 0; at < values.Length; at += _valueBytes)
            for (var i = 0; i < _valueBytes; i++)
                _swapped[at + i] = values[at + _valueBytes - 1 - i];
        return _swapped;
    }

    private static bool HasStamp(byte tag, SampleOutput output) => tag switch
    {
        LslSampleWriter.Stamped => true,
        LslSampleWriter.Deduced => false,
        _ => throw Broken(output, $"a sample begins with {tag}, not with 1 or 2."),
    };

    private static DeviceException Broken(SampleOutput output, string what) => new(
        output.Device, what, "The bytes are not what an LSL outlet sends, and nobody knows where the next sample begins.",
        "The connection is made again; if that does not help, check which program sends the stream.");
}
