using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Experiments;

/// <summary>The trials of one session, placed on the samples of its stream. Immutable.</summary>
public sealed record SessionTimeline
{
    /// <summary>Takes as many trials from a protocol as end within the session.</summary>
    /// <param name="protocol">How trials follow each other.</param>
    /// <param name="rateHz">Samples per second.</param>
    /// <param name="clock">Clock of the stream; sample 0 is its zero.</param>
    /// <param name="seed">Decides order and jitter.</param>
    /// <param name="durationSeconds">Length of the session; trials that would not end in it are left out.</param>
    public SessionTimeline(Protocol protocol, double rateHz, ClockId clock, int seed, double durationSeconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(durationSeconds);
        RateHz = rateHz;
        Clock = clock;
        SampleCount = (long)Math.Round(durationSeconds * rateHz);
        Trials = [.. protocol.Schedule(rateHz, seed).TakeWhile(t => t.EndSampleIndex <= SampleCount)];
        TaskDuration = Duration.FromSeconds(protocol.TaskSeconds);
    }

    /// <summary>The trials in order; none when the session is shorter than one.</summary>
    public ImmutableArray<ScheduledTrial> Trials { get; }

    /// <summary>Samples per second.</summary>
    public double RateHz { get; }

    /// <summary>Clock of the stream.</summary>
    public ClockId Clock { get; }

    /// <summary>Length of the session in samples.</summary>
    public long SampleCount { get; }

    /// <summary>From the cue to the end of the task.</summary>
    public Duration TaskDuration { get; }

    /// <summary>The moment of a sample.</summary>
    public Timestamp TimeOf(long sampleIndex) => new(Clock, Duration.OfSamples(sampleIndex, RateHz).Nanoseconds);

    /// <summary>What is asked of the participant at a sample, and for how long.</summary>
    public (ProtocolPhase Phase, Duration Left) PhaseAt(long sampleIndex)
    {
        var place = PlaceOf(sampleIndex);
        if (place < 0) return (ProtocolPhase.Rest, Duration.Zero);
        var trial = Trials[place];
        var phase = trial.PhaseAt(sampleIndex);
        var end = phase switch
        {
            ProtocolPhase.Rest => trial.CueSampleIndex,
            ProtocolPhase.Task => trial.FeedbackSampleIndex,
            _ => trial.EndSampleIndex,
        };
        return (phase, Duration.OfSamples(end - sampleIndex, RateHz));
    }

    private int PlaceOf(long sampleIndex)
    {
        int low = 0, high = Trials.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (sampleIndex < Trials[middle].StartSampleIndex) high = middle - 1;
            else if (sampleIndex >= Trials[middle].EndSampleIndex) low = middle + 1;
            else return middle;
        }

        return -1;
    }
}
