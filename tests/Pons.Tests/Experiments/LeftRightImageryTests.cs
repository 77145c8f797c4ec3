using Pons.Decoding;
using Pons.Experiments;
using Pons.Experiments.MotorImagery;
using Pons.Pipelines;
using Pons.Streams;
using Pons.Tests.Pipelines;

namespace Pons.Tests.Experiments;

public sealed class LeftRightImageryTests
{
    private static readonly LeftRightImagery Paradigm = new();

    [Theory]
    [InlineData("/data/S007R04.edf", "S007", "1", "R04")]
    [InlineData("sub-07_ses-2_task-mi_run-03_eeg.edf", "07", "2", "03")]
    [InlineData("sub-07_task-mi_eeg.edf", "07", "1", "1")]
    [InlineData("AAS010R01.mat", "AA", "010", "R01")]
    [InlineData("subject08_record-2013.04.06-16.29.18_raw.fif", "subject08", "1", "record-2013.04.06-16.29.18")]
    [InlineData("my recording.edf", "my recording", "1", "1")]
    [InlineData("S007R04b.edf", "S007R04b", "1", "1")]
    public void A_file_name_says_which_recording_it_is(string path, string subject, string session, string run) =>
        Assert.Equal(new RunKey(new(subject), new(session), new(run)), RunNames.KeyOf(path));

    [Theory]
    [InlineData("S001R04", "T1", true)]
    [InlineData("S001R08", "T2", true)]
    [InlineData("S001R12", "T1", true)]
    [InlineData("S001R03", "T1", false)]
    [InlineData("S001R06", "T1", false)]
    [InlineData("S001R11", "T2", false)]
    [InlineData("other", "T1", false)]
    [InlineData("other", "left", true)]
    [InlineData("S001R03", "right", true)]
    [InlineData("S001R04", "T0", false)]
    public void T1_and_T2_count_in_runs_4_8_and_12_only(string name, string marker, bool fits)
    {
        var key = RunNames.KeyOf(name);
        void Check() => Paradigm.RequireFit(key, [new(0, MadeUp.Time(0), marker)]);
        if (fits) Check();
        else Assert.Throws<ParadigmException>(Check);
    }

    [Fact]
    public void Markers_of_other_runs_are_not_cut_live_either()
    {
        Assert.Empty(Cut("S001R03", "T1"));
        Assert.Equal("left", Assert.Single(Cut("S001R04", "T1")).Label!.Value.Name);
        Assert.Equal("right", Assert.Single(Cut("live", "right")).Label!.Value.Name);
    }

    [Fact]
    public void A_trial_is_the_filtered_signal_from_half_a_second_on()
    {
        var info = MadeUp.Stream(2, 160);
        var random = new Random(5);
        var samples = Enumerable.Range(0, 2000).Select(_ => (float)random.NextDouble()).ToArray();
        var block = new SignalBlock(0, MadeUp.Time(0), samples, 2, [new(100, MadeUp.Time(100, 160), "left")]);
        var trial = Assert.Single(Paradigm.Preparation(MadeUp.Run).Through(info, block));
        var filtered = FilterStage.BandPass(8, 30, 4).Through(info, block)[0];
        Assert.Equal((180, 480), (trial.Origin.FirstSampleIndex, trial.SampleCount));
        Assert.Equal(Enumerable.Range(180, 480).Select(n => (double)filtered[n][1]), trial[1].ToArray());
    }

    [Fact]
    public void Parameters_make_the_same_paradigm_again()
    {
        var other = new LeftRightImagery { LowHz = 6, HighHz = 28, Order = 3, Window = new TrialWindow(1, 2).Repeated(3, 0.5) };
        Assert.Equal(other, Paradigm.WithParameters(other.Parameters));
        Assert.Equal(Paradigm, other.WithParameters(Paradigm.Parameters));
        Assert.Throws<ParadigmException>(() => Paradigm.WithParameters(Paradigm.Parameters.Remove("order")));
        Assert.Throws<ParadigmException>(() => Paradigm.WithParameters(Paradigm.Parameters.SetItem("lengthSeconds", -1)));
    }

    [Fact]
    public void A_recording_gives_the_trials_of_the_reference()
    {
        var cut = Eegmmidb.Cut("S001", "R04");
        Assert.Empty(cut.Losses);
        Assert.Equal("RLLRRLRLRLLRLRL", string.Concat(cut.Trials.Trials.Select(t => t.Label!.Value.Name == "left" ? 'L' : 'R')));
        Assert.Equal((15, 480, 64), (cut.Trials.Count, cut.Trials.SampleCount, cut.Trials.Stream.ChannelCount));
        // The first cue stands at 4.2 s.
        Assert.Equal(752, cut.Trials.Trials[0].Origin.FirstSampleIndex);
    }

    [Fact]
    public void A_recording_of_another_task_is_refused_with_the_reason()
    {
        var error = Assert.Throws<ParadigmException>(() => Eegmmidb.Cut("S001", "R06"));
        Assert.Contains("R04, R08 or R12", error.Message, StringComparison.Ordinal);
        Assert.Throws<ParadigmException>(() => Eegmmidb.Cut("S001", "R01"));
    }

    private static List<Trial> Cut(string name, string marker) =>
        Paradigm.Preparation(RunNames.KeyOf(name)).Through(
            MadeUp.Stream(1, 160), new SignalBlock(0, MadeUp.Time(0), new float[2000], 1, [new(100, MadeUp.Time(100, 160), marker)]));
}
