using Pons.Decoding;

namespace Pons.Evaluation;

/// <summary>How long somebody had to sit for the trials that a decoder learnt from.</summary>
internal static class CalibrationTime
{
    /// <summary>In each run the time from the first cue to the end of the last trial, pauses included; all runs together, in minutes.</summary>
    public static double MinutesOf(TrialSet trials) => trials.Stream.RateHz is not { } rate ? 0 : trials.Trials
        .GroupBy(t => (t.Origin.Subject, t.Origin.Session, t.Origin.Run))
        .Sum(run => run.Max(t => t.Origin.EndSampleIndex) - run.Min(StartOf)) / rate / 60;

    private static long StartOf(Trial trial) =>
        trial.Origin.CueSampleIndex < 0 ? trial.Origin.FirstSampleIndex : Math.Min(trial.Origin.CueSampleIndex, trial.Origin.FirstSampleIndex);
}
