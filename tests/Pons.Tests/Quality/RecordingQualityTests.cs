using System.Collections.Immutable;
using Pons.Formats;
using Pons.Quality;
using Pons.Simulation;
using Pons.Streams;

namespace Pons.Tests.Quality;

public sealed class RecordingQualityTests
{
    private const int RateHz = 250, Seconds = 60;
    private static readonly ClockId Clock = new("made");

    /// <summary>White noise of 10 µV in every channel, changed by <paramref name="change"/> (sample, channel, value).</summary>
    private static Recording Made(Func<int, int, double, double> change, string[]? labels = null, ulong seed = 1, int seconds = Seconds, ImmutableArray<RecordedSegment> segments = default)
    {
        labels ??= ["C3", "C4", "O1", "O2"];
        var random = new RandomStream(seed);
        var samples = new float[RateHz * seconds * labels.Length];
        for (var i = 0; i < samples.Length; i++)
            samples[i] = (float)change(i / labels.Length, i % labels.Length, 10 * Burst(seed, i / labels.Length / RateHz) * random.Normal(i));
        var info = new StreamInfo("made", [.. labels.Select(l => new Channel(l))], RateHz, Clock);
        return new(new RecordingHeader { Format = "made", File = "made", DurationSeconds = seconds }, [new HeldStream(info, samples, segments)], []);
    }

    /// <summary>The power goes up and down from second to second, as that of people does.</summary>
    private static double Burst(ulong seed, int second) => 0.5 + new RandomStream(seed + 77).Uniform(second);

    private static StreamQuality Measure(Func<int, int, double, double> change, string[]? labels = null)
    {
        using var recording = Made(change, labels);
        return RecordingQuality.Of(recording, TestContext.Current.CancellationToken).Streams[0];
    }

    private static QualityFault[] FaultsOf(int channel, Func<int, int, double, double> change) =>
        [.. Measure((n, c, v) => c == channel ? change(n, c, v) : v).Channels[channel].Faults];

    [Fact]
    public void Sound_signal_has_no_fault()
    {
        var quality = Measure((_, _, v) => v);
        Assert.All(quality.Channels, c => Assert.Empty(c.Faults));
        Assert.Empty(quality.BridgedPairs);
        Assert.Equal(10, quality.Channels[0].StandardDeviation, 2.0);
    }

    [Fact]
    public void Flat_seconds_are_counted()
    {
        var quality = Measure((n, c, v) => c == 1 && n < RateHz * Seconds / 4 ? 3 : v);
        Assert.Equal(0.25, quality.Channels[1].FlatShare, 0.02);
        Assert.Equal([QualityFault.Flat], quality.Channels[1].Faults);
    }

    [Fact]
    public void A_voltage_that_hardly_moves_is_flat() => Assert.Contains(QualityFault.Flat, FaultsOf(0, (n, _, _) => 0.1 * Math.Sin(n)));

    [Fact]
    public void Cut_off_peaks_are_clipped()
    {
        var faults = FaultsOf(0, (n, _, _) => Math.Clamp(100 * Math.Sin(n * 0.05), -60, 60));
        Assert.Contains(QualityFault.Clipped, faults);
        Assert.DoesNotContain(QualityFault.Clipped, FaultsOf(0, (n, _, _) => 100 * Math.Sin(n * 0.05)));
    }

    [Fact]
    public void Values_that_are_no_numbers_are_counted()
    {
        var quality = Measure((n, c, v) => c == 2 && n % 100 == 0 ? double.NaN : v);
        Assert.Equal(0.01, quality.Channels[2].NonFiniteShare, 1e-6);
        Assert.Equal([QualityFault.NonFinite], quality.Channels[2].Faults);
    }

    [Theory]
    [InlineData(50)]
    [InlineData(60)]
    public void Mains_are_found_at_their_frequency(double hz)
    {
        var quality = Measure((n, c, v) => c == 3 ? v + 40 * Math.Sin(2 * Math.PI * hz * n / RateHz) : v);
        Assert.Equal([QualityFault.Mains], quality.Channels[3].Faults);
        Assert.Equal(hz, quality.Channels[3].MainsHz);
        Assert.InRange(quality.Channels[0].MainsDecibels!.Value, -6, 6);
    }

    [Fact]
    public void Drift_is_measured_per_minute()
    {
        var quality = Measure((n, c, v) => c == 0 ? v + 500.0 * n / RateHz / 60 : v);
        Assert.Equal(500, quality.Channels[0].DriftPerMinute, 15.0);
        Assert.Equal([QualityFault.Drift], quality.Channels[0].Faults);
    }

    [Fact]
    public void Bridged_electrodes_are_found_as_a_pair()
    {
        var bridge = new RandomStream(9);
        var quality = Measure((n, c, v) => c < 2 ? 10 * bridge.Normal(n) + 0.05 * v : v);
        var pair = Assert.Single(quality.BridgedPairs);
        Assert.Equal(("C3", "C4"), (pair.First, pair.Second));
        Assert.Contains(QualityFault.Bridged, quality.Channels[0].Faults);
        Assert.Empty(quality.Channels[2].Faults);
    }

    [Fact]
    public void Absent_places_are_named()
    {
        Assert.DoesNotContain("C3", Measure((_, _, v) => v).AbsentPlaces);
        Assert.Contains("Cz", Measure((_, _, v) => v).AbsentPlaces);
        Assert.Equal(15, Measure((_, _, v) => v).AbsentPlaces.Length);
        Assert.Empty(Measure((_, _, v) => v, ["ECG1", "ECG2"]).AbsentPlaces);
    }

    [Fact]
    public void Missing_samples_are_a_share()
    {
        using var recording = Made((_, _, v) => v, segments: [new(0, 30 * RateHz, new(Clock, 0)), new(60 * RateHz, 30 * RateHz, new(Clock, 60_000_000_000))]);
        Assert.Equal(1.0 / 3, RecordingQuality.Of(recording, TestContext.Current.CancellationToken).Streams[0].MissingShare, 1e-9);
    }

    [Fact]
    public void Time_stamps_that_contradict_the_rate_are_said()
    {
        var info = new StreamInfo("made", [new Channel("C3")], 100, Clock);
        using var recording = new Recording(new RecordingHeader { Format = "made", File = "made" }, [new Stamped(info)], []);
        var stream = RecordingQuality.Of(recording, TestContext.Current.CancellationToken).Streams[0];
        Assert.Equal(98, stream.MeasuredRateHz!.Value, 0.01);
        Assert.True(stream.IsRateWrong);
    }

    [Fact]
    public void A_copy_is_known_however_it_was_changed()
    {
        var original = Fingerprint((_, _, v) => v, 1);
        Assert.Equal(1, original.SimilarityTo(Fingerprint((_, _, v) => v, 1)));
        Assert.True(original.SimilarityTo(Fingerprint((_, _, v) => v * 3.7 + 12, 1)) > QualityLimits.Duplicate, "scaled and shifted");
        Assert.True(original.SimilarityTo(Fingerprint((_, _, v) => v, 1, seconds: 45)) > QualityLimits.Duplicate, "cut");
        Assert.True(original.SimilarityTo(Fingerprint((_, _, v) => v, 2)) < 0.7, "another person");
        Assert.Null(original.SimilarityTo(Fingerprint((_, _, v) => v, 1, seconds: 20)));
    }

    [Fact]
    public void Recordings_of_ten_people_are_no_copies_of_each_other()
    {
        var prints = Enumerable.Range(1, 10).Select(s =>
        {
            using var recording = Recording.Open(RecordedData.PathOf($"mi/eegmmidb/S{s:000}R04.edf"));
            return RecordingQuality.Of(recording, TestContext.Current.CancellationToken).Fingerprint;
        }).ToList();
        for (var i = 0; i < prints.Count; i++)
            for (var j = i + 1; j < prints.Count; j++)
                Assert.True(prints[i].SimilarityTo(prints[j]) < QualityLimits.Duplicate, $"{i + 1} and {j + 1}");
    }

    private static RecordingFingerprint Fingerprint(Func<int, int, double, double> change, ulong seed, int seconds = Seconds)
    {
        using var recording = Made(change, seed: seed, seconds: seconds);
        return RecordingQuality.Of(recording, TestContext.Current.CancellationToken).Fingerprint;
    }

    /// <summary>States 100 Hz, but its stamps are those of 98 Hz.</summary>
    private sealed class Stamped(StreamInfo info) : RecordedStream(info, [new(0, 1000, new(Clock, 0))], [])
    {
        public override Timestamp TimeOf(long sampleIndex) => new(Clock, (long)(sampleIndex / 98.0 * 1e9));

        protected override void ReadStored(long firstStored, Span<float> destination) => destination.Fill(firstStored);
    }
}
