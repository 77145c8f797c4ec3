using System.Text.Json;
using Pons.Decoding;
using Pons.Decoding.Continuous;
using Pons.Evaluation.Continuous;
using Pons.Evaluation.Datasets;
using Pons.Geometry;
using Pons.Tests.Reference;

namespace Pons.Tests.Decoding.Continuous;

public sealed class ContinuousDecodingTests
{
    public static TheoryData<string, string, string> References => new()
    {
        { "m1-movement", "wiener", "wiener bins t-9..t+0 ridge 0" },
        { "m1-movement", "wiener-ridge", "wiener bins t-9..t+0 ridge 1000" },
        { "m1-movement", "kalman-no-lead", "kalman position+velocity lead 0" },
        { "m1-movement", "kalman", "kalman position+velocity lead 1" },
        { "m1-movement", "kalman-velocity", "kalman velocity lead 1" },
        { "m1-movement", "kalman-acceleration", "kalman position+velocity+acceleration lead 1" },
        { "s1-movement", "wiener", "wiener bins t-12..t+0 ridge 0" },
        { "s1-movement", "wiener-ridge", "wiener bins t-12..t+0 ridge 1000" },
        { "s1-movement", "wiener-centred", "wiener bins t-6..t+6 ridge 0" },
        { "s1-movement", "wiener-centred-ridge", "wiener bins t-6..t+6 ridge 1000" },
        { "s1-movement", "kalman", "kalman position+velocity lead 0" },
        { "s1-movement", "kalman-velocity", "kalman velocity lead 0" },
        { "s1-movement", "kalman-acceleration", "kalman position+velocity+acceleration lead 0" },
    };

    [Theory]
    [MemberData(nameof(References))]
    public void Recorded_movement_is_decoded_as_by_the_reference(string dataset, string label, string key)
    {
        var evaluation = new ContinuousEvaluation(DatasetCatalog.Find(dataset));
        AssertReference(dataset, evaluation.Candidates.Single(c => c.Label == label), key);
    }

    [Theory]
    [InlineData(MovementState.Velocity, "kalman velocity lead 0")]
    [InlineData(MovementState.PositionVelocityAcceleration, "kalman position+velocity+acceleration lead 0")]
    public void Motor_cortex_without_lead_is_decoded_as_by_the_reference(MovementState state, string key) =>
        AssertReference("m1-movement", new(key, new Kalman { State = state }), key);

    private static void AssertReference(string dataset, ContinuousCandidate candidate, string key)
    {
        var description = DatasetCatalog.Find(dataset);
        var folder = DatasetFolder.Find(description, RecordedData.PathOf("spikes"));
        var movement = MovementRecording.Read(folder.PathOf(description.Files[0]), description.Movement!);
        var cut = (int)(0.8 * movement.BinCount);
        var fitted = candidate.Decoder.Fit(movement.Range(0, cut));
        var result = ContinuousEvaluation.Test(candidate, fitted, movement, cut);
        using var document = ReferenceFile.Document("spikes-movement");
        var reference = document.RootElement.GetProperty("sets").GetProperty(dataset[..2]).GetProperty(key);
        Assert.Equal(reference.GetProperty("test_bins").GetInt32(), result.TestedBins);
        AssertNear(reference.GetProperty("correlation"), result.Outputs.Select(o => o.Correlation.Value), 2e-6);
        AssertNear(reference.GetProperty("r2"), result.Outputs.Select(o => o.R2.Value), 2e-6);
        AssertFirst(reference, fitted, movement.Range(cut - Math.Max(0, fitted.Shift), movement.BinCount).Counts);
        Assert.All(result.Outputs, o => Assert.InRange(o.Correlation.Value, o.Correlation.Low, o.Correlation.High));
    }

    [Fact]
    public void Evaluation_writes_the_means_of_each_decoder()
    {
        var description = DatasetCatalog.Find("s1-movement");
        var scores = new ContinuousEvaluation(description).Run(DatasetFolder.Find(description, RecordedData.PathOf("spikes/s1_decoding")));
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream)) scores.WriteTo(json);
        using var document = JsonDocument.Parse(stream.ToArray());
        var kalman = document.RootElement.GetProperty("means").GetProperty("kalman");
        Assert.InRange(kalman.GetProperty("correlation").GetDouble(), 0.81, 0.83);
        Assert.InRange(kalman.GetProperty("normalisedError").GetDouble(), 0.5, 0.65);
        Assert.Contains("wiener-centred is not causal: 6 bins late", scores.ToText(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Decoders))]
    public void Stream_equals_batch_bit_for_bit(ContinuousDecoder decoder)
    {
        var movement = Simulated(400, 12, 5);
        var fitted = decoder.Fit(movement);
        var batch = fitted.Decode(movement.Counts);
        var run = fitted.Start();
        var row = 0;
        var state = new double[fitted.OutputNames.Length];
        for (var t = 0; t < movement.BinCount; t++)
        {
            if (!run.Step(movement.Counts.Row(t), state)) continue;
            Assert.True(batch.Row(row++).SequenceEqual(state));
        }

        Assert.Equal(batch.Rows, row);
    }

    [Theory]
    [MemberData(nameof(Decoders))]
    public void Steps_allocate_nothing(ContinuousDecoder decoder)
    {
        var movement = Simulated(300, 12, 6);
        var fitted = decoder.Fit(movement);
        var run = fitted.Start();
        var state = new double[fitted.OutputNames.Length];
        for (var t = 0; t < 100; t++) run.Step(movement.Counts.Row(t), state);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var t = 100; t < 300; t++) run.Step(movement.Counts.Row(t), state);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Kalman_filter_is_the_textbook_one()
    {
        var movement = Simulated(500, 8, 7);
        var fitted = (FittedKalman)new Kalman().Fit(movement);
        var model = fitted.Gains.Model;
        var last = fitted.Gains.Covariances[^1];
        var predicted = MatrixProduct.Congruence(model.Transition, last);
        for (var i = 0; i < 16; i++) predicted.Values[i] += model.Noise.Values[i];
        // P⁺ = (P⁻¹ + C)⁻¹ in the steady state.
        var inverse = Cholesky.Factor(predicted).Inverse();
        for (var i = 0; i < 16; i++) inverse.Values[i] += model.Information.Values[i];
        var expected = Cholesky.Factor(inverse).Inverse();
        for (var i = 0; i < 16; i++) Assert.Equal(expected.Values[i], last.Values[i], 1e-10);
    }

    [Fact]
    public void Steady_gain_ends_where_the_full_filter_ends()
    {
        var movement = Simulated(600, 12, 8);
        var full = new Kalman().Fit(movement).Decode(movement.Counts);
        var steady = new Kalman { SteadyState = true }.Fit(movement).Decode(movement.Counts);
        for (var k = 0; k < 4; k++) Assert.Equal(full[599, k], steady[599, k], 1e-4);
    }

    [Fact]
    public void Misuse_is_refused_with_what_to_do()
    {
        var movement = Simulated(200, 12, 9);
        var silent = movement.Counts.Clone();
        for (var t = 0; t < 200; t++) silent[t, 3] = 0;
        var dead = new BinnedMovement(silent, movement.Positions, movement.Velocities, 0.05);
        Assert.Contains("Leave out units", Assert.Throws<DecodingException>(() => new Wiener { Before = 2 }.Fit(dead)).Message, StringComparison.Ordinal);
        Assert.NotNull(new Kalman().Fit(dead));
        Assert.Throws<DecodingException>(() => new Kalman().Fit(movement.Range(0, 10)));
        Assert.Throws<DecodingException>(() => new Wiener { Before = 20 }.Fit(movement.Range(0, 20)));
        var run = new Kalman().Fit(movement).Start();
        Assert.Throws<DecodingException>(() => run.Step(new double[11], new double[4]));
        Assert.Throws<DecodingException>(() => run.Step([.. Enumerable.Repeat(double.NaN, 12)], new double[4]));
        silent[0, 0] = double.NaN;
        Assert.Throws<DecodingException>(() => new BinnedMovement(silent, movement.Positions, movement.Velocities, 0.05));
    }

    [Fact]
    public void Intention_points_at_the_target_with_the_speed_there_was()
    {
        var movement = Simulated(50, 4, 10);
        var targets = new Matrix(50, 2, [.. Enumerable.Repeat(3.0, 100)]);
        targets[7, 0] = movement.Positions[7, 0] + 0.1;
        targets[7, 1] = movement.Positions[7, 1];
        var meant = IntentionCorrection.Apply(movement, targets, 0.2);
        Assert.Equal(0, meant.Velocities[7, 0]);
        for (var t = 8; t < 50; t++)
        {
            double dx = 3 - movement.Positions[t, 0], dy = 3 - movement.Positions[t, 1];
            Assert.Equal(0, dx * meant.Velocities[t, 1] - dy * meant.Velocities[t, 0], 1e-12);
            Assert.Equal(Speed(movement, t), Speed(meant, t), 1e-12);
        }
    }

    [Fact]
    public void Seen_position_is_the_sum_of_the_velocities()
    {
        var movement = Simulated(500, 12, 11);
        var states = new ReFitKalman().Fit(movement).Decode(movement.Counts);
        for (var t = 1; t < 500; t++)
            for (var a = 0; a < 2; a++)
                Assert.Equal(states[t - 1, a] + 0.05 * states[t - 1, 2 + a], states[t, a], 1e-12);
        double[] truth = [.. Enumerable.Range(0, 500).Select(t => movement.Velocities[t, 0])];
        Assert.True(Correlation(truth, [.. Enumerable.Range(0, 500).Select(t => states[t, 2])]) > 0.9);
    }

    [Fact]
    public void Gain_depends_on_speed_and_leaves_the_filter_alone()
    {
        var schedule = new GainSchedule((1, 0.5), (2, 1), (4, 2));
        double[] gains = [schedule.At(0), schedule.At(1.5), schedule.At(3), schedule.At(9)];
        Assert.Equal([0.5, 0.75, 1.5, 2], gains);
        Assert.Throws<ArgumentException>(() => new GainSchedule((1, 1), (1, 2)));
        var movement = Simulated(300, 12, 12);
        var plain = new VelocityKalman().Fit(movement).Decode(movement.Counts);
        var scaled = new VelocityKalman { Gain = new((0, 3)) }.Fit(movement).Decode(movement.Counts);
        for (var i = 0; i < plain.Values.Length; i++) Assert.Equal(3 * plain.Values[i], scaled.Values[i], 1e-12);
    }

    [Fact]
    [Trait("Kind", "Speed")]
    public void Ninety_six_units_are_learnt_and_decoded_in_no_time()
    {
        var movement = Simulated(20_000, 96, 13);
        new Kalman().Fit(movement).Decode(movement.Counts);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var fitted = new Kalman().Fit(movement);
        var learnt = watch.Elapsed;
        fitted.Decode(movement.Counts);
        TestContext.Current.TestOutputHelper?.WriteLine($"learnt {learnt.TotalMilliseconds:f1} ms, both {watch.Elapsed.TotalMilliseconds:f1} ms");
        Assert.True(watch.Elapsed.TotalSeconds < 20);
    }

    private static double Speed(BinnedMovement m, int t) => Math.Sqrt(m.Velocities[t, 0] * m.Velocities[t, 0] + m.Velocities[t, 1] * m.Velocities[t, 1]);

    private static double Correlation(double[] a, double[] b)
    {
        double ma = a.Average(), mb = b.Average();
        var ab = a.Zip(b, (x, y) => (x - ma) * (y - mb)).Sum();
        return ab / Math.Sqrt(a.Sum(x => (x - ma) * (x - ma)) * b.Sum(y => (y - mb) * (y - mb)));
    }

    public static TheoryData<ContinuousDecoder> Decoders =>
    [
        new Wiener { Before = 3, After = 2 }, new Wiener { Before = 4, Ridge = 10 }, new Kalman(), new Kalman { Lead = 2 },
        new Kalman { State = MovementState.PositionVelocityAcceleration }, new Kalman { SteadyState = true, State = MovementState.Velocity }, new ReFitKalman(),
        new VelocityKalman { Gain = new((0, 0.2), (1, 1)) },
    ];

    /// <summary>A hand that is pulled to the middle and pushed at random, and units tuned to its velocity.</summary>
    internal static BinnedMovement Simulated(int bins, int units, ulong seed)
    {
        var random = new SplitMix(seed);
        Matrix positions = new(bins, 2), velocities = new(bins, 2), counts = new(bins, units);
        var tuning = random.Gaussians(2 * units);
        for (var t = 0; t < bins; t++)
        {
            for (var a = 0; a < 2; a++)
            {
                var (p, v) = t == 0 ? (0, 0) : (positions[t - 1, a], velocities[t - 1, a]);
                velocities[t, a] = 0.8 * v - 0.2 * p + 0.5 * random.Gaussian();
                positions[t, a] = p + 0.1 * velocities[t, a];
            }

            for (var u = 0; u < units; u++)
                counts[t, u] = Math.Max(0, Math.Round(5 + tuning[2 * u] * velocities[t, 0] + tuning[2 * u + 1] * velocities[t, 1] + random.Gaussian()));
        }

        return new(counts, positions, velocities, 0.05);
    }

    private static void AssertNear(JsonElement expected, IEnumerable<double> actual, double tolerance)
    {
        var values = expected.EnumerateArray().Select(v => v.GetDouble()).ToArray();
        Assert.Equal(values.Length, actual.Count());
        foreach (var (e, a) in values.Zip(actual)) Assert.True(Math.Abs(e - a) <= tolerance, $"{a} instead of {e}");
    }

    private static void AssertFirst(JsonElement reference, FittedContinuousDecoder fitted, Matrix counts)
    {
        var name = reference.TryGetProperty("first_3_states", out var states) ? states : reference.GetProperty("first_3_predictions");
        var decoded = fitted.Decode(counts);
        var row = 0;
        foreach (var expected in name.EnumerateArray())
        {
            AssertNear(expected, decoded.Row(row).ToArray(), 2e-4);
            row++;
        }
    }
}
