using Pons.Contracts;
using Pons.Formats;
using Pons.Formats.Delimited;

namespace Pons.Tests.Formats.Delimited;

/// <summary>Recorded tables against what numpy.loadtxt reads.</summary>
public sealed class DelimitedSampleTests
{
    [Theory]
    [InlineData("ssvep/muse/subject1_session1_data_2017-09-14-21.20.04.csv", 256, 30_732, 6)]
    [InlineData("p300/muse_n170/subject1_session1_data_2017-09-13-15.30.01.csv", 256, 30_732, 6)]
    [InlineData("p300/muse_p300/subject1_session1_data_2017-02-04-15_45_13.csv", 256, 30_732, 6)]
    [InlineData("p300/muse_p300/subject2_session1_data_2017-02-09-18.12.53.csv", 256, 30_732, 6)]
    [InlineData("ssvep/ganglion_belgrade/S03_a_data.csv", 200, 21_002, 5)]
    [InlineData("biosignal/neurokit/bio_eventrelated_100hz.csv", 100, 15_000, 4)]
    [InlineData("biosignal/neurokit/bio_resting_5min_100hz.csv", 100, 30_000, 3)]
    [InlineData("biosignal/neurokit/eog_100hz.csv", 100, 12_000, 1)]
    [InlineData("biosignal/ppg_ecg_heartpy/data2.csv", 116.98775446596312, 15_000, 1)]
    [InlineData("biosignal/ppg_ecg_heartpy/e0103.csv", 0, 30_000, 1)]
    [InlineData("biosignal/unicorn/UnicornRecorder_alpha.csv", 250, 4_368, 17)]
    [InlineData("biosignal/openbci_raw/OpenBCI_GUI-v6-blinks-jawClench-alpha.txt", 250, 22_490, 23)]
    [InlineData("biosignal/biosppy/ecg.txt", 1000, 15_000, 1)]
    [InlineData("biosignal/biosppy/eeg_ec.txt", 125, 38_219, 1)]
    [InlineData("biosignal/biosppy/eeg_eo.txt", 125, 30_203, 1)]
    [InlineData("sleep/yasa/data_N2_spindles_15sec_200Hz.txt", 200, 3_000, 1)]
    [InlineData("sleep/dreams_spindles/excerpt1.txt", 0, 180_000, 1)]
    public void Recorded_table_opens(string file, double rate, long rows, int channels)
    {
        using var recording = Recording.Open(RecordedData.PathOf(file));
        var stream = recording.Streams.Single();
        Assert.Equal(rate == 0 ? null : rate, stream.Info.RateHz);
        Assert.Equal((rows, channels), (stream.StoredCount, stream.Info.ChannelCount));
        Assert.Equal(stream.StoredCount, stream.ReadBlocks(1000).Sum(b => (long)b.SampleCount));
    }

    [Theory]
    [InlineData("ssvep/muse/subject1_session1_data_2017-09-14-21.20.04.csv", 0, 20.192033027463232, 176.27)]
    [InlineData("ssvep/muse/subject1_session1_data_2017-09-14-21.20.04.csv", 4, 32.89933993882598, 175.781)]
    [InlineData("p300/muse_p300/subject2_session1_data_2017-02-09-18.12.53.csv", 3, 56.0994800208252, 413.086)]
    [InlineData("ssvep/ganglion_belgrade/S03_a_data.csv", 2, -446.98114639042853, -461.3073097844608)]
    [InlineData("biosignal/neurokit/bio_eventrelated_100hz.csv", 1, 14.385486880172547, 14.87411380277997)]
    [InlineData("biosignal/unicorn/UnicornRecorder_alpha.csv", 7, 0.010609203296703272, 4.502)]
    [InlineData("biosignal/openbci_raw/OpenBCI_GUI-v6-blinks-jawClench-alpha.txt", 1, 62052.05301422854, 58705.56)]
    [InlineData("biosignal/biosppy/eda.txt", 0, 2490.73644, 2491.0)]
    [InlineData("biosignal/ppg_ecg_heartpy/data2.csv", 0, 482.95593333333335, 496.0)]
    [InlineData("sleep/yasa/data_N2_spindles_15sec_200Hz.txt", 0, 1.5699898767471314, -15.509382247924805)]
    [InlineData("sleep/dreams_spindles/excerpt1.txt", 0, 0.09450238444444443, -12.8338)]
    public void Means_agree_with_numpy(string file, int channel, double mean, double last)
    {
        using var recording = Recording.Open(RecordedData.PathOf(file));
        var stream = recording.Streams.Single();
        var width = stream.Info.ChannelCount;
        var (sum, end) = (0.0, 0.0);
        var rows = new double[1000 * width];
        foreach (var segment in stream.Segments)
            for (var n = segment.FirstSampleIndex; n < segment.EndSampleIndex; n += 1000)
            {
                var block = rows.AsSpan(0, (int)Math.Min(1000, segment.EndSampleIndex - n) * width);
                stream.Read(n, block);
                for (var i = channel; i < block.Length; i += width) sum += end = block[i];
            }

        Assert.Equal(mean, sum / stream.StoredCount, Math.Abs(mean) * 1e-9);
        Assert.Equal(last, end);
    }

    [Fact]
    public void Blocks_of_the_belgrade_table_keep_their_order_and_their_pauses()
    {
        using var recording = Recording.Open(RecordedData.PathOf("ssvep/ganglion_belgrade/S03_a_data.csv"));
        var stream = recording.Streams[0];
        Assert.Equal([4_200L, 4_200, 8_400, 4_202], stream.Segments.Select(s => s.SampleCount));
        Assert.Equal([35.1, 246.8, 38.3], recording.Gaps.Select(g => Math.Round(g.Length.Seconds, 1)));
        Assert.Equal(("Discontinuity", "time jumps back"), (recording.Markers.Single().Kind, recording.Markers.Single().Label));
        Assert.Equal(7.5f, stream.Read(stream.Markers.Single().SampleIndex, 1)[0]);
    }

    [Theory]
    [InlineData("cognitive/eegmat/subject-info.csv", "a list of named things, such as 'Subject00'")]
    [InlineData("sleep/dreams_spindles/Hypnogram_excerpt1.txt", "a list of sleep stages")]
    [InlineData("sleep/dreams_spindles/Visual_scoring1_excerpt3.txt", "a list of onsets and durations")]
    [InlineData("formats/bids/eeg_cbm/participants.tsv", "a list of participants")]
    [InlineData("formats/bids/eeg_cbm/sub-cbm001/eeg/sub-cbm001_task-protmap_events.tsv", "a list of events")]
    [InlineData("formats/bids/eeg_cbm/sub-cbm001/eeg/sub-cbm001_task-protmap_channels.tsv", "a list of channels")]
    [InlineData("formats/bids/emg_TwoWristbands/sub-01/emg/sub-01_electrodes.tsv", "a list of electrode places")]
    [InlineData("anatomy/montages/biosemi64.txt", "a list of electrode places")]
    [InlineData("anatomy/montages/fsaverage_1005.tsv", "a list of electrode places")]
    [InlineData("anatomy/tvb/eeg_brainstorm_65.txt", "a list of named things, such as 'Fp1'")]
    [InlineData("anatomy/enigma/funcMatrix_ctx.csv", "a square matrix of 68 by 68 numbers")]
    public void Recorded_tables_that_are_no_recordings_are_refused(string file, string says) => Assert.Contains(says,
        Assert.Throws<RecordingFormatException>(() => Recording.Open(RecordedData.PathOf(file))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("ssvep/ganglion_belgrade/S03_a_info.txt")]
    [InlineData("sleep/dreams_spindles/DREAMS_databases_License.txt")]
    [InlineData("anatomy/tvb/regionMapping_16k_76.txt")]
    [InlineData("spikes/phy_template/params.py")]
    [InlineData("README.md")]
    [InlineData("formats/brainvision/test.vhdr")]
    [InlineData("formats/brainvision/test.vmrk")]
    public void Other_texts_are_not_recognised(string file) =>
        Assert.False(new DelimitedFormat().Recognise(RecordingFiles.At(RecordedData.PathOf(file))));

    [Theory]
    [InlineData("biosignal/unicorn/UnicornRecorder_alpha.csv")]
    [InlineData("biosignal/biosppy/ecg.txt")]
    public void Recorded_tables_keep_the_contract(string file)
    {
        var path = RecordedData.PathOf(file);
        var name = Path.GetFileName(path);
        new FormatContract(new DelimitedFormat(), name,
            new Dictionary<string, byte[]> { [name] = File.ReadAllBytes(path).AsSpan(0, 60_000).ToArray() }).Verify();
    }
}
