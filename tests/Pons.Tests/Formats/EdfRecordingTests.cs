using Pons.Formats;
using Pons.Formats.Edf;
using Pons.Streams;

namespace Pons.Tests.Formats;

/// <summary>
/// Recordings of many origins. Counts are those of the data sets' descriptions. Where all signals of a file have one rate, sums and
/// first values agree with MNE-Python 1.3.0; for files of several rates, which MNE resamples, they hold what this reader gave.
/// </summary>
public sealed class EdfRecordingTests
{
    [Fact]
    public void Motor_imagery_recording_gives_its_known_counts()
    {
        using var recording = Recording.Open(RecordedData.PathOf("mi/eegmmidb/S001R04.edf"));
        var stream = Assert.Single(recording.Streams);
        Assert.Equal(64, stream.Info.ChannelCount);
        Assert.Equal(160, stream.Info.RateHz);
        Assert.Equal(125 * 160, stream.SampleCount);
        Assert.Equal(125, recording.Header.DurationSeconds);
        Assert.Equal(30, recording.Markers.Length);
        Assert.Equal(new[] { ("T0", 15), ("T1", 8), ("T2", 7) },
            recording.Markers.CountBy(m => m.Label).OrderBy(p => p.Key).Select(p => (p.Key, p.Value)));
        Assert.Equal("FC5", stream.Info.Channels[0].Label);
        Assert.Equal("Fc5.", Assert.IsType<EdfHeader>(recording.Header).Signals[0].Label);
        Assert.All(stream.Info.Channels, c => Assert.Equal((ChannelKind.Eeg, "µV"), (c.Kind, c.Unit)));
        Assert.All(stream.Info.Channels, c => Assert.NotNull(c.Position));
        Assert.Empty(recording.Warnings);
        Assert.Empty(recording.Gaps);
    }

    [Theory]
    [InlineData("mi/eegmmidb/S001R04.edf", "160 Hz", 64, 20000, -1831400, -5, 2, 37)]
    [InlineData("formats/edf_bdf/test.edf", "512 Hz", 139, 3072, -6143260, -15, -9, -21)]
    [InlineData("formats/edf_bdf/test_reduced.edf", "512 Hz", 126, 3072, 628696, -12, -14, -16)]
    [InlineData("formats/edf_bdf/test_reduced.edf", "16 Hz", 2, 96, 3113, -9, 78, -5)]
    [InlineData("formats/edf_bdf/test_uneven_samp.edf", "100 Hz", 1, 11000, 26318503.75, 0, 937500, 1840820.25)]
    [InlineData("formats/edf_bdf/test_uneven_samp.edf", "12.8 Hz", 1, 1408, 704, 1, 1, 1)]
    [InlineData("formats/edf_bdf/chtypes_edf.edf", "200 Hz", 42, 1000, -11052781684.7, 97.26565, 35.742634, 9.668302)]
    [InlineData("formats/edf_bdf/duplicate_channel_labels.edf", "250 Hz", 3, 2500, 102099.2, 44.6, 25.6, 17.2)]
    [InlineData("formats/edf_bdf/subsecond_starttime.edf", "512 Hz", 3, 2560, -15473.1073574, 6.247303, 10.766628, -0.93044937)]
    [InlineData("formats/edf_bdf/test_subsecond.edf", "128 Hz", 1, 89344, -26791.0934764, 6.247303, 7.576516, 10.234943)]
    [InlineData("formats/edf_bdf/test_edf_stim_channel.edf", "128 Hz", 25, 1228, 746355372.547, 175940.66, -217680.27, 176086.39)]
    [InlineData("formats/edf_bdf/test_utf8_annotations.edf", "200 Hz", 11, 2000, 102703.927858, 99.99237, -99.96185, 99.99237)]
    [InlineData("formats/nihon_kohden/MB0400FU.EDF", "200 Hz", 25, 5800, -138369363615, -193.16083, 241.69919, 75.00265)]
    [InlineData("sleep/dreams_spindles/excerpt3.edf", "50 Hz", 15, 90000, 12807840.0638, 10.894346, 1.4423847, 145.74612)]
    [InlineData("sleep/edfio/short_psg.edf", "100 Hz", 3, 30000, 17892.8913574, 5.01685, -2.4673994, 16.508669)]
    [InlineData("cognitive/eegmat/Subject00_1.edf", "500 Hz", 21, 91000, 162544.837108, -3.6479375, -3.5818663, -4.081247)]
    public void Samples_equal_those_of_the_reference_reader(
        string file, string name, int channels, int samples, double sum, double first, double second, double third)
    {
        using var recording = Recording.Open(RecordedData.PathOf(file));
        var stream = Assert.Single(recording.Streams, s => s.Info.Name == name);
        Assert.Equal((channels, samples), (stream.Info.ChannelCount, (int)stream.SampleCount));
        var values = stream.Read(0, samples);
        Assert.Equal(1, values.Sum(v => (double)v) / sum, 1e-9);
        double[] expected = [first, second, third];
        for (var i = 0; i < Math.Min(3, channels); i++) Assert.Equal(expected[i], values[i], Math.Abs(expected[i]) * 1e-6);
    }

    [Theory]
    [InlineData("formats/edf_bdf/test_edfann.edf", 856)]
    [InlineData("sleep/sleep_edf/SC4001EC-Hypnogram.edf", 154)]
    public void Files_of_annotations_alone_have_no_stream(string file, int markers)
    {
        using var recording = Recording.Open(RecordedData.PathOf(file));
        Assert.Empty(recording.Streams);
        Assert.Equal(markers, recording.Markers.Length);
    }

    [Fact]
    public void Ten_rates_are_ten_streams()
    {
        using var recording = Recording.Open(RecordedData.PathOf("formats/edf_bdf/test_reduced.edf"));
        Assert.Equal([1, 2, 4, 8, 16, 32, 64, 128, 256, 512], recording.Streams.Select(s => s.Info.RateHz).Order().Select(r => (int)r!));
        Assert.Equal(["start", "type A", "type A", "type A", "type B"], recording.Markers.Select(m => m.Label)
            .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Start_time_has_the_fraction_that_the_first_record_states()
    {
        using var recording = Recording.Open(RecordedData.PathOf("formats/edf_bdf/subsecond_starttime.edf"));
        Assert.Equal(new DateTime(2020, 1, 24, 4, 5, 56).AddTicks(3945312), recording.Header.StartTime);
        Assert.Equal([1_951_172_000, 3_492_188_000], recording.Markers.Select(m => (long)Math.Round(m.Onset.Nanoseconds / 1e3) * 1000));
    }

    [Theory]
    [InlineData("formats/edf_bdf/test_utf8.edf", "中文测试八个字")]
    [InlineData("formats/edf_bdf/test_utf8_annotations.edf", "仰卧")]
    public void Annotations_are_unicode(string file, string text)
    {
        using var recording = Recording.Open(RecordedData.PathOf(file));
        Assert.Contains(recording.Markers, m => m.Label == text);
    }

    [Fact]
    public void Equal_labels_are_kept_and_told_apart()
    {
        using var recording = Recording.Open(RecordedData.PathOf("formats/edf_bdf/duplicate_channel_labels.edf"));
        Assert.Equal(["F1", "F2", "F1 (2)"], recording.Streams[0].Info.Channels.Select(c => c.Label));
        Assert.Contains(recording.Warnings, w => w.Contains("occurs again", StringComparison.Ordinal));
    }

    [Fact]
    public void Letters_of_a_cap_are_not_taken_for_places_of_the_ten_ten_system()
    {
        using var recording = Recording.Open(RecordedData.PathOf("formats/edf_bdf/test.edf"));
        var lettered = recording.Streams[0].Info.Channels.Where(c => c.Label is "A1" or "A2" or "C1" or "C3");
        Assert.All(lettered, c => Assert.Equal(ChannelKind.Unknown, c.Kind));
        Assert.Contains(recording.Warnings, w => w.Contains("counts by letters", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("formats/malformed/S001R04_crlf.edf", "does not fit 125 data records", "text-mode transfer")]
    [InlineData("formats/malformed/S001R01_crlf_cut_to_size.edf", "do not start with '+' or '-'",
        "sample alignment is lost from byte 16998 on")]
    [InlineData("formats/malformed/S001R01_text_reencoded.edf", "629436 times", "cannot be restored")]
    [InlineData("formats/bids/eeg_cbm/sub-cbm001/eeg/sub-cbm001_task-protmap_eeg.edf", "file is empty", "0 bytes")]
    public void Damaged_recordings_are_refused_with_their_true_fault(string file, string found, string named)
    {
        var fault = Assert.Throws<RecordingFormatException>(() => Recording.Open(RecordedData.PathOf(file)));
        Assert.Contains(found, fault.Message, StringComparison.Ordinal);
        Assert.Contains(named, fault.Message, StringComparison.Ordinal);
        Assert.Equal(Path.GetFileName(file), fault.File);
    }

    [Theory]
    [InlineData("formats/malformed/uneven_samp_trailing_byte.edf", "1 trailing byte after the last data record is ignored.")]
    [InlineData("formats/edf_bdf/test_edf_stim_channel.edf", "'reserved'")]
    [InlineData("sleep/dreams_spindles/excerpt3.edf", "outside 16 bits")]
    [InlineData("sleep/dreams_spindles/excerpt3.edf", "'UV': it is read as µV")]
    [InlineData("sleep/dreams_spindles/excerpt3.edf", "'MV': it is read as mV")]
    public void Mended_recordings_say_what_was_assumed(string file, string warning)
    {
        using var recording = Recording.Open(RecordedData.PathOf(file));
        Assert.Contains(recording.Warnings, w => w.Contains(warning, StringComparison.Ordinal));
    }

    [Fact]
    public void Trailing_byte_changes_no_sample()
    {
        using var clean = Recording.Open(RecordedData.PathOf("formats/edf_bdf/test_uneven_samp.edf"));
        using var trailing = Recording.Open(RecordedData.PathOf("formats/malformed/uneven_samp_trailing_byte.edf"));
        Assert.Equal(clean.Streams[0].Read(0, 11000), trailing.Streams[0].Read(0, 11000));
    }
}
