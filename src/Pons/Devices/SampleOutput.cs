using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using Pons.Streams;

namespace Pons.Devices;

/// <summary>
/// Where a protocol puts what it reads: samples under the device's own counter, markers, notices. Turns them into runs without gaps inside,
/// counts what is missing, refuses what comes twice or late, and goes on behind a broken connection. One thread at a time; allocates
/// nothing per sample once its buffers have grown.
/// </summary>
public sealed class SampleOutput
{
    private readonly SampleTap _tap;
    private readonly SampleRun _run = new();
    private float[] _discarded = [];
    private long _shift;
    private long _next;
    private bool _isFirstOfConnection = true;
    private bool _hasSamples;
    private long? _resumed;
    private Timestamp _lastArrival;

    /// <summary>Makes an output for one device.</summary>
    /// <param name="device">The device as the user knows it, for messages.</param>
    /// <param name="tap">Who takes it.</param>
    public SampleOutput(string device, SampleTap tap)
    {
        ArgumentNullException.ThrowIfNull(tap);
        (Device, _tap) = (device, tap);
    }

    /// <summary>The device as the user knows it.</summary>
    public string Device { get; }

    /// <summary>The stream; <see langword="null"/> until it is known.</summary>
    public DeviceStream? Stream { get; private set; }

    /// <summary>When the bytes that are read next arrived; set before each read is parsed.</summary>
    public Timestamp Arrival { get; private set; } = new(ClockId.Host, 0);

    /// <summary>States when the bytes arrived that are parsed next.</summary>
    /// <param name="arrival">Reading of the host's clock.</param>
    public void Arrive(Timestamp arrival)
    {
        ClockMismatchException.ThrowIfDifferent(arrival.Clock, ClockId.Host);
        if (arrival.Nanoseconds != Arrival.Nanoseconds) Flush();
        Arrival = arrival;
    }

    /// <summary>A connection stands and its stream is known. After a broken connection the stream must be the same.</summary>
    /// <param name="stream">What the device says.</param>
    /// <exception cref="DeviceException">The device came back with other channels or another rate.</exception>
    public void Begin(DeviceStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Flush();
        if (Stream is { } known) RequireSame(known, stream);
        Stream ??= stream;
        (_isFirstOfConnection, _run.ChannelCount, _run.IsText) = (true, stream.Info.ChannelCount, stream.IsText);
        _tap.Begin(Stream);
    }

    /// <summary>Adds samples whose values the caller fills in at once. A block that begins before the next sample is late as a whole.</summary>
    /// <param name="counter">What the device counted for the first of them, unwrapped; any start.</param>
    /// <param name="count">Number of samples, at least 1.</param>
    /// <returns>Room for the values [sample × channel], in µV or the unit of the channel.</returns>
    public Span<float> Add(long counter, int count = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return Follows(counter, count) ? _run.Grow(count) : Discard(count);
    }

    /// <summary>Adds samples that the caller has as the device sent them, in the stream's own type.</summary>
    /// <param name="counter">What the device counted for the first of them, unwrapped.</param>
    /// <param name="values">Values [sample × channel], little endian, in <see cref="DeviceStream.SampleType"/>.</param>
    /// <param name="scales">What each channel is multiplied by to be in its unit; empty when the values are in it.</param>
    /// <exception cref="ArgumentException">The bytes are no whole samples.</exception>
    public void AddExact(long counter, ReadOnlySpan<byte> values, ReadOnlySpan<float> scales = default)
    {
        var type = Stream!.SampleType;
        var width = SizeOf(type);
        var count = values.Length / (width * _run.ChannelCount);
        if (count == 0 || values.Length != count * width * _run.ChannelCount)
            throw new ArgumentException($"{values.Length} bytes are no whole samples of {_run.ChannelCount} channels in {type}.");
        if (!Follows(counter, count)) return;
        var into = _run.Grow(count);
        ToFloat(type, values, into);
        for (var i = 0; i < into.Length && !scales.IsEmpty; i++) into[i] *= scales[i % scales.Length];
        if (type != SampleType.Float32) values.CopyTo(_run.GrowExact(values.Length));
    }

    /// <summary>Adds one sample of texts.</summary>
    /// <param name="counter">What was counted for it.</param>
    /// <param name="texts">One text a channel.</param>
    public void AddText(long counter, ReadOnlySpan<string> texts)
    {
        if (texts.Length != _run.ChannelCount) throw new ArgumentException($"{texts.Length} texts for {_run.ChannelCount} channels.");
        if (!Follows(counter, 1)) return;
        _run.GrowText(1);
        foreach (var text in texts) _run.AddText(text);
    }

    /// <summary>Gives the device's own time of the sample that was added last; either every sample has one, or none.</summary>
    /// <param name="seconds">Seconds on the clock of the device.</param>
    public void Stamp(double seconds)
    {
        if (_run.SampleCount == _run.Stamps.Length) return; // the sample was late and is not there
        if (_run.SampleCount == 1) _run.Time = Timestamp.FromSeconds(Stream!.Info.Clock, seconds);
        _run.AddStamp(seconds);
    }

    /// <summary>Adds a marker at a sample.</summary>
    /// <param name="counter">What the device counted, or will count, for the sample.</param>
    /// <param name="label">What happened, in the words of the device.</param>
    /// <param name="duration">How long it lasted; zero when unknown.</param>
    public void Mark(long counter, string label, Duration duration = default)
    {
        var index = _hasSamples && !_isFirstOfConnection ? counter + _shift : _next;
        var stamp = index - _run.FirstSampleIndex;
        var time = stamp >= 0 && stamp < _run.Stamps.Length
            ? Timestamp.FromSeconds(Stream!.Info.Clock, _run.Stamps[(int)stamp])
            : TimeOf(index);
        _run.AddMarker(new(index, time, label, duration));
    }

    /// <summary>Reports that samples are missing before the next one, where the counter itself does not show it.</summary>
    /// <param name="count">How many, 0 or more.</param>
    /// <param name="reason">How it is known.</param>
    /// <param name="isEstimated">Whether the number comes from a clock.</param>
    public void Lose(long count, GapReason reason, bool isEstimated)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (!_hasSamples) return;
        Flush();
        _shift += count;
        SetGap(count, reason, isEstimated);
    }

    /// <summary>States, before the first sample of a connection, what the device's own stamps say is missing since the last one. Believed unless
    /// it is more than two seconds off what the host's clock says, as when the clock of the device began anew.</summary>
    /// <param name="missing">Samples that are missing.</param>
    public void Resume(long missing) => _resumed = missing;

    /// <summary>Reports something else that happened, where the kind says all.</summary>
    /// <param name="kind">What.</param>
    /// <param name="amount">How much.</param>
    public void Note(DeviceNoticeKind kind, long amount = 0) => _tap.Take(new DeviceNotice(kind, Arrival, "", amount));

    /// <summary>Reports something else that happened.</summary>
    /// <param name="kind">What.</param>
    /// <param name="code">What the text is about.</param>
    /// <param name="text">In words.</param>
    /// <param name="amount">How much.</param>
    /// <param name="values">The values of the code, in its order.</param>
    public void Note(DeviceNoticeKind kind, DeviceFaultCode code, string text, long amount = 0, params ImmutableArray<string> values) =>
        _tap.Take(new DeviceNotice(kind, Arrival, text, amount) { Code = code, Values = values });

    /// <summary>Reports that the clock of the device was read. May be called beside the thread that reads samples.</summary>
    /// <param name="probe">Both clocks at one moment.</param>
    public void Probe(ClockProbe probe) => _tap.Take(probe);

    /// <summary>Hands on what was added; called at the end of each read.</summary>
    public void Flush()
    {
        if (_run.IsEmpty) return;
        _run.Arrival = Arrival;
        var hasSamples = _run.SampleCount > 0;
        var gap = hasSamples ? null : _run.Gap; // told with the first sample behind it, and only once
        if (hasSamples) _lastArrival = Arrival;
        else (_run.FirstSampleIndex, _run.Gap) = (_next, null);
        _tap.Take(_run);
        var next = _run.EndSampleIndex;
        _run.Clear();
        (_run.FirstSampleIndex, _run.Gap) = (next, gap);
    }

    /// <summary>Nothing more will come.</summary>
    /// <param name="fault">Why, when it is not the end that was asked for.</param>
    internal void End(Exception? fault)
    {
        Flush();
        _tap.End(fault);
    }

    private bool Follows(long counter, int count)
    {
        if (Stream is null) throw new InvalidOperationException("Samples before Begin.");
        if (_isFirstOfConnection) BeginConnection(counter, count);
        var index = counter + _shift;
        if (index < _next)
        {
            _tap.Take(new DeviceNotice(DeviceNoticeKind.Late, Arrival, "", count));
            return false;
        }

        if (index > _next) Jump(index);
        if (_run.SampleCount == 0) (_run.FirstSampleIndex, _run.Time) = (index, TimeOf(index));
        (_next, _hasSamples) = (index + count, true);
        return true;
    }

    private void Jump(long index)
    {
        if (!_hasSamples)
        {
            _next = index;
            return;
        }

        Flush();
        _run.Gap = _run.Gap is { } known ? known with { SampleCount = index - _next } : new(_next, index - _next, GapReason.Counter, false, Arrival);
        _next = index;
    }

    private void BeginConnection(long counter, int count)
    {
        _isFirstOfConnection = false;
        if (!_hasSamples)
        {
            _shift = -counter;
            return;
        }

        if (Stream!.CountsAcrossConnections && counter + _shift >= _next)
        {
            if (counter + _shift > _next) SetGap(counter + _shift - _next, GapReason.Reconnected, false);
            return;
        }

        var missing = Stream.Info.RateHz is { } rate ? MissingSinceLast(rate, count) : 0;
        _shift = _next + missing - counter;
        SetGap(missing, GapReason.Reconnected, true);
    }

    private long MissingSinceLast(double rate, int count)
    {
        var byHost = Math.Max(0, (long)Math.Round((Arrival - _lastArrival).Seconds * rate) - count);
        var byDevice = _resumed;
        _resumed = null;
        return byDevice is >= 0 && Math.Abs(byDevice.Value - byHost) <= 2 * rate ? byDevice.Value : byHost;
    }

    private void SetGap(long count, GapReason reason, bool isEstimated) => _run.Gap = new(_next, count, reason, isEstimated, Arrival);

    private Timestamp TimeOf(long index)
    {
        var info = Stream!.Info;
        return info.RateHz is { } rate ? new(info.Clock, Duration.OfSamples(index, rate).Nanoseconds) : new(info.Clock, Arrival.Nanoseconds);
    }

    private Span<float> Discard(int count)
    {
        var length = count * _run.ChannelCount;
        if (_discarded.Length < length) _discarded = new float[length];
        return _discarded.AsSpan(0, length);
    }

    private void RequireSame(DeviceStream known, DeviceStream stream)
    {
        var (before, now) = (known.Info, stream.Info);
        if (before.RateHz != now.RateHz)
            throw new DeviceException(
                Device, $"it came back with {Rate(now, "irregular")} samples a second instead of {Rate(before, "irregular ones")}.",
                "Samples of two rates in one stream would be taken for one another.",
                "Set the device to its former rate, or start a new recording.")
            { IsFinal = true, Code = DeviceFaultCode.RateChanged, Values = [Rate(now, ""), Rate(before, "")] };
        if (known.SampleType != stream.SampleType)
            throw new DeviceException(
                Device, $"it came back with values of type {stream.SampleType} instead of {known.SampleType}.",
                "Values of two types in one stream cannot be kept exactly.",
                "Set the device to its former type, or start a new recording.")
            { IsFinal = true, Code = DeviceFaultCode.TypeChanged, Values = [$"{stream.SampleType}", $"{known.SampleType}"] };
        if (before.ChannelCount == now.ChannelCount && before.Channels.Select(c => c.Label).SequenceEqual(now.Channels.Select(c => c.Label))) return;
        throw new DeviceException(
            Device, $"it came back with {now.ChannelCount} channels ({Names(now)}) instead of {before.ChannelCount} ({Names(before)}).",
            "Samples of other electrodes would be taken for those of the former ones.",
            "Set the device to its former channels, or start a new recording.")
        { IsFinal = true, Code = DeviceFaultCode.ChannelsChanged, Values = [$"{now.ChannelCount}", $"{before.ChannelCount}"] };
    }

    private static string Rate(StreamInfo info, string otherwise) => info.RateHz?.ToString(CultureInfo.InvariantCulture) ?? otherwise;

    private static string Names(StreamInfo info) =>
        string.Join(", ", info.Channels.Take(4).Select(c => c.Label)) + (info.ChannelCount > 4 ? ", …" : "");

    private static int SizeOf(SampleType type) => type switch
    {
        SampleType.Int8 => 1,
        SampleType.Int16 => 2,
        SampleType.Int32 or SampleType.Float32 => 4,
        SampleType.Int64 or SampleType.Float64 => 8,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not a type that a stream keeps exactly."),
    };

    private static void ToFloat(SampleType type, ReadOnlySpan<byte> values, Span<float> into)
    {
        switch (type)
        {
            case SampleType.Int8: Convert<sbyte>(values, into); break;
            case SampleType.Int16: Convert<short>(values, into); break;
            case SampleType.Int32: Convert<int>(values, into); break;
            case SampleType.Int64: Convert<long>(values, into); break;
            case SampleType.Float32: MemoryMarshal.Cast<byte, float>(values)[..into.Length].CopyTo(into); break;
            default: Convert<double>(values, into); break;
        }
    }

    private static void Convert<T>(ReadOnlySpan<byte> values, Span<float> into)
        where T : unmanaged, INumber<T>
    {
        var typed = MemoryMarshal.Cast<byte, T>(values);
        for (var i = 0; i < into.Length; i++) into[i] = float.CreateTruncating(typed[i]);
    }
}
