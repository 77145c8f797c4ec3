using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Pons.Streams;

namespace Pons.Simulation;

/// <summary>
/// A simulated brain as a source: electroencephalogram of a <see cref="VirtualSubject"/> in microvolts against linked mastoids,
/// with markers in the stream and the truth beside it. Its samples depend on subject, montage, rate and on the sample indices of
/// what it was told, bit for bit; block length and pacing change nothing.
/// <para>Virtual time (no time provider): a block is made whenever the reader asks. Real time: a block is handed over when its
/// last sample is due, counted from the start of the reading, so that waiting never adds up. The brain waits for a late reader:
/// blocks then come late, and no sample is lost. A reading that is cancelled can be taken up again at the next sample.</para>
/// <para>Instructions may come from any thread; there is one reader at a time.</para>
/// </summary>
public sealed class TwinSource : SignalSource
{
    private readonly VirtualSubjectRun _run;
    private readonly TimeProvider? _pacing;
    private readonly int _blockSamples;
    private readonly double _rateHz;
    private readonly List<TwinEvent> _queue = [];
    private readonly List<TwinEvent> _due = [];
    private readonly Lock _lock = new();
    private long _nextSampleIndex;
    private long _refusedCount;
    private int _readers;

    /// <summary>Makes a source at sample 0, its subject at rest with open eyes.</summary>
    /// <param name="subject">Whose brain it is.</param>
    /// <param name="montage">Where the electrodes are; default <see cref="Montage.Standard64"/>.</param>
    /// <param name="rateHz">Samples per second, 100 to 20 000; default 250 Hz.</param>
    /// <param name="blockSamples">Samples in a block, 1 or more; default 10 (40 ms at 250 Hz).</param>
    /// <param name="pacing">The clock that paces it in real time, or <see langword="null"/> for virtual time.</param>
    /// <exception cref="ArgumentOutOfRangeException">Rate or block length is outside its range.</exception>
    public TwinSource(
        VirtualSubject subject, Montage? montage = null, double rateHz = 250, int blockSamples = 10, TimeProvider? pacing = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(blockSamples, 1);
        montage ??= Montage.Standard64;
        _run = new(subject, montage, rateHz);
        (_rateHz, _blockSamples, _pacing) = (rateHz, blockSamples, pacing);
        Info = new("twin", montage.ToChannels(Scalp.Reference), rateHz, Clock);
    }

    /// <summary>The clock of every simulated brain: zero at sample 0, exact, and as fast as the samples are made.</summary>
    public static ClockId Clock { get; } = new("twin");

    /// <inheritdoc/>
    public override StreamInfo Info { get; }

    /// <summary>Whose brain it is.</summary>
    public VirtualSubject Subject => _run.Subject;

    /// <summary>Its rhythms, in the order of <see cref="TwinTruth.Envelopes"/>.</summary>
    public ImmutableArray<string> RhythmNames => _run.RhythmNames;

    /// <summary>Number of samples after which the stream ends, 1 or more; default never.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public long LengthSamples
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = long.MaxValue;

    /// <summary>Asked before each block what the subject will be told; default nobody.</summary>
    public TwinScript? Script { get; init; }

    /// <summary>
    /// Receives the truth of each block just before the block is handed over, on the reader's thread; default nobody, at no
    /// cost.
    /// </summary>
    public Action<TwinTruth>? TruthObserver { get; init; }

    /// <summary>The first sample that is not made yet: the earliest at which something can be told.</summary>
    public long NextSampleIndex
    {
        get
        {
            lock (_lock) return _nextSampleIndex;
        }
    }

    /// <summary>How many instructions, feedbacks and marks came for a sample that had been made already.</summary>
    public long RefusedCount
    {
        get
        {
            lock (_lock) return _refusedCount;
        }
    }

    /// <summary>Tells the subject what to do from a sample on.</summary>
    /// <param name="sampleIndex">Which sample; what is told for one sample takes effect in the order of the calls.</param>
    /// <param name="state">What to do.</param>
    /// <param name="markerLabel">Label of a marker on that very sample, or <see langword="null"/> for none.</param>
    /// <returns>Whether it was taken; when the sample has been made already it is refused and counted.</returns>
    /// <exception cref="ArgumentOutOfRangeException">No such state.</exception>
    public bool Instruct(long sampleIndex, MentalState state, string? markerLabel = null) => Enum.IsDefined(state)
        ? Enqueue(new(sampleIndex, state, null, markerLabel))
        : throw new ArgumentOutOfRangeException(nameof(state), state, "No such mental state.");

    /// <summary>Shows the subject how it did; its brain answers within the next half second.</summary>
    /// <param name="sampleIndex">Which sample.</param>
    /// <param name="feedback">What it is shown.</param>
    /// <param name="markerLabel">Label of a marker on that very sample, or <see langword="null"/> for none.</param>
    /// <returns>Whether it was taken; when the sample has been made already it is refused and counted.</returns>
    /// <exception cref="ArgumentOutOfRangeException">No such feedback.</exception>
    public bool GiveFeedback(long sampleIndex, Feedback feedback, string? markerLabel = null) => Enum.IsDefined(feedback)
        ? Enqueue(new(sampleIndex, null, feedback, markerLabel))
        : throw new ArgumentOutOfRangeException(nameof(feedback), feedback, "No such feedback.");

    /// <summary>Puts a marker on a sample and tells the subject nothing.</summary>
    /// <param name="sampleIndex">Which sample.</param>
    /// <param name="markerLabel">Its label; not empty.</param>
    /// <returns>Whether it was taken; when the sample has been made already it is refused and counted.</returns>
    /// <exception cref="ArgumentException">An empty label.</exception>
    public bool Mark(long sampleIndex, string markerLabel)
    {
        ArgumentException.ThrowIfNullOrEmpty(markerLabel);
        return Enqueue(new(sampleIndex, null, null, markerLabel));
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Somebody else is reading.</exception>
    public override async IAsyncEnumerable<SignalBlock> ReadAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        if (Interlocked.Exchange(ref _readers, 1) == 1) throw new InvalidOperationException("A simulated brain has one reader at a time.");
        try
        {
            var (firstSample, start) = (NextSampleIndex, _pacing?.GetTimestamp() ?? 0);
            for (var next = firstSample; next < LengthSamples;)
            {
                cancellation.ThrowIfCancellationRequested();
                var count = (int)Math.Min(_blockSamples, LengthSamples - next);
                next += count;
                // Made only when it is due, so that instructions are heard until then and a cancelled wait loses nothing.
                if (_pacing is not null) await WaitUntilDue(_pacing, start, next - firstSample, cancellation).ConfigureAwait(false);
                yield return MakeBlock(next - count, count);
            }
        }
        finally
        {
            Volatile.Write(ref _readers, 0);
        }
    }

    private async ValueTask WaitUntilDue(TimeProvider pacing, long start, long samples, CancellationToken cancellation)
    {
        var wait = TimeSpan.FromSeconds(samples / _rateHz) - pacing.GetElapsedTime(start);
        // A timer counts whole milliseconds and would cut the rest off, which is too early.
        var milliseconds = Math.Ceiling(wait.TotalMilliseconds);
        if (milliseconds > 0) await Task.Delay(TimeSpan.FromMilliseconds(milliseconds), pacing, cancellation).ConfigureAwait(false);
    }

    private bool Enqueue(TwinEvent item)
    {
        lock (_lock)
        {
            if (item.SampleIndex < _nextSampleIndex)
            {
                _refusedCount++;
                return false;
            }

            var place = _queue.Count;
            while (place > 0 && _queue[place - 1].SampleIndex > item.SampleIndex) place--;
            _queue.Insert(place, item);
            return true;
        }
    }

    private SignalBlock MakeBlock(long first, int count)
    {
        Script?.Prepare(this, first + count);
        Claim(first + count);

        var samples = new float[count * Info.ChannelCount];
        if (TruthObserver is not null) _run.BeginTruth(count);
        Fill(samples, first);
        if (TruthObserver is not null) TruthObserver(_run.EndTruth());
        return new(first, TimeOf(first), samples, Info.ChannelCount, TakeMarkers());
    }

    /// <summary>From now on nothing can be told before this sample.</summary>
    private void Claim(long endSampleIndex)
    {
        lock (_lock)
        {
            var count = 0;
            while (count < _queue.Count && _queue[count].SampleIndex < endSampleIndex) _due.Add(_queue[count++]);
            _queue.RemoveRange(0, count);
            _nextSampleIndex = endSampleIndex;
        }
    }

    private void Fill(Span<float> samples, long first)
    {
        foreach (var item in _due)
        {
            var ready = (int)(item.SampleIndex - first) * Info.ChannelCount;
            _run.Advance(samples[..ready]);
            samples = samples[ready..];
            first = item.SampleIndex;
            if (item.State is { } state) _run.Enter(state);
            if (item.Feedback is { } feedback) _run.Receive(feedback);
        }

        _run.Advance(samples);
    }

    private ImmutableArray<Marker> TakeMarkers()
    {
        if (_due.Count == 0) return [];
        ImmutableArray<Marker> markers =
            [.. _due.Where(e => e.Label is not null).Select(e => new Marker(e.SampleIndex, TimeOf(e.SampleIndex), e.Label!))];
        _due.Clear();
        return markers;
    }

    private Timestamp TimeOf(long sampleIndex) => new(Clock, Duration.OfSamples(sampleIndex, _rateHz).Nanoseconds);

    private readonly record struct TwinEvent(long SampleIndex, MentalState? State, Feedback? Feedback, string? Label);
}
