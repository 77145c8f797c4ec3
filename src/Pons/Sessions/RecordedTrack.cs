using System.Globalization;
using System.Runtime.InteropServices;
using Pons.Devices;
using Pons.Formats.Xdf;
using Pons.Sessions.Ledger;
using Pons.Streams;
using Pons.Streams.Clocks;

namespace Pons.Sessions;

/// <summary>
/// What becomes of one device in the recording: its samples, its markers and its arrivals as three streams, its gaps and notices in the
/// ledger. Used by the recorder's thread alone.
/// </summary>
internal sealed class RecordedTrack(DeviceAddress address, DeviceClock clock, RecordingTap tap, RecorderMemory memory)
{
    private readonly RowGatherer _rows = new();
    private readonly List<double> _arrivals = [];
    private readonly List<double> _arrivalTimes = [];
    private readonly TrackGaps _gaps = new();
    private DeviceStream? _stream;
    private TrackClock? _clock;
    private uint _samplesId, _markersId, _arrivalsId;
    private double _lastStamp;
    private long? _inHand;
    private long _markers, _bytes, _written;
    private string? _name;

    public DeviceAddress Address => address;

    public RecordingTap Tap => tap;

    /// <summary>Name of the stream in the recording; the address before it is known.</summary>
    public string Name => _name ?? Address.ToString();

    /// <summary>Samples in the file.</summary>
    public long Written => Volatile.Read(ref _written);

    public long Markers => Volatile.Read(ref _markers);

    public long Bytes => Volatile.Read(ref _bytes);

    public LedgerClock? Clock { get; private set; }

    public TrackGaps Gaps => _gaps;

    /// <summary>Whether its times can be trusted; <see langword="null"/> when they are those of the host, or nothing was heard.</summary>
    public ClockVerdict? Verdict => _clock?.Evidence(Name) is { } evidence
        ? ClockVerdict.Of(evidence with { Gaps = _gaps.Count, MissingSamples = _gaps.Missing, ReceivedSamples = Written })
        : null;

    /// <summary>Writes everything that waits.</summary>
    public void Drain(SessionFile file, long now)
    {
        var before = file.Length;
        if (_stream is null && tap.Stream is { } stream) Begin(stream, file, now);
        while (tap.Runs.TryTake(out var runs, out var segment))
        {
            WriteRuns(runs.Span, file);
            memory.Return(segment);
        }

        Flush(file);
        DrainTexts(file);
        DrainMarkers(file);
        WriteArrivals(file);
        DrainLedger(file.Ledger);
        Volatile.Write(ref _bytes, _bytes + file.Length - before);
    }

    /// <summary>Writes how far the clock of the host is from that of the stream, when it is time.</summary>
    public void WriteClock(SessionFile file, long now, TimeSpan period)
    {
        if (_clock is null || !_clock.IsDue(now, period) || _clock.State(Name, now) is not { } state) return;
        Clock = state;
        file.Ledger.Append(state);
        foreach (var id in (ReadOnlySpan<uint>)[_samplesId, _markersId])
            if (id > 0) file.Writer.WriteClockOffset(id, state.DeviceSeconds, state.OffsetSeconds);
        if (_arrivalsId > 0) file.Writer.WriteClockOffset(_arrivalsId, now * 1e-9, 0);
    }

    /// <summary>Ends the streams: last offset and footers with the gaps.</summary>
    public void End(SessionFile file, long now)
    {
        if (_stream is not null && _samplesId == 0) AddSamples(file, hasStamps: false);
        WriteClock(file, now, TimeSpan.Zero);
        if (_samplesId > 0) file.Writer.EndStream(_samplesId, _gaps.ToXml());
    }

    /// <summary>The disk took no more: what is still in memory is missing.</summary>
    public void GiveUp(SessionFile file, Timestamp now)
    {
        var stored = _samplesId == 0 ? 0 : file.Writer.CountOf(_samplesId) - Written;
        var (lost, first) = (Math.Max(0, _rows.Count - stored), _rows.First + stored);
        while (tap.Runs.TryTake(out var runs, out var segment))
        {
            for (var at = 0; at < runs.Length;)
            {
                at += RunQueue.Read(runs.Span[at..], out var head, out _, out _);
                if (lost == 0) first = head.First;
                lost += head.Count;
            }

            memory.Return(segment);
        }

        if (_inHand is { } text && stored == 0) (lost, first) = (1, text);
        while (tap.TryTake(out RecordingTap.TextRow row))
        {
            if (lost++ == 0) first = row.Index;
        }

        Volatile.Write(ref _written, _written + stored);
        tap.EndOverflow();
        DrainLedger(file.Ledger);
        if (lost > 0) Log(new(first, lost, GapReason.DiskFull, false, now), file.Ledger);
    }

    private void Begin(DeviceStream stream, SessionFile file, long now)
    {
        (_stream, _name) = (stream, file.UniqueName(stream.Info.Name));
        file.Ledger.Append(new LedgerStream(
            Name, Address.ToString(), stream.Type, stream.SourceId, stream.Info.ChannelCount, stream.Info.RateHz, stream.SampleType.ToString())
        {
            HostNanoseconds = now,
        });
        if (stream.IsText) AddSamples(file, hasStamps: true);
    }

    private void AddSamples(SessionFile file, bool hasStamps)
    {
        _clock = new(clock, _stream!.Info, isHost: _stream.Info.RateHz is null && !hasStamps);
        _samplesId = file.Writer.AddStream(TrackHeaders.OfSamples(_stream, Name, hasExactTimes: _stream.Info.RateHz is not null && !hasStamps));
    }

    private void WriteRuns(ReadOnlySpan<byte> runs, SessionFile file)
    {
        while (!runs.IsEmpty)
        {
            var length = RunQueue.Read(runs, out var head, out var stamps, out var values);
            if (_samplesId == 0) AddSamples(file, head.Stamps > 0);
            Write(head, stamps, values, file);
            Hear(head);
            runs = runs[Math.Min(length, runs.Length)..];
        }
    }

    private void Write(RunHead head, ReadOnlySpan<double> stamps, ReadOnlySpan<byte> values, SessionFile file)
    {
        var rate = head.Stamps > 0 ? null : _stream!.Info.RateHz;
        if (stamps.ContainsAnyExceptInRange(-XdfClock.LargestSeconds, XdfClock.LargestSeconds)) stamps = Mended(stamps, head, file);
        if (!_rows.Continues(head.First, values.Length, isSteady: rate is not null)) Flush(file);
        if (head.Stamps > 0) _rows.AddStamped(head.First, stamps, values);
        else if (rate is { } hertz) _rows.AddSteady(head.First, head.First / hertz, values, head.Count);
        else _rows.AddAt(head.First, head.Time * 1e-9, values, head.Count);
        if (head.Stamps > 0) _lastStamp = stamps[^1];
        if (_rows.IsFull) Flush(file);
    }

    /// <summary>A stamp that is no time is that of the sample before, which a note says.</summary>
    private double[] Mended(ReadOnlySpan<double> stamps, RunHead head, SessionFile file)
    {
        var mended = stamps.ToArray();
        var bad = 0;
        for (var i = 0; i < mended.Length; i++)
        {
            if (Math.Abs(mended[i]) <= XdfClock.LargestSeconds) continue;
            mended[i] = i > 0 ? mended[i - 1] : _lastStamp;
            bad++;
        }

        file.Ledger.Append(new LedgerNotice(Name, nameof(DeviceNoticeKind.Fault), $"Time stamps from sample {head.First} on are no times.", bad)
        {
            Code = nameof(DeviceFaultCode.StampsUnusable),
            Values = [head.First.ToString(CultureInfo.InvariantCulture)],
            HostNanoseconds = head.Arrival,
        });
        return mended;
    }

    private void Flush(SessionFile file)
    {
        if (_rows.Count == 0) return;
        file.Writer.WriteStored(_samplesId, _rows.Times, _rows.Values);
        Volatile.Write(ref _written, _written + _rows.Count);
        _rows.Clear();
    }

    private void Hear(RunHead head)
    {
        if (head.IsBegin)
        {
            _arrivalTimes.Add(head.Arrival * 1e-9);
            _arrivals.Add(head.First);
            _arrivals.Add(head.Arrival * 1e-9);
        }

        if (head.IsEnd) _clock!.Hear(head.Stamps > 0 ? _lastStamp : LastSeconds(head), head.Arrival);
    }

    private double LastSeconds(RunHead head) =>
        _stream!.Info.RateHz is { } rate ? (head.First + head.Count - 1) / rate : head.Time * 1e-9;

    private void WriteArrivals(SessionFile file)
    {
        if (_arrivalTimes.Count == 0) return;
        if (_arrivalsId == 0) _arrivalsId = file.Writer.AddStream(TrackHeaders.OfArrivals(file.UniqueName($"{Name} arrivals")));
        file.Writer.Write(_arrivalsId, CollectionsMarshal.AsSpan(_arrivalTimes), CollectionsMarshal.AsSpan(_arrivals));
        _arrivalTimes.Clear();
        _arrivals.Clear();
    }

    private void DrainTexts(SessionFile file)
    {
        while (tap.TryTake(out RecordingTap.TextRow row))
        {
            _inHand = row.Index;
            file.Writer.Write(_samplesId, [row.Seconds], row.Texts);
            _clock!.Hear(row.Seconds, row.Arrival);
            _arrivalTimes.Add(row.Arrival * 1e-9);
            _arrivals.Add(row.Index);
            _arrivals.Add(row.Arrival * 1e-9);
            Volatile.Write(ref _written, _written + 1);
            _inHand = null;
        }
    }

    private void DrainMarkers(SessionFile file)
    {
        while (tap.TryTake(out Marker marker))
        {
            if (_markersId == 0) _markersId = file.Writer.AddStream(TrackHeaders.OfMarkers(file.UniqueName($"{Name} markers")));
            var length = marker.Duration == Duration.Zero ? "" : XdfStreamHeader.Number(marker.Duration.Seconds);
            file.Writer.Write(_markersId, [marker.Time.Seconds], [marker.Label, length]);
            Volatile.Write(ref _markers, _markers + 1);
        }
    }

    private void DrainLedger(LedgerWriter ledger)
    {
        while (tap.TryTake(out SampleGap gap)) Log(gap, ledger);
        while (tap.TryTake(out DeviceNotice notice))
            ledger.Append(new LedgerNotice(Name, notice.Kind.ToString(), notice.Text, notice.Amount)
            {
                HostNanoseconds = notice.Time.Nanoseconds,
                Code = notice.Code?.ToString(),
                Values = notice.Values.IsEmpty ? null : [.. notice.Values],
            });
    }

    private void Log(SampleGap gap, LedgerWriter ledger)
    {
        _gaps.Add(gap);
        ledger.Append(new LedgerGap(Name, gap.FirstSampleIndex, gap.SampleCount, gap.Reason.ToString(), gap.IsEstimated)
        {
            HostNanoseconds = gap.Noticed.Nanoseconds,
        });
    }
}
