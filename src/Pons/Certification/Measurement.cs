namespace Pons.Certification;

/// <summary>
/// One thing that is measured on this computer for a stated time. It runs once, alone; what it opens it closes, also when it is
/// stopped.
/// </summary>
public abstract class Measurement
{
    /// <summary>Name in documents and budgets, such as <c>wake-up-4ms</c>.</summary>
    public abstract string Name { get; }

    /// <summary>How long it should last beside the others, in seconds; scaled to the time that there is.</summary>
    public abstract double RelativeSeconds { get; }

    /// <summary>Measures for so long; what has to be prepared comes on top.</summary>
    /// <param name="seconds">How long, above 0.</param>
    /// <param name="clock">The clock that is read; monotonic.</param>
    /// <param name="report">Told about ten times a second how many seconds have passed; may be left out.</param>
    /// <param name="cancellation">Breaks off.</param>
    /// <exception cref="IOException">The system refused something.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The system refused a connection.</exception>
    /// <exception cref="OperationCanceledException">It was broken off.</exception>
    public virtual Task<MeasurementResult> RunAsync(
        double seconds, TimeProvider clock, Action<double>? report = null, CancellationToken cancellation = default) =>
        MeasureAsync(new(seconds, clock, report), cancellation);

    /// <summary>Measures until the time is over.</summary>
    /// <param name="time">How long, on which clock.</param>
    /// <param name="cancellation">Breaks off.</param>
    protected abstract Task<MeasurementResult> MeasureAsync(MeasuringTime time, CancellationToken cancellation);

    /// <summary>Does work that waits or computes on a thread of its own, as a driver would.</summary>
    /// <param name="work">What to do.</param>
    /// <param name="cancellation">Given up before it has begun.</param>
    protected static Task<T> OnOwnThread<T>(Func<T> work, CancellationToken cancellation) =>
        Task.Factory.StartNew(work, cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
