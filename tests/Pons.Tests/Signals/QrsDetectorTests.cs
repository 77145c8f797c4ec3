using Pons.Formats;
using Pons.Signals;
using Pons.Tests.Reference;

namespace Pons.Tests.Signals;

public sealed class QrsDetectorTests
{
    private const double RateHz = 360;

    [Fact]
    public void Every_beat_of_the_reference_record_is_found_within_ten_milliseconds()
    {
        var root = ReferenceFile.Document("ecg-mitbih-100").RootElement;
        var (ecg, truth) = Record100();
        Assert.Equal(root.GetProperty("beats").GetInt32(), truth.Length);
        Assert.Equal([.. root.GetProperty("first_5_beats").EnumerateArray().Select(b => b.GetInt32())], truth[..5]);
        var found = QrsDetector.Find(ecg, RateHz);
        Assert.Equal(root.GetProperty("detected").GetInt32(), found.Length);
        for (var i = 0; i < truth.Length; i++) Assert.InRange(Math.Abs(found[i] - truth[i]) / RateHz, 0, 0.01);
        double[] errors = [.. truth.Select((b, i) => Math.Abs(found[i] - b) / RateHz * 1000)];
        Assert.Equal(root.GetProperty("scores").GetProperty("+-10 ms").GetProperty("mean_abs_error_ms").GetDouble(), errors.Average(), 0.05);
    }

    [Fact]
    public void Statistics_of_the_intervals_meet_the_reference()
    {
        var expected = ReferenceFile.Document("ecg-mitbih-100").RootElement.GetProperty("reference_rr");
        var (ecg, truth) = Record100();
        AssertIntervals(expected, truth, 1e-8);
        AssertIntervals(expected, QrsDetector.Find(ecg, RateHz), 1e-2);
    }

    [Fact]
    public void Sign_unit_and_offset_do_not_matter()
    {
        var ecg = Record100().Ecg[..(int)(60 * RateHz)];
        var beats = QrsDetector.Find(ecg, RateHz);
        Assert.InRange(beats.Length, 60, 90);
        Assert.Equal(beats, QrsDetector.Find([.. ecg.Select(v => 7 - 1000 * v)], RateHz));
    }

    [Fact]
    public void A_flat_signal_has_no_beat_and_a_short_one_is_refused()
    {
        Assert.Empty(QrsDetector.Find(new double[2000], RateHz));
        Assert.Throws<ArgumentException>(() => QrsDetector.Find(new double[1000], RateHz));
        Assert.Throws<ArgumentOutOfRangeException>(() => QrsDetector.Find(new double[1000], 20));
        Assert.Throws<ArgumentException>(() => QrsDetector.Find([.. Enumerable.Repeat(double.NaN, 2000)], RateHz));
    }

    private static void AssertIntervals(System.Text.Json.JsonElement expected, int[] beats, double tolerance)
    {
        double[] rr = [.. beats.Skip(1).Zip(beats, (b, a) => (b - a) / RateHz)];
        double[] steps = [.. rr.Skip(1).Zip(rr, (b, a) => b - a)];
        var mean = rr.Average();
        void AssertClose(string name, double actual) =>
            Assert.InRange(Math.Abs(actual / expected.GetProperty(name).GetDouble() - 1), 0, tolerance);
        AssertClose("mean_s", mean);
        AssertClose("sdnn_s_ddof1", Math.Sqrt(rr.Sum(v => (v - mean) * (v - mean)) / (rr.Length - 1)));
        AssertClose("rmssd_s", Math.Sqrt(steps.Average(v => v * v)));
        AssertClose("pnn50", steps.Average(v => Math.Abs(v) > 0.05 ? 1.0 : 0));
    }

    /// <summary>The first channel, and the samples of annotations that are beats.</summary>
    private static (double[] Ecg, int[] Beats) Record100()
    {
        using var recording = Recording.Open(RecordedData.PathOf("biosignal/ecg_wfdb/100.hea"));
        var stream = recording.Streams[0];
        var rows = new double[stream.SampleCount * stream.Info.ChannelCount];
        stream.Read(0, rows.AsSpan());
        double[] ecg = [.. rows.Where((_, i) => i % stream.Info.ChannelCount == 0)];
        int[] beats = [.. stream.Markers.Where(m => m.Label is "N" or "A" or "V").Select(m => (int)m.SampleIndex)];
        return (ecg, beats);
    }
}
