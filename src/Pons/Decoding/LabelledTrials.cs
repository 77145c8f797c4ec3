namespace Pons.Decoding;

/// <summary>The labelled trials of a set, checked: enough of every class, every value finite, none without any change.</summary>
internal sealed class LabelledTrials
{
    private LabelledTrials(Trial[] trials, int[] classIndices)
    {
        Trials = trials;
        ClassIndices = classIndices;
    }

    /// <summary>The trials in their order.</summary>
    public Trial[] Trials { get; }

    /// <summary>The place of each trial's class among the classes of the set.</summary>
    public int[] ClassIndices { get; }

    /// <summary>The trials of one class in their order.</summary>
    public Trial[] OfClass(int index) => [.. Trials.Where((_, i) => ClassIndices[i] == index)];

    /// <summary>Checks trials.</summary>
    /// <exception cref="DecodingException">Fewer than two classes, too few trials of one, or values that cannot be used.</exception>
    public static LabelledTrials Of(TrialSet set, int leastTrialsPerClass, string decoder)
    {
        ArgumentNullException.ThrowIfNull(set);
        var trials = set.Trials.Where(t => t.Label is not null).ToArray();
        RequireClasses(set, trials, leastTrialsPerClass, decoder);
        foreach (var trial in trials) RequireUsable(trial, decoder);
        return new(trials, [.. trials.Select(t => set.Classes.IndexOf(t.Label!.Value))]);
    }

    private static void RequireClasses(TrialSet set, Trial[] trials, int least, string decoder)
    {
        if (set.Classes.Length < 2)
            throw new DecodingException(
                $"{decoder} was given {trials.Length} trials of classes {(set.Classes.IsEmpty ? "none" : string.Join(", ", set.Classes))}.",
                "Telling classes apart needs at least two.", "Record or choose trials of every class.");
        foreach (var label in set.Classes)
        {
            var count = trials.Count(t => t.Label == label);
            if (count < least)
                throw new DecodingException(
                    $"{decoder} was given {count} trials of class '{label}'.", $"It needs at least {least} trials of each class.",
                    "Record more trials of this class.");
        }
    }

    private static void RequireUsable(Trial trial, string decoder)
    {
        var fault = trial.SampleCount < 2 ? "fewer than two samples"
            : !trial.IsFinite ? "a value that is not finite"
            : Enumerable.Range(0, trial.ChannelCount).All(c => trial[c].IndexOfAnyExcept(trial[c][0]) < 0) ? "no channel that changes"
            : null;
        if (fault is null) return;
        throw new DecodingException(
            $"{decoder}: the trial of {trial.Origin.Subject} {trial.Origin.Run} at sample {trial.Origin.FirstSampleIndex} has {fault}.",
            "Nothing can be learnt from it.", "Leave the trial out, or mend the recording: a missing sample is a gap, not a value.");
    }
}
