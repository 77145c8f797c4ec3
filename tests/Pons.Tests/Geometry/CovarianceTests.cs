using FsCheck.Fluent;
using Pons.Geometry;
using static Pons.Tests.Geometry.RandomMatrices;

namespace Pons.Tests.Geometry;

public sealed class CovarianceTests
{
    private static readonly CovarianceEstimator[] Estimators =
        [new SampleCovariance(), new UnbiasedCovariance(), new LedoitWolfCovariance(), new OasCovariance(), new SchaferStrimmerCovariance()];

    [Fact]
    public void Sample_covariance_equals_its_definition_for_every_shape()
    {
        foreach (var channels in Sizes)
            foreach (var samples in new[] { 2, 3, 8, 21, 100 })
            {
                var signal = Gaussian(channels + samples, channels, samples);
                AssertClose(Definition(signal), new SampleCovariance().Estimate(signal.Values, channels).Matrix, 1e-13);
            }
    }

    [Fact]
    public void A_large_offset_does_not_cost_digits()
    {
        var signal = Gaussian(3, 8, 500);
        var expected = new SampleCovariance().Estimate(signal.Values, 8).Matrix;
        foreach (ref var value in signal.Values) value += 1e6;
        AssertClose(expected, new SampleCovariance().Estimate(signal.Values, 8).Matrix, 1e-9);
    }

    [Fact]
    public void Shrinkage_is_a_share_and_keeps_the_power() => Prop.ForAll<int, int>((seed, length) =>
    {
        var channels = SizeOf(seed);
        var signal = Gaussian(seed, channels, 2 + (int)((uint)length % 200));
        foreach (var estimator in Estimators)
        {
            var estimate = estimator.Estimate(signal.Values, channels);
            Assert.InRange(estimate.Shrinkage, 0, 1);
            var divisor = signal.Columns - (estimator is UnbiasedCovariance or SchaferStrimmerCovariance ? 1.0 : 0);
            var power = Trace(Definition(signal)) * signal.Columns / divisor;
            Assert.Equal(power, Trace(estimate.Matrix), 1e-10);
            Assert.Equal(estimate.Matrix.Values.ToArray(), estimate.Matrix.Transpose().Values.ToArray());
        }
    }).Holds();

    [Fact]
    public void Shrunk_correlations_follow_the_definition_and_keep_every_variance() => Prop.ForAll<int, int>((seed, length) =>
    {
        var channels = SizeOf(seed);
        var signal = Gaussian(seed, channels, 3 + (int)((uint)length % 100));
        var unbiased = new UnbiasedCovariance().Estimate(signal.Values, channels).Matrix;
        var estimate = new SchaferStrimmerCovariance().Estimate(signal.Values, channels);
        Assert.Equal(ShrinkageByDefinition(signal), estimate.Shrinkage, 1e-11);
        for (var r = 0; r < channels; r++)
            for (var c = 0; c < channels; c++)
                Assert.Equal(unbiased[r, c] * (r == c ? 1 : 1 - estimate.Shrinkage), estimate.Matrix[r, c], 1e-14);
    }).Holds();

    [Fact]
    public void Shrinkage_of_correlations_does_not_depend_on_units() => Prop.ForAll<int>(seed =>
    {
        var channels = SizeOf(seed);
        var signal = Gaussian(seed, channels, 60);
        var expected = new SchaferStrimmerCovariance().Estimate(signal.Values, channels).Shrinkage;
        for (var c = 0; c < channels; c++)
            foreach (ref var value in signal.Row(c)) value *= Math.Pow(10, c % 7 - 6);
        Assert.Equal(expected, new SchaferStrimmerCovariance().Estimate(signal.Values, channels).Shrinkage, 1e-10);
    }).Holds();

    [Fact]
    public void Correlation_has_a_unit_diagonal_and_no_units() => Prop.ForAll<int>(seed =>
    {
        var n = SizeOf(seed);
        var spd = Spd(seed, n);
        var correlation = Correlation.Of(spd);
        for (var i = 0; i < n; i++) Assert.Equal(1, correlation[i, i]);
        Assert.All(correlation.Values.ToArray(), value => Assert.InRange(value, -1, 1));
        var units = Matrix.Identity(n);
        for (var i = 0; i < n; i++) units[i, i] = Math.Pow(10, i % 5 - 2);
        AssertClose(correlation, Correlation.Of(MatrixProduct.Congruence(units, spd)), 1e-12);
        AssertClose(correlation, Correlation.Of(correlation), 1e-15);
    }).Holds();

    [Fact]
    public void A_flat_channel_has_no_correlation()
    {
        var error = Assert.Throws<GeometryException>(() => Correlation.Of(new Matrix(2, 2, [1, 0, 0, 0])));
        Assert.Contains("Channel 1", error.What, StringComparison.Ordinal);
        Assert.Throws<GeometryException>(() => Correlation.Of(new Matrix(2, 2, [1, double.NaN, 0, 1])));
    }

    [Fact]
    public void The_same_trial_gives_the_same_bits_whatever_came_before()
    {
        var trials = Enumerable.Range(0, 5).Select(i => Gaussian(i, 22, 1000 - 100 * i).Values.ToArray()).ToArray();
        foreach (var estimator in Estimators)
        {
            var alone = estimator.Estimate(trials[0], 22).Matrix.Values.ToArray();
            foreach (var trial in trials) estimator.Estimate(trial, 22);
            // Copies at every alignment, too.
            var moved = new double[trials[0].Length + 8];
            for (var offset = 0; offset < 8; offset++)
            {
                trials[0].CopyTo(moved, offset);
                Assert.Equal(alone, estimator.Estimate(moved.AsSpan(offset, trials[0].Length), 22).Matrix.Values.ToArray());
            }
        }
    }

    [Fact]
    public void Rank_is_that_of_the_data_however_much_is_shrunk()
    {
        var signal = AverageReferenced(Gaussian(1, 32, 400));
        foreach (var estimator in Estimators)
        {
            var estimate = estimator.Estimate(signal.Values, 32);
            Assert.Equal(31, estimate.Rank);
            Assert.Equal(31, estimate.Basis.Rank);
            Assert.False(estimate.Basis.IsFull);
            Assert.True(estimate.Rank == 31 && estimator.Estimate(Gaussian(1, 32, 400).Values, 32).Rank == 32);
        }
    }

    [Fact]
    public void Rank_survives_single_precision_and_channels_of_other_units()
    {
        var signal = AverageReferenced(Gaussian(2, 24, 600));
        foreach (ref var value in signal.Values) value = (float)value;
        Assert.Equal(23, new SampleCovariance().Estimate(signal.Values, 24).Rank);
        var volts = Gaussian(3, 24, 600);
        foreach (ref var value in volts.Row(5)) value *= 1e-7;
        Assert.Equal(24, new SampleCovariance().Estimate(volts.Values, 24).Rank);
    }

    [Fact]
    public void Few_samples_and_flat_channels_lower_the_rank()
    {
        Assert.Equal(9, new OasCovariance().Estimate(Gaussian(1, 16, 10).Values, 16).Rank);
        var signal = Gaussian(2, 6, 100);
        signal.Row(4).Fill(3.5);
        var estimate = new LedoitWolfCovariance().Estimate(signal.Values, 6);
        Assert.Equal(5, estimate.Rank);
        for (var i = 0; i < 5; i++) Assert.Equal(0, estimate.Basis.Vectors[i, 4], 1e-14);
    }

    [Fact]
    public void Everything_works_in_the_reduced_basis_of_average_referenced_data()
    {
        Matrix[] signals = [.. Enumerable.Range(0, 12).Select(i => AverageReferenced(Gaussian(i, 16, 300)))];
        var estimator = new OasCovariance();
        var pooled = EuclideanMean.Of([.. signals.Select(s => new SampleCovariance().Estimate(s.Values, 16).Matrix)]);
        var basis = SignalBasis.Of(pooled);
        Assert.Equal(15, basis.Rank);
        AssertClose(Matrix.Identity(15), MatrixProduct.MultiplyTransposed(basis.Vectors, basis.Vectors), 1e-13);
        Matrix[] reduced = [.. signals.Select(s => estimator.Estimate(basis.Project(s.Values), basis.Rank).Matrix)];
        var mean = RiemannMean.Of(reduced);
        var vector = new double[new TangentSpace(mean).Dimension];
        new TangentSpace(mean).ToTangent(reduced[3], vector);
        Assert.Equal(RiemannDistance.Between(mean, reduced[3]), Math.Sqrt(vector.Sum(v => v * v)), 1e-10);
        // Nothing is lost: the projection leads back to the signal.
        var back = MatrixProduct.Multiply(basis.Vectors.Transpose(), new Matrix(15, 300, basis.Project(signals[0].Values)));
        AssertClose(signals[0], back, 1e-12);
        AssertClose(MatrixProduct.Congruence(basis.Vectors, pooled), basis.Project(pooled), 1e-13);
    }

    [Fact]
    public void A_full_basis_changes_nothing()
    {
        var basis = SignalBasis.Of(Spd(1, 9));
        Assert.True(basis.IsFull);
        AssertClose(Matrix.Identity(9), basis.Vectors, 0);
        var signal = Gaussian(1, 9, 5);
        Assert.Equal(signal.Values.ToArray(), basis.Project(signal.Values));
        Assert.Equal(3, SignalBasis.Full(3).Rank);
        Assert.Throws<ArgumentException>(() => basis.Project(new double[10]));
        Assert.Throws<ArgumentOutOfRangeException>(() => SignalBasis.Full(0));
    }

    [Fact]
    public void Bad_signals_are_named()
    {
        var signal = Gaussian(1, 4, 50);
        signal[2, 17] = double.NaN;
        var error = Assert.Throws<GeometryException>(() => new OasCovariance().Estimate(signal.Values, 4));
        Assert.Contains("row 2, column 17", error.What, StringComparison.Ordinal);
        signal[2, 17] = double.NegativeInfinity;
        Assert.Throws<GeometryException>(() => new SampleCovariance().Estimate(signal.Values, 4));
        Assert.Throws<GeometryException>(() => new SampleCovariance().Estimate(new double[40], 4));
        Assert.Throws<ArgumentException>(() => new SampleCovariance().Estimate(new double[41], 4));
        Assert.Throws<ArgumentException>(() => new SampleCovariance().Estimate(new double[4], 4));
        Assert.Throws<ArgumentException>(() => new SampleCovariance().Estimate([], 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SampleCovariance().Estimate(new double[4], 0));
    }

    private static Matrix AverageReferenced(Matrix signal)
    {
        var referenced = signal.Clone();
        for (var n = 0; n < signal.Columns; n++)
        {
            var mean = 0.0;
            for (var c = 0; c < signal.Rows; c++) mean += signal[c, n] / signal.Rows;
            for (var c = 0; c < signal.Rows; c++) referenced[c, n] -= mean;
        }

        return referenced;
    }

    /// <summary>The variances of the correlations over their squares, pair by pair and sample by sample.</summary>
    private static double ShrinkageByDefinition(Matrix signal)
    {
        var n = signal.Columns;
        var standardised = signal.Clone();
        for (var c = 0; c < signal.Rows; c++)
        {
            var mean = signal.Row(c).ToArray().Average();
            var deviation = Math.Sqrt(signal.Row(c).ToArray().Sum(value => (value - mean) * (value - mean)) / (n - 1));
            foreach (ref var value in standardised.Row(c)) value = (value - mean) / deviation;
        }

        double variances = 0, squares = 0;
        for (var r = 0; r < signal.Rows; r++)
            for (var c = 0; c < signal.Rows; c++)
            {
                if (r == c) continue;
                double[] products = [.. standardised.Row(r).ToArray().Zip(standardised.Row(c).ToArray(), (a, b) => a * b)];
                var mean = products.Average();
                variances += n / Math.Pow(n - 1, 3) * products.Sum(w => (w - mean) * (w - mean));
                squares += Math.Pow(mean * n / (n - 1), 2);
            }

        return squares > 0 ? Math.Clamp(variances / squares, 0, 1) : 0;
    }

    private static Matrix Definition(Matrix signal)
    {
        var centred = signal.Clone();
        for (var c = 0; c < signal.Rows; c++)
        {
            var mean = signal.Row(c).ToArray().Average();
            foreach (ref var value in centred.Row(c)) value -= mean;
        }

        var product = Naive(centred, centred.Transpose());
        foreach (ref var value in product.Values) value /= signal.Columns;
        return product;
    }

    private static double Trace(Matrix matrix) => Enumerable.Range(0, matrix.Rows).Sum(i => matrix[i, i]);
}
