using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Pons.Devices;
using Pons.Streams;

namespace Pons.Sessions;

/// <summary>
/// Copies what a device sends into the recorder's memory, on the thread that reads the device; never waits for the disk. What memory has no
/// room for becomes a gap. The recorder's thread takes it from here.
/// </summary>
internal sealed class RecordingTap(RecorderMemory memory, AutoResetEvent wake) : SampleTap
{
    /// <summary>Gaps that wait to be written at most; further ones are counted only.</summary>
    private const int MostGaps = 1 << 16;

    private readonly RunQueue _runs = new(memory);
    private readonly ConcurrentQueue<SampleGap> _gaps = new();
    private readonly ConcurrentQueue<TextRow> _texts = new();
    private readonly ConcurrentQueue<Marker> _markers = new();
    private readonly ConcurrentQueue<DeviceNotice> _notices = new();
    private DeviceStream? _stream;
    private SampleGap? _overflow;
    private long _accepted, _missing, _late, _lostMarkers;
    private int _gapCount, _connections;
    private DeviceNotice? _last;

    /// <summary>The stream; <see langword="null"/> until it is known.</summary>
    public DeviceStream? Stream => Volatile.Read(ref _stream);

    /// <summary>Why samples do not fit now: the recorder says so.</summary>
    public GapReason OverflowReason { get; set; } = GapReason.Overflow;

    /// <summary>Samples that came and had room.</summary>
    public long Accepted => Volatile.Read(ref _accepted);

    /// <summary>Samples that are missing, here or from the device.</summary>
    public long Missing => Volatile.Read(ref _missing);

    public long Late => Volatile.Read(ref _late);

    public int GapCount => Volatile.Read(ref _gapCount);

    /// <summary>Markers for which there was no memory.</summary>
    public long LostMarkers => Volatile.Read(ref _lostMarkers);

    public int Reconnections => Math.Max(0, _connections - 1);

    /// <summary>Whether samples are being lost now for want of memory.</summary>
    public bool IsOverflowing => Volatile.Read(ref _overflow) is not null;

    public DeviceNotice? LastNotice => Volatile.Read(ref _last);

    /// <summary>Why nothing more will come; <see langword="null"/> while it may.</summary>
    public Exception? Fault { get; private set; }

    public RunQueue Runs => _runs;

    public override void Begin(DeviceStream stream)
    {
        _connections++;
        Volatile.Write(ref _stream, stream);
    }

    public override void Take(SampleRun run)
    {
        if (run.Gap is { } gap && (_accepted > 0 || _overflow is not null || _missing > 0)) // what was missing before the first sample is no gap
        {
            EndOverflow();
            Lose(gap);
        }

        if (run.SampleCount > 0) TakeSamples(run);
        for (var i = 0; i < run.Markers.Count; i++) Take(run.Markers[i]);
        if (_runs.HasFull) wake.Set();
    }

    public override void Take(DeviceNotice notice)
    {
        if (notice.Kind == DeviceNoticeKind.Late) Volatile.Write(ref _late, _late + notice.Amount);
        else Volatile.Write(ref _last, notice);
        if (_notices.Count < MostGaps) _notices.Enqueue(notice);
    }

    public override void End(Exception? fault)
    {
        EndOverflow();
        Fault = fault;
    }

    public bool TryTake(out SampleGap gap) => _gaps.TryDequeue(out gap!);

    public bool TryTake(out DeviceNotice notice) => _notices.TryDequeue(out notice!);

    /// <summary>Takes a marker out of the memory.</summary>
    public bool TryTake(out Marker marker)
    {
        if (!_markers.TryDequeue(out marker!)) return false;
        memory.Discharge(SizeOf(marker));
        return true;
    }

    /// <summary>Takes a sample of texts out of the memory.</summary>
    public bool TryTake(out TextRow row)
    {
        if (!_texts.TryDequeue(out row)) return false;
        memory.Discharge(row.Bytes);
        return true;
    }

    /// <summary>Nothing more fits or comes: what did not fit by now is a gap.</summary>
    public void EndOverflow()
    {
        if (_overflow is not { } gap) return;
        _overflow = null;
        Count(gap);
        if (_gaps.Count < MostGaps) _gaps.Enqueue(gap);
    }

    private void TakeSamples(SampleRun run)
    {
        var taken = Stream!.IsText ? TakeTexts(run) : _runs.Add(run, ValuesOf(run));
        if (taken > 0) EndOverflow();
        Volatile.Write(ref _accepted, _accepted + taken);
        if (taken < run.SampleCount) Overflow(run.FirstSampleIndex + taken, run.SampleCount - taken, run.Arrival);
    }

    private static ReadOnlySpan<byte> ValuesOf(SampleRun run) => run.Exact.IsEmpty ? MemoryMarshal.AsBytes(run.Samples) : run.Exact;

    private int TakeTexts(SampleRun run)
    {
        for (var row = 0; row < run.SampleCount; row++)
        {
            var texts = run.Texts.Slice(row * run.ChannelCount, run.ChannelCount);
            var bytes = 64L;
            foreach (var text in texts) bytes += 32 + 2L * text.Length;
            if (!memory.TryCharge(bytes)) return row;
            var seconds = run.Stamps.Length == run.SampleCount ? run.Stamps[row] : run.Time.Seconds;
            _texts.Enqueue(new(run.FirstSampleIndex + row, seconds, run.Arrival.Nanoseconds, texts.ToArray(), bytes));
        }

        return run.SampleCount;
    }

    private void Take(Marker marker)
    {
        if (memory.TryCharge(SizeOf(marker))) _markers.Enqueue(marker);
        else Volatile.Write(ref _lostMarkers, _lostMarkers + 1);
    }

    private static long SizeOf(Marker marker) => 96 + 2L * marker.Label.Length;

    private void Overflow(long first, long count, Timestamp noticed) =>
        _overflow = _overflow is { } open && open.FirstSampleIndex + open.SampleCount == first
            ? open with { SampleCount = open.SampleCount + count }
            : new(first, count, OverflowReason, false, noticed);

    private void Lose(SampleGap gap)
    {
        Count(gap);
        if (_gaps.Count < MostGaps) _gaps.Enqueue(gap);
    }

    private void Count(SampleGap gap)
    {
        Volatile.Write(ref _gapCount, _gapCount + 1);
        Volatile.Write(ref _missing, _missing + gap.SampleCount);
    }

    /// <summary>One sample of a stream of texts.</summary>
    internal readonly record struct TextRow(long Index, double Seconds, long Arrival, string[] Texts, long Bytes);
}
