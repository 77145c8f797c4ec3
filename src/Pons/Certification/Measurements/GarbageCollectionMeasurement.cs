namespace Pons.Certification.Measurements;

/// <summary>
/// Allocates at a stated rate, keeps some of it alive, and takes the time for which each collection stopped all threads. Pons's
/// own loop allocates far less; another program in the process, such as a network in ONNX or a plug-in, may not.
/// Figures: <c>allocated</c> in MB/s, <c>collections</c> per second, <c>full collections</c>.
/// </summary>
public sealed class GarbageCollectionMeasurement : Measurement
{
    private const int ArrayBytes = 8192;
    private const int SliceMilliseconds = 1;
    private readonly double _megabytesPerSecond;
    private readonly byte[][] _alive;

    /// <summary>A load.</summary>
    /// <param name="megabytesPerSecond">What is allocated, above 0; 100 by default.</param>
    /// <param name="aliveMegabytes">How much of it is kept alive, 1 or more; 32 by default.</param>
    public GarbageCollectionMeasurement(double megabytesPerSecond = 100, int aliveMegabytes = 32)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(megabytesPerSecond);
        ArgumentOutOfRangeException.ThrowIfLessThan(aliveMegabytes, 1);
        _megabytesPerSecond = megabytesPerSecond;
        _alive = new byte[aliveMegabytes * 1_000_000 / ArrayBytes][];
    }

    /// <inheritdoc/>
    public override string Name => "collection-pause";

    /// <inheritdoc/>
    public override double RelativeSeconds => 3;

    /// <inheritdoc/>
    protected override Task<MeasurementResult> MeasureAsync(MeasuringTime time, CancellationToken cancellation) =>
        OnOwnThread(() => Measure(time, cancellation), cancellation);

    private MeasurementResult Measure(MeasuringTime time, CancellationToken cancellation)
    {
        var pauses = new TimeCollector(time);
        var (start, allocated, full) = (time.Now, 0L, GC.CollectionCount(2));
        var (collections, paused) = (GC.CollectionCount(0), GC.GetTotalPauseDuration());
        var before = collections;
        while (time.IsLeft)
        {
            cancellation.WaitHandle.WaitOne(SliceMilliseconds);
            cancellation.ThrowIfCancellationRequested();
            var due = (long)(time.Milliseconds(start, time.Now) * _megabytesPerSecond * 1000);
            for (; allocated < due; allocated += ArrayBytes)
            {
                _alive[allocated / ArrayBytes % _alive.Length] = new byte[ArrayBytes];
                var now = GC.CollectionCount(0);
                if (now == collections) continue;
                var pausedNow = GC.GetTotalPauseDuration();
                pauses.Add((pausedNow - paused).TotalMilliseconds);
                (collections, paused) = (now, pausedNow);
            }
        }

        Array.Clear(_alive);
        return MeasurementResult.Of(
            Name, pauses.Milliseconds, new Figure("allocated", allocated / 1e6 / time.Seconds, "MB/s"),
            new Figure("collections", (collections - before) / time.Seconds, "1/s"),
            new Figure("full collections", GC.CollectionCount(2) - full, ""));
    }
}
