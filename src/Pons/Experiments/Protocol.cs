using System.Collections.Immutable;
using Pons.Decoding;

namespace Pons.Experiments;

/// <summary>How the trials of a live session follow each other: rest, then the cue with the task, then feedback.</summary>
/// <param name="Classes">What can be asked for.</param>
/// <param name="RestSeconds">Rest before the cue, in seconds.</param>
/// <param name="TaskSeconds">From the cue to the end of the task, in seconds.</param>
/// <param name="FeedbackSeconds">How long the result shows, in seconds.</param>
/// <param name="JitterSeconds">Rest is longer by a random time between 0 and this, so that the cue cannot be foreseen; in seconds.</param>
public sealed record Protocol(
    ImmutableArray<ClassLabel> Classes, double RestSeconds, double TaskSeconds, double FeedbackSeconds, double JitterSeconds)
{
    // Each class comes this often before any class comes once more.
    private const int RepeatsPerBlock = 2;

    /// <summary>Mean length of a trial in seconds.</summary>
    public double MeanTrialSeconds => RestSeconds + JitterSeconds / 2 + TaskSeconds + FeedbackSeconds;

    /// <summary>
    /// The trials of a session without end; take as many as the session has. Classes come in random order and balanced: within
    /// every 2 × classes trials each comes twice. The same seed gives the same trials on every computer.
    /// </summary>
    /// <param name="rateHz">Samples per second, above 0.</param>
    /// <param name="seed">Decides order and jitter.</param>
    /// <param name="firstSampleIndex">Sample at which the first trial starts.</param>
    public IEnumerable<ScheduledTrial> Schedule(double rateHz, int seed, long firstSampleIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rateHz);
        return Trials(rateHz, new(seed), firstSampleIndex);
    }

    private IEnumerable<ScheduledTrial> Trials(double rateHz, Random random, long start)
    {
        var block = Enumerable.Repeat(Classes, RepeatsPerBlock).SelectMany(c => c).ToArray();
        for (var index = 0; ; index++)
        {
            var place = index % block.Length;
            if (place == 0) random.Shuffle(block);
            var cue = start + Samples(RestSeconds + JitterSeconds * random.NextDouble());
            var feedback = cue + Samples(TaskSeconds);
            var end = feedback + Samples(FeedbackSeconds);
            yield return new(index, block[place], start, cue, feedback, end);
            start = end;
        }

        long Samples(double seconds) => (long)Math.Round(seconds * rateHz);
    }
}
