using Pons.Formats;
using Pons.Formats.Xdf;
using Pons.Tests.Reference;

namespace Pons.Tests.Formats.Xdf;

public sealed class XdfTimeTests
{
    private static Recording Open(XdfBytes bytes) => new XdfFormat().Open(RecordingFiles.InMemory("made.xdf", bytes.ToArray()));

    private static double Uniform(SplitMix random) => random.Next() * (1.0 / ulong.MaxValue);

    /// <summary>Chunks of fifty samples at 100 Hz; every stamp of a chunk is late by what <paramref name="lateness"/> says of the
    /// chunk.</summary>
    private static XdfBytes Jittered(int chunks, Func<int, double> lateness, Func<int, double>? shift = null, double rate = 100)
    {
        var file = new XdfBytes().Stream(1, "float32", 1, 100);
        for (var c = 0; c < chunks; c++)
            file.Counted(1, c * 50, Enumerable.Range(c * 50, 50).Select(i => 500 + i / rate + (shift?.Invoke(c) ?? 0) + lateness(c)));
        return file.Footer(1, chunks * 50);
    }

    [Fact]
    public void Jitter_is_taken_out_of_the_times()
    {
        var random = new SplitMix(1);
        using var recording = Open(Jittered(200, _ => Uniform(random) * 0.02));
        var stream = Assert.Single(recording.Streams);
        Assert.Single(stream.Segments);
        for (var i = 0; i < 10_000; i += 777) Assert.Equal(i * 0.01, stream.TimeOf(i).Seconds, 0.0015);
        Assert.Empty(recording.Warnings);
    }

    [Fact]
    public void A_burst_of_late_stamps_is_no_gap_and_bends_nothing()
    {
        using var recording = Open(Jittered(200, c => c is >= 80 and < 83 ? 0.4 : 0));
        var stream = Assert.Single(recording.Streams);
        Assert.Single(stream.Segments);
        Assert.Equal(0, stream.TimeOf(0).Nanoseconds);
        Assert.Equal(99.99, stream.TimeOf(9_999).Seconds, 1e-4);
    }

    [Theory]
    [InlineData(0.3, 30)]
    [InlineData(0.15, 15)]
    [InlineData(7, 700)]
    public void A_dropout_is_a_gap_of_the_right_length_in_spite_of_jitter(double seconds, int samples)
    {
        var random = new SplitMix(2);
        using var recording = Open(Jittered(200, _ => Uniform(random) * 0.01, c => c < 100 ? 0 : seconds));
        var stream = Assert.Single(recording.Streams);
        Assert.Equal([(0, 5_000), (5_000 + samples, 5_000)], stream.Segments.Select(s => (s.FirstSampleIndex, s.SampleCount)));
        var gap = Assert.Single(recording.Gaps);
        Assert.Equal(50, gap.Start.Seconds, 0.003);
        Assert.Equal(seconds, gap.Length.Seconds, 0.003);
        Assert.Equal([$"By its time stamps, {samples} samples of stream 'EEG' are missing in one gap."], recording.Warnings);
        Assert.True(float.IsNaN(stream.Read(5_000, 1)[0]));
        Assert.Equal(5_000, stream.Read(5_000 + samples, 1)[0]);
    }

    [Fact]
    public void A_rate_that_is_not_the_stated_one_is_measured_and_said()
    {
        using var recording = Open(Jittered(100, _ => 0, rate: 98));
        Assert.Contains("Stream 'EEG' states 100 Hz, and its time stamps say 98 Hz: times are right, and frequencies are off by 2.04 %.",
            recording.Warnings);
        Assert.Equal(100, recording.Streams[0].Info.RateHz);
        Assert.Equal(4_999 / 98.0, recording.Streams[0].TimeOf(4_999).Seconds, 1e-6);
    }

    [Fact]
    public void Offsets_map_the_clock_of_each_stream_with_its_drift()
    {
        var random = new SplitMix(3);
        var file = new XdfBytes().Stream(1, "float32", 1, 10).Stream(2, "string", 1, 0, "Cues", "Markers");
        const double Drift = 80e-6;
        for (var second = 0; second < 600; second++)
        {
            // The stream's clock runs slow and stands 200 s behind.
            file.Counted(1, second * 10, Enumerable.Range(0, 10).Select(i => (second + i * 0.1) * (1 - Drift) + 800));
            if (second % 10 == 5) file.Samples(2, XdfBytes.Row(1000 + second, XdfBytes.Text("cue")));
            if (second % 5 == 0) file.Offset(1, second * (1 - Drift) + 800,
                200 + second * Drift + (second == 300 ? 0.03 : Uniform(random) * 1e-4)).Offset(2, 1000 + second, 0);
        }

        using var recording = Open(file.Footer(1, 6_000).Footer(2, 60));
        Assert.Empty(recording.Warnings);
        for (var i = 0; i < 6_000; i += 500) Assert.Equal(i * 0.1, recording.Streams[0].TimeOf(i).Seconds, 2e-4);
        Assert.All(recording.Streams[0].Markers, m => Assert.Equal(50, m.SampleIndex % 100));
        Assert.Equal(5, recording.Markers[0].Onset.Seconds, 2e-4);
    }

    [Fact]
    public void A_clock_that_is_reset_has_a_map_for_each_stretch()
    {
        var file = new XdfBytes().Stream(1, "float32", 1, 10);
        for (var second = 0; second < 200; second++)
        {
            var zero = second < 100 ? 0 : -5_000;
            file.Counted(1, second * 10, Enumerable.Range(0, 10).Select(i => 6_000 + zero + second + i * 0.1));
            if (second % 5 == 2) file.Offset(1, 6_000 + zero + second, -6_000 - zero);
        }

        using var recording = Open(file.Footer(1, 2_000));
        Assert.Equal("The clock of stream 'EEG' or that of the recording was reset once: "
            + "each stretch has its own map to the time of the recording.", Assert.Single(recording.Warnings));
        var stream = recording.Streams[0];
        Assert.Equal(2_000, stream.SampleCount);
        Assert.Equal([0, 1_000], stream.Segments.Select(s => s.FirstSampleIndex));
        for (var i = 0; i < 2_000; i += 99) Assert.Equal(i * 0.1, stream.TimeOf(i).Seconds, 1e-6);
    }

    [Fact]
    public void A_clock_set_forward_by_seconds_is_found_by_its_offsets()
    {
        var file = new XdfBytes().Stream(1, "float32", 1, 10);
        for (var second = 0; second < 200; second++)
        {
            var ahead = second < 100 ? 0 : 3;
            file.Counted(1, second * 10, Enumerable.Range(0, 10).Select(i => 6_000 + ahead + second + i * 0.1));
            if (second % 5 == 2) file.Offset(1, 6_000 + ahead + second, -6_000 - ahead);
        }

        using var recording = Open(file.Footer(1, 2_000));
        for (var i = 0; i < 2_000; i += 99) Assert.Equal(i * 0.1, recording.Streams[0].TimeOf(i).Seconds, 1e-6);
        Assert.Equal(0, recording.Streams[0].MissingCount);
    }

    [Fact]
    public void A_single_wrong_offset_is_left_out()
    {
        var file = new XdfBytes().Stream(1, "float32", 1, 10);
        for (var second = 0; second < 100; second++)
        {
            file.Counted(1, second * 10, Enumerable.Range(0, 10).Select(i => 50 + second + i * 0.1));
            if (second % 5 == 0) file.Offset(1, 50 + second, second is 50 or 95 ? 1e6 : 2);
        }

        using var recording = Open(file.Footer(1, 1_000));
        Assert.Equal(["2 of 20 clock offsets of stream 'EEG' contradict those around them and are left out."], recording.Warnings);
        Assert.Equal(99.9, recording.Streams[0].TimeOf(999).Seconds, 1e-6);
    }

    [Fact]
    public void Offsets_that_scatter_make_the_times_uncertain_and_this_is_said()
    {
        var random = new SplitMix(4);
        var file = new XdfBytes().Stream(1, "float32", 1, 10).Counted(1, 0, Enumerable.Range(0, 1_000).Select(i => i * 0.1));
        for (var i = 0; i < 20; i++) file.Offset(1, i * 5, Uniform(random) * 0.1);
        using var recording = Open(file.Footer(1, 1_000));
        Assert.Contains(recording.Warnings, w =>
            w.StartsWith("The clock offsets of stream 'EEG' disagree by up to ", StringComparison.Ordinal));
    }

    [Fact]
    public void Time_that_goes_back_without_an_offset_is_said()
    {
        using var recording = Open(Jittered(20, _ => 0, c => c < 10 ? 0 : -400));
        Assert.Contains("The time stamps of stream 'EEG' go back to 0 s at sample 500, and no clock offset says why.", recording.Warnings);
        Assert.Equal(1_000, recording.Streams[0].SampleCount);
    }

    [Fact]
    public void A_stream_without_stamps_is_put_at_the_start()
    {
        var file = new XdfBytes().Stream(1, "float32", 1, 10).Stream(2, "float32", 1, 10, "Other", "Misc")
            .Counted(1, 0, [700, 700.1, 700.2])
                .Samples(2, [.. Enumerable.Range(0, 3).Select(i => XdfBytes.Row(null, BitConverter.GetBytes((float)i)))]);
        using var recording = Open(file.Footer(1, 3).Footer(2, 3));
        Assert.Equal(["Stream 'Other' has no time stamps: its first sample is put at the start of the recording."], recording.Warnings);
        Assert.Equal(0.2, recording.Streams[1].TimeOf(2).Seconds, 1e-9);
        Assert.Equal(0, recording.Streams[0].TimeOf(0).Seconds, 1e-9);
    }

    [Fact]
    public void Samples_before_the_first_stamp_are_dated_back()
    {
        var file = new XdfBytes().Stream(1, "float32", 1, 10)
            .Samples(1, XdfBytes.Row(null, [0, 0, 0, 0]), XdfBytes.Row(null, [0, 0, 0, 0]))
                .Samples(1, XdfBytes.Row(700, [0, 0, 0, 0]), XdfBytes.Row(null, [0, 0, 0, 0]));
        using var recording = Open(file.Footer(1, 4));
        Assert.Empty(recording.Warnings);
        Assert.Equal([(0L, 4L)], recording.Streams[0].Segments.Select(s => (s.FirstSampleIndex, s.SampleCount)));
        Assert.Equal(0.3, recording.Streams[0].TimeOf(3).Seconds, 1e-9);
    }

    [Fact]
    public void Stamps_that_are_no_times_follow_from_their_neighbours()
    {
        var file = new XdfBytes().Stream(1, "float32", 1, 10).Counted(1, 0, [1, double.NaN, 1.2, double.PositiveInfinity, 1e300, 1.5]);
        using var recording = Open(file.Footer(1, 6));
        Assert.Equal(["3 time stamps of stream 'EEG' are no times: each sample follows the one before."], recording.Warnings);
        Assert.Equal(0.5, recording.Streams[0].TimeOf(5).Seconds, 1e-9);
        Assert.Single(recording.Streams[0].Segments);
    }

    [Fact]
    public void An_irregular_stream_keeps_the_time_of_each_sample()
    {
        double[] times = [10, 10.5, 10.5, 17.25, 30, 31];
        var file = new XdfBytes().Stream(1, "float32", 1, 0).Stream(2, "string", 1, 0, "Cues", "Markers")
            .Counted(1, 0, times).Samples(2, XdfBytes.Row(9, XdfBytes.Text("early")), XdfBytes.Row(23, XdfBytes.Text("between")),
                XdfBytes.Row(24, XdfBytes.Text("later")))
            .Offset(1, 10, 5).Offset(2, 10, 5);
        using var recording = Open(file.Footer(1, 6).Footer(2, 3));
        var stream = recording.Streams[0];
        Assert.Null(stream.Info.RateHz);
        Assert.Equal(times.Select(t => (long)((t - 10) * 1e9)), Enumerable.Range(0, 6).Select(i => stream.TimeOf(i).Nanoseconds));
        Assert.Equal([0L, 3, 4], stream.Markers.Select(m => m.SampleIndex));
        Assert.Equal(-1, recording.Markers[0].Onset.Seconds);
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.TimeOf(6));
    }

    [Fact]
    public void A_stream_that_can_drop_samples_keeps_the_time_of_each()
    {
        const string Desc = "<synchronization><can_drop_samples>true</can_drop_samples><offset_mean>0.05</offset_mean></synchronization>";
        using var recording = Open(new XdfBytes().Stream(1, "float32", 1, 30, desc: Desc).Counted(1, 0, [1, 1.03, 1.16, 1.2]).Footer(1, 4));
        Assert.Null(recording.Streams[0].Info.RateHz);
        Assert.Equal(0.05, recording.Streams[0].Info.DelaySeconds);
        Assert.Equal(0.16, recording.Streams[0].TimeOf(2).Seconds, 1e-9);
    }

    [Fact]
    public void A_marker_in_a_gap_stays_in_front_of_what_follows()
    {
        var file = Jittered(20, _ => 0, c => c < 10 ? 0 : 3).Stream(2, "string", 1, 0, "Cues", "Markers")
            .Samples(2, XdfBytes.Row(500 + 6, XdfBytes.Text("in the gap")), XdfBytes.Row(500 + 8.01, XdfBytes.Text("behind"))).Footer(2, 2);
        using var recording = Open(file);
        Assert.Equal([600L, 801], recording.Streams[0].Markers.Select(m => m.SampleIndex));
        Assert.Equal(801, recording.Streams[0].ReadBlocks(10_000).Single(b => b.Markers.Length > 0).Markers[0].SampleIndex);
    }
}
