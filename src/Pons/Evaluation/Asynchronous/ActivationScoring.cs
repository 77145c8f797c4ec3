using System.Collections.Immutable;
using Pons.Experiments.MotorImagery;
using Pons.Pipelines;
using Pons.Streams;

namespace Pons.Evaluation.Asynchronous;

/// <summary>
/// Holds activations against what was asked. A time is that of the newest sample. Idle is what lies in a stretch of rest, from when no
/// window of an activation reaches back into imagery until a person can have read the next cue; imagery is what lies between that and
/// the end of its stretch.
/// </summary>
/// <param name="spans">What was asked, in order.</param>
/// <param name="rateHz">Rate of the stream.</param>
/// <param name="stepSeconds">From one decision to the next.</param>
/// <param name="reactionSeconds">From a cue to where imagery is counted.</param>
/// <param name="reachSeconds">How far an activation reaches back.</param>
internal sealed class ActivationScoring(
    ImmutableArray<AskedSpan> spans, double rateHz, double stepSeconds, double reactionSeconds, double reachSeconds)
{
    private readonly long _reaction = (long)Math.Ceiling(reactionSeconds * rateHz);
    private readonly long _reach = (long)Math.Ceiling(reachSeconds * rateHz);

    private enum Phase
    {
        Outside,
        Idle,
        Imagery,
        Between,
    }

    /// <summary>The stretches of imagery in which no decision was made.</summary>
    public IEnumerable<AskedSpan> Undecided(IReadOnlyList<Decision> decisions)
    {
        var decided = decisions.Select(d => PhaseOf(d)).Where(p => p.Phase == Phase.Imagery).Select(p => p.Span!).ToHashSet();
        return spans.Where(s => s.Label != LeftRightImagery.Idle && !decided.Contains(s));
    }

    /// <summary>Scores a run.</summary>
    /// <param name="decisions">Every decision of the run in order.</param>
    /// <param name="rule">Makes activations of them.</param>
    /// <param name="stream">The stream that the decisions rest on.</param>
    public SlidingCounts Score(IReadOnlyList<Decision> decisions, ActivateStage rule, StreamInfo stream)
    {
        var phases = decisions.Select(d => PhaseOf(d)).ToList();
        var answered = new HashSet<AskedSpan>();
        var activations = ImmutableArray.CreateBuilder<Activation>();
        var run = rule.Start(stream, new SinkRun<Decision>(d => activations.Add(Judge(d, answered))));
        foreach (var decision in decisions) run.Process(decision);
        run.Complete();
        double MinutesOf(Phase phase) => phases.Count(p => p.Phase == phase) * stepSeconds / 60;
        var cues = phases.Where(p => p.Phase == Phase.Imagery).Select(p => p.Span).Distinct().Count();
        return new(MinutesOf(Phase.Idle), cues, MinutesOf(Phase.Imagery), activations.ToImmutable());
    }

    private Activation Judge(Decision decision, HashSet<AskedSpan> answered)
    {
        var (phase, span) = PhaseOf(decision);
        var label = decision.Prediction.Label;
        var outcome = phase switch
        {
            Phase.Idle => ActivationOutcome.False,
            Phase.Imagery => !answered.Add(span!) ? ActivationOutcome.Further : label == span!.Label ? ActivationOutcome.Hit : ActivationOutcome.Wrong,
            _ => ActivationOutcome.Between,
        };
        double? latency = outcome == ActivationOutcome.Hit ? (decision.EndSampleIndex - span!.FirstSampleIndex) / rateHz : null;
        return new(decision.EndSampleIndex, label, outcome, latency);
    }

    private (Phase Phase, AskedSpan? Span) PhaseOf(Decision decision)
    {
        var newest = decision.EndSampleIndex - 1;
        var at = spans.Length - 1;
        while (at >= 0 && spans[at].FirstSampleIndex > newest) at--;
        if (at < 0 || newest >= spans[at].EndSampleIndex) return (Phase.Outside, null);
        var span = spans[at];
        if (span.Label != LeftRightImagery.Idle && newest - span.FirstSampleIndex >= _reaction) return (Phase.Imagery, span);

        // The first moments behind a cue belong to the rest before it.
        var last = at - (span.Label == LeftRightImagery.Idle ? 0 : 1);
        while (last >= 0 && spans[last].Label == LeftRightImagery.Idle) last--;
        return (last >= 0 && newest - _reach < spans[last].EndSampleIndex ? Phase.Between : Phase.Idle, span);
    }
}
