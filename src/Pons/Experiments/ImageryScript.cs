using System.Collections.Immutable;
using Pons.Decoding;
using Pons.Simulation;

namespace Pons.Experiments;

/// <summary>Lets a virtual subject take part in a session: at each cue it imagines what is asked, at the end of the task it rests.</summary>
/// <param name="trials">The trials of the session.</param>
/// <param name="states">What the subject does for each class; the marker of a cue carries the name of the class.</param>
public sealed class ImageryScript(IReadOnlyList<ScheduledTrial> trials, ImmutableDictionary<ClassLabel, MentalState> states) : TwinScript
{
    /// <summary>Label of the marker at the end of each task.</summary>
    public const string RestMarker = "rest";

    private int _next;

    /// <inheritdoc/>
    public override void Prepare(TwinSource twin, long endSampleIndex)
    {
        ArgumentNullException.ThrowIfNull(twin);
        for (; _next < trials.Count && trials[_next].CueSampleIndex < endSampleIndex; _next++)
        {
            var trial = trials[_next];
            twin.Instruct(trial.CueSampleIndex, states[trial.Label], trial.Label.Name);
            twin.Instruct(trial.FeedbackSampleIndex, MentalState.RestEyesOpen, RestMarker);
        }
    }
}
