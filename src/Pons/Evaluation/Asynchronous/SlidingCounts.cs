using System.Collections.Immutable;

namespace Pons.Evaluation.Asynchronous;

/// <summary>What a slid decoder did over some time.</summary>
/// <param name="IdleMinutes">Time during which nothing was asked and a decision was made every step.</param>
/// <param name="CueCount">Stretches of imagery that were decided on.</param>
/// <param name="ImageryMinutes">Time within them.</param>
/// <param name="Activations">Every activation.</param>
public sealed record SlidingCounts(double IdleMinutes, int CueCount, double ImageryMinutes, ImmutableArray<Activation> Activations)
{
    /// <summary>False activations per minute of idle, with the exact interval of <see cref="PoissonRate"/>.</summary>
    public Estimate FalsePerMinute => PoissonRate.Of(Count(ActivationOutcome.False), IdleMinutes);

    /// <summary>Share of cues that were answered with their class, with the interval of <see cref="Proportion"/>.</summary>
    public Estimate HitRate => Proportion.Of(Count(ActivationOutcome.Hit), CueCount);

    /// <summary>
    /// The share of cues that would be hit if imagery changed nothing: activations at the rate of idle, of a class at random.
    /// </summary>
    /// <param name="classes">Classes that can be activated.</param>
    public double HitRateOfIdle(int classes) => (1 - Math.Exp(-FalsePerMinute.Value * ImageryMinutes / CueCount)) / classes;

    /// <summary>Median and quartiles of the time from cue to hit in seconds; <see langword="null"/> without a hit.</summary>
    public Estimate? Latency
    {
        get
        {
            var all = Activations.Where(a => a.Latency is not null).Select(a => a.Latency!.Value).Order().ToArray();
            return all.Length == 0 ? null : new(Quantile(all, 0.5), Quantile(all, 0.25), Quantile(all, 0.75));
        }
    }

    /// <summary>How many activations count as this.</summary>
    public int Count(ActivationOutcome outcome) => Activations.Count(a => a.Outcome == outcome);

    /// <summary>The counts of several stretches of time together.</summary>
    public static SlidingCounts Sum(IReadOnlyCollection<SlidingCounts> parts) => new(
        parts.Sum(p => p.IdleMinutes), parts.Sum(p => p.CueCount), parts.Sum(p => p.ImageryMinutes), [.. parts.SelectMany(p => p.Activations)]);

    private static double Quantile(double[] sorted, double share)
    {
        var place = share * (sorted.Length - 1);
        var below = (int)place;
        return below + 1 == sorted.Length ? sorted[below] : sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]);
    }
}
