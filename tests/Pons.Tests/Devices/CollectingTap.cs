using Pons.Devices;
using Pons.Streams;

namespace Pons.Tests.Devices;

/// <summary>Keeps everything that a device sent.</summary>
internal sealed class CollectingTap : SampleTap
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public DeviceStream? Stream { get; private set; }

    public SortedDictionary<long, float[]> Rows { get; } = [];

    public List<byte> Exact { get; } = [];

    public List<double> Stamps { get; } = [];

    public List<string> Texts { get; } = [];

    public List<SampleGap> Gaps { get; } = [];

    public List<Marker> Markers { get; } = [];

    public List<DeviceNotice> Notices { get; } = [];

    public Exception? Fault { get; private set; }

    public bool HasEnded { get; private set; }

    /// <summary>Received values in order, all rows one after the other.</summary>
    public float[] Values => [.. Rows.Values.SelectMany(r => r)];

    public override void Begin(DeviceStream stream) => Change(() => Stream = stream);

    public override void Take(SampleRun run)
    {
        lock (_gate)
        {
            for (var i = 0; i < run.SampleCount && !run.Samples.IsEmpty; i++)
                Rows.Add(run.FirstSampleIndex + i, run.Samples.Slice(i * run.ChannelCount, run.ChannelCount).ToArray());
            Exact.AddRange(run.Exact);
            Stamps.AddRange(run.Stamps);
            Texts.AddRange(run.Texts);
            if (run.Gap is { } gap) Gaps.Add(gap);
            Markers.AddRange(run.Markers);
        }

        Change(() => { });
    }

    public override void Take(DeviceNotice notice) => Change(() => Notices.Add(notice));

    public override void End(Exception? fault) => Change(() => (Fault, HasEnded) = (fault, true));

    /// <summary>Reads what was collected while nothing is added.</summary>
    public T Read<T>(Func<CollectingTap, T> read)
    {
        lock (_gate) return read(this);
    }

    /// <summary>Waits until what was collected is enough; fails after half a minute.</summary>
    public async Task UntilAsync(Func<CollectingTap, bool> isEnough)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (isEnough(this)) return;
                changed = _changed.Task;
            }

            await changed.WaitAsync(limit.Token);
        }
    }

    private void Change(Action change)
    {
        TaskCompletionSource before;
        lock (_gate)
        {
            change();
            before = _changed;
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        before.TrySetResult();
    }
}
