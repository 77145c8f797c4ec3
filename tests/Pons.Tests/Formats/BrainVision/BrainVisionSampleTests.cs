using Pons.Contracts;
using Pons.Formats;
using Pons.Formats.BrainVision;

namespace Pons.Tests.Formats.BrainVision;

/// <summary>Recorded files against what MNE 1.3 reads (read_raw_brainvision, volts times 10^6).</summary>
public sealed class BrainVisionSampleTests
{
    private static Recording Open(string file) => Recording.Open(RecordedData.PathOf(file));

    [Theory]
    [InlineData("formats/brainvision/test.vhdr", 0, -23.5, 25.5, 0.116392405, 24.1571195)]
    [InlineData("formats/brainvision/test.vhdr", 16, -10.5, 40, 14.5303797, 24.0998312)]
    [InlineData("formats/brainvision/test.vhdr", 31, 171.5, 221.5, 195.606962, 24.3738125)]
    [InlineData("formats/brainvision/test_units.vhdr", 0, -23.5, 25.5, 0.116392405, 24.1571195)]
    [InlineData("formats/brainvision/test_units.vhdr", 31, 171.5, 221.5, 195.606962, 24.3738125)]
    [InlineData("formats/brainvision/testv2.vhdr", 16, -10.5, 40, 14.5303797, 24.0998312)]
    [InlineData("formats/brainvision/test_old_layout_latin1_software_filter.vhdr", 0, 5.22000008, -4.07000008, -1.99035857, 3.85839369)]
    [InlineData("formats/brainvision/test_old_layout_latin1_software_filter.vhdr", 14, -0.3, -2.07000008, -0.826454185, 0.815053452)]
    [InlineData("formats/brainvision/test_old_layout_latin1_software_filter.vhdr", 28, -7.35999985, 4.30999985, 1.67270916, 5.10484215)]
    [InlineData("formats/ant_eego/test-ref.vhdr", 0, -0.278600842, -2015.80603, 155.290672, 6056.91255)]
    [InlineData("formats/ant_eego/test-ref.vhdr", 63, -0.114111237, -583.43866, 57.478285, 1799.65845)]
    public void Samples_agree_with_MNE(string file, int channel, double first, double last, double mean, double deviation)
    {
        using var recording = Open(file);
        var stream = recording.Streams.Single();
        var (width, values) = (stream.Info.ChannelCount, stream.Read(0, (int)stream.SampleCount));
        var x = Enumerable.Range(0, (int)stream.SampleCount).Select(n => (double)values[n * width + channel]).ToArray();
        var average = x.Average();
        Assert.Equal(first, x[0], Math.Abs(first) * 1e-6);
        Assert.Equal(last, x[^1], Math.Abs(last) * 1e-6);
        Assert.Equal(mean, average, Math.Abs(mean) * 1e-6);
        Assert.Equal(deviation, Math.Sqrt(x.Average(v => (v - average) * (v - average))), deviation * 1e-6);
    }

    [Theory]
    [InlineData("formats/brainvision/test.vhdr", 32, 1000, 7900, 13)]
    [InlineData("formats/brainvision/test_highpass.vhdr", 32, 1000, 7900, 13)]
    [InlineData("formats/brainvision/test_mixed_lowpass.vhdr", 32, 1000, 7900, 13)]
    [InlineData("formats/brainvision/test_units.vhdr", 32, 1000, 7900, 13)]
    [InlineData("formats/brainvision/testv2.vhdr", 32, 1000, 7900, 15)]
    [InlineData("formats/brainvision/test_old_layout_latin1_software_filter.vhdr", 29, 250, 251, 1)]
    [InlineData("formats/ant_eego/test-ref.vhdr", 64, 500, 1946, 2)]
    public void Sizes_are_those_of_the_files(string file, int channels, double rate, long samples, int markers)
    {
        using var recording = Open(file);
        var stream = recording.Streams.Single();
        // MNE counts the New Segment marker that states the start as one more.
        Assert.Equal((channels, rate, samples, markers),
            (stream.Info.ChannelCount, stream.Info.RateHz!.Value, stream.SampleCount, recording.Markers.Length));
        Assert.Equal("µV", stream.Info.Channels[0].Unit);
    }

    [Fact]
    public void Markers_of_the_first_sample_agree_with_MNE()
    {
        using var recording = Open("formats/brainvision/test.vmrk");
        Assert.Equal(new DateTime(2013, 11, 13, 16, 14, 3).AddTicks(7942320), recording.Header.StartTime);
        Assert.Equal(
            [(0.486, "Stimulus", "S253"), (0.496, "Stimulus", "S255"), (1.769, "Event", "254"), (1.779, "Stimulus", "S255"),
                (3.252, "Event", "254"),
                (3.262, "Stimulus", "S255"), (4.935, "Stimulus", "S253"), (4.945, "Stimulus", "S255"), (5.999, "Response", "R255"),
                (6.619, "Event", "254"), (6.629, "Stimulus", "S255"), (7.629, "SyncStatus", "Sync On"), (7.699, "Optic", "O  1")],
            recording.Markers.Select(m => (m.Onset.Nanoseconds / 1e9, m.Kind, m.Label)));
    }

    [Fact]
    public void Brackets_and_comments_do_not_end_the_markers()
    {
        using var recording = Open("formats/brainvision/testv2.vhdr");
        Assert.Contains(recording.Markers, m => m is { Label: "comment using [square] brackets", Kind: "" });
        Assert.Contains(recording.Markers, m => m is { Label: "$ 18", Kind: "$User_Spec" });
        Assert.Contains(recording.Warnings, w => w.StartsWith("3 of 15 markers lie outside the 7900 samples", StringComparison.Ordinal));
    }

    [Fact]
    public void Filters_and_impedances_of_the_comments_are_read()
    {
        using var highPass = Open("formats/brainvision/test_highpass.vhdr");
        Assert.Equal(0.015915494309189534, highPass.Streams[0].Details[0].HighPassHz!.Value, 1e-15);
        using var mixed = Open("formats/brainvision/test_mixed_lowpass.vhdr");
        Assert.Equal((250.0, 125.0), (mixed.Streams[0].Details[27].LowPassHz, mixed.Streams[0].Details[31].LowPassHz));
        Assert.Equal((46000.0, 8000.0), (mixed.Streams[0].Details[28].ImpedanceOhms, mixed.Streams[0].Details[29].ImpedanceOhms));
        using var software = Open("formats/brainvision/test_old_layout_latin1_software_filter.vhdr");
        Assert.Equal((0.17683882565766149, 50.0, 50.0),
            (software.Streams[0].Details[0].HighPassHz!.Value, software.Streams[0].Details[0].LowPassHz,
            software.Streams[0].Details[0].NotchHz));
        Assert.Equal(2000, software.Streams[0].Details[2].ImpedanceOhms);
        using var direct = Open("formats/brainvision/test.vhdr");
        Assert.Equal((0.0, 250.0, 0.0), (direct.Streams[0].Details[0].HighPassHz, direct.Streams[0].Details[0].LowPassHz,
            direct.Streams[0].Details[0].NotchHz));
        Assert.Null(direct.Streams[0].Details[0].ImpedanceOhms);
    }

    [Fact]
    public void Second_segment_without_an_interruption_stays_a_marker()
    {
        using var recording = Open("formats/brainvision/test_old_layout_latin1_software_filter.eeg");
        Assert.Equal(("New Segment", 4_000_000L), (recording.Markers.Single().Kind, recording.Markers.Single().Onset.Nanoseconds));
        Assert.Contains(recording.Warnings, w => w.Contains("the length of the interruption is unknown", StringComparison.Ordinal));
    }

    [Fact]
    public void Export_of_two_samples_in_nanovolts_is_mended()
    {
        using var recording = Open("formats/malformed/Analyzer_nV_Export.vhdr");
        var stream = recording.Streams.Single();
        Assert.Equal([-9.59854004f, -17.0524063f], [stream.Read(0, 1)[0], stream.Read(1, 1)[0]], new Near(1e-6f));
        Assert.Equal(
            ["The header promises 64 samples of each channel; 'Analyzer_nV_Export.eeg' ends after 2, which are read."], recording.Warnings);
        Assert.Equal(("Trigger", "Trigger#2"), (recording.Markers.Single().Kind, recording.Markers.Single().Label));
    }

    [Theory]
    [InlineData("formats/brainvision", "testv2.vhdr", "testv2.vmrk", "test.eeg")]
    [InlineData("formats/brainvision", "test_old_layout_latin1_software_filter.vhdr", "test_old_layout_latin1_software_filter.vmrk",
        "test_old_layout_latin1_software_filter.eeg")]
    [InlineData("formats/malformed", "Analyzer_nV_Export.vhdr", "Analyzer_nV_Export.vmrk", "Analyzer_nV_Export.eeg")]
    public void Recorded_files_keep_the_contract(string folder, params string[] files) =>
        new FormatContract(new BrainVisionFormat(), files[0],
        files.ToDictionary(f => f, f => File.ReadAllBytes(RecordedData.PathOf($"{folder}/{f}")))).Verify();

    private sealed class Near(float relative) : IEqualityComparer<float>
    {
        public bool Equals(float x, float y) => Math.Abs(x - y) <= relative * Math.Abs(y);

        public int GetHashCode(float obj) => 0;
    }
}
