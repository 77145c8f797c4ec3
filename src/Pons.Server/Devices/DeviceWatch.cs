using System.Collections.Immutable;
using Pons.Devices;

namespace Pons.Server.Devices;

/// <summary>Keeps what a person wants to know of one device: gaps, notices, the signal of each channel. Read by any thread.</summary>
internal sealed class DeviceWatch(TimeProvider time) : SampleTap
{
    /// <summary>Gaps, and notices, that are kept: the newest.</summary>
    public const int Kept = 100;

    private readonly Lock _lock = new();
    private ImmutableQueue<DeviceGapView> _gaps = [];
    private ImmutableQueue<DeviceNoticeView> _notices = [];
    private DeviceNoticeView? _lastNotice;
    private int _gapCount, _noticeCount;
    private QualityMeter? _quality;

    /// <summary>What the device said of itself; <see langword="null"/> before it was connected.</summary>
    public DeviceStream? Stream { get; private set; }

    /// <summary>The last gaps, the newest last.</summary>
    public IEnumerable<DeviceGapView> Gaps => Volatile.Read(ref _gaps);

    /// <summary>The last notices, the newest last.</summary>
    public IEnumerable<DeviceNoticeView> Notices
    {
        get
        {
            lock (_lock) return _lastNotice is { } last ? _notices.Append(last).ToArray() : [];
        }
    }

    /// <summary>How each channel was within the last second; <see langword="null"/> before the first.</summary>
    public ChannelCondition[]? Quality => _quality?.Latest;

    public override void Begin(DeviceStream stream)
    {
        lock (_lock)
        {
            _quality?.Restart();
            if (Stream is null && !stream.IsText) _quality = new(stream.Info);
            Stream ??= stream;
        }
    }

    public override void Take(SampleRun run)
    {
        if (run.Gap is { } gap) Add(gap);
        _quality?.Take(run.Samples);
    }

    public override void Take(DeviceNotice notice)
    {
        lock (_lock)
        {
            var (amount, times) = (notice.Amount, 1);
            if (_lastNotice is { } last)
            {
                if (last.Kind == notice.Kind && last.Text == notice.Text) (amount, times) = (last.Amount + amount, last.Times + 1);
                else _notices = Keep(_notices.Enqueue(last), ref _noticeCount);
            }

            var code = notice.Code is { } about ? ProblemMessage.CodeOf(about) : null;
            _lastNotice = new(time.GetUtcNow(), notice.Kind, notice.Text, amount, times, code, notice.Values);
        }
    }

    private void Add(SampleGap gap)
    {
        double? seconds = Stream?.Info.RateHz is { } rate ? gap.SampleCount / rate : null;
        lock (_lock)
            _gaps = Keep(
                _gaps.Enqueue(new(time.GetUtcNow(), gap.FirstSampleIndex, gap.SampleCount, seconds, gap.Reason, gap.IsEstimated)), ref _gapCount);
        _quality?.Restart();
    }

    private static ImmutableQueue<T> Keep<T>(ImmutableQueue<T> queue, ref int count) => ++count <= Kept ? queue : queue.Dequeue();
}
