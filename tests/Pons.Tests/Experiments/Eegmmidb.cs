using Pons.Decoding;
using Pons.Experiments;
using Pons.Experiments.MotorImagery;
using Pons.Formats;

namespace Pons.Tests.Experiments;

/// <summary>Trials of the recordings of EEGMMIDB; skips the test that asks when they are absent.</summary>
internal static class Eegmmidb
{
    public static string[] Runs { get; } = ["R04", "R08", "R12"];

    public static string PathOf(string subject, string run) => RecordedData.PathOf($"mi/eegmmidb/{subject}{run}.edf");

    public static CutRecording Cut(string subject, string run)
    {
        var path = PathOf(subject, run);
        using var recording = Recording.Open(path);
        return new LeftRightImagery().Cut(recording, RunNames.KeyOf(path));
    }

    public static TrialSet Trials(string subject, string run) => Cut(subject, run).Trials;
}
