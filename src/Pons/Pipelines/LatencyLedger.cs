using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Pipelines;

/// <summary>
/// Stamps what passes through one running pipeline: at arrival, after each stage, at the command and at its confirmation.
/// Stamps are read from the monotonic clock of the computer. Belongs to the thread that pumps the pipeline; allocation-free
/// per stamp. <see cref="Summaries"/> may be read by other threads and is then at most one item behind.
/// </summary>
public sealed class LatencyLedger
{
    /// <summary>Name of the summary from arrival to the last stamp.</summary>
    public const string Total = "total";

    private readonly TimeProvider _clock;
    private readonly ImmutableArray<string> _stages;
    private readonly LatencyHistogram[] _histograms;
    private readonly LatencyHistogram _total = new();
    private readonly long[] _stamps;
    private long _arrival;
    private long _last;

    /// <summary>Makes an empty ledger.</summary>
    /// <param name="stages">Names of what will be stamped, in the order of passing.</param>
    /// <param name="clock">Where stamps are read; the system's clock unless a test says otherwise.</param>
    public LatencyLedger(IEnumerable<string> stages, TimeProvider? clock = null)
    {
        _clock = clock ?? TimeProvider.System;
        _stages = [.. stages];
        _histograms = [.. _stages.Select(_ => new LatencyHistogram())];
        _stamps = new long[_stages.Length];
    }

    /// <summary>Names of what is stamped, in the order of passing.</summary>
    public ImmutableArray<string> Stages => _stages;

    /// <summary>The place of a stage among <see cref="Stages"/>.</summary>
    /// <exception cref="ArgumentException">No such stage.</exception>
    public int StageIndex(string stage)
    {
        var index = _stages.IndexOf(stage);
        return index >= 0 ? index : throw new ArgumentException($"The ledger knows no stage '{stage}'.", nameof(stage));
    }

    /// <summary>The present reading of the ledger's clock, for <see cref="Arrive"/>.</summary>
    public long Now => _clock.GetTimestamp();

    /// <summary>What <see cref="Now"/> would have read at a moment of the host's clock.</summary>
    /// <param name="moment">A time on <see cref="ClockId.Host"/>, read from the same time provider.</param>
    /// <exception cref="ClockMismatchException">The time is on another clock.</exception>
    public long ReadingOf(Timestamp moment)
    {
        ClockMismatchException.ThrowIfDifferent(moment.Clock, ClockId.Host);
        return (long)((Int128)moment.Nanoseconds * _clock.TimestampFrequency / 1_000_000_000);
    }

    /// <summary>An item is taken up: its time started when it arrived in the program.</summary>
    /// <param name="arrival">Reading of <see cref="Now"/> when it arrived.</param>
    public void Arrive(long arrival)
    {
        _arrival = _last = arrival;
        Array.Clear(_stamps);
    }

    /// <summary>Something has left a stage: the time since the stamp before belongs to that stage.</summary>
    public void Stamp(int stage)
    {
        var now = _clock.GetTimestamp();
        _stamps[stage] = now;
        _histograms[stage].Add(_clock.GetElapsedTime(_last, now));
        _last = now;
    }

    /// <summary>The item is done: the time since its arrival goes into <see cref="Total"/>.</summary>
    public void Finish() => _total.Add(_clock.GetElapsedTime(_arrival, _clock.GetTimestamp()));

    /// <summary>The stage in which the current item used up a time, and its time so far; −1 while there is time left.</summary>
    internal (int Stage, Duration SinceArrival) Overrun(Duration limit)
    {
        var passed = ToDuration(_clock.GetElapsedTime(_arrival, _clock.GetTimestamp()));
        if (passed <= limit) return (-1, passed);
        var last = 0;
        for (var i = 0; i < _stages.Length; i++)
        {
            if (_stamps[i] == 0) continue;
            last = i;
            if (ToDuration(_clock.GetElapsedTime(_arrival, _stamps[i])) > limit) break;
        }

        return (last, passed);
    }

    /// <summary>The first of the named stages that the current item has not left; the last one when it has left all.</summary>
    internal string StageOf(IEnumerable<string> stages)
    {
        var last = "";
        foreach (var stage in stages)
            if (_stamps[StageIndex(last = stage)] == 0) break;
        return last;
    }

    /// <summary>Time of the current item from arrival to its latest stamp at each stage that it has passed.</summary>
    public ImmutableArray<StageStamp> Trace()
    {
        var trace = ImmutableArray.CreateBuilder<StageStamp>(_stages.Length);
        for (var i = 0; i < _stages.Length; i++)
            if (_stamps[i] != 0) trace.Add(new(_stages[i], ToDuration(_clock.GetElapsedTime(_arrival, _stamps[i]))));
        return trace.ToImmutable();
    }

    /// <summary>What was measured so far, a summary a stage in order, then <see cref="Total"/>.</summary>
    public ImmutableArray<LatencySummary> Summaries() =>
        [.. _stages.Select((name, i) => _histograms[i].Summarise(name)), _total.Summarise(Total)];

    private static Duration ToDuration(TimeSpan time) => new(time.Ticks * 100);
}
