using System.Collections.Immutable;
using System.Numerics;
using System.Numerics.Tensors;
using Pons.Geometry;

namespace Pons.Decoding.Vep;

/// <summary>
/// Whether flicker keeps its phase from trial to trial, as every decoder needs that averages trials of a class. The index is
/// the mean, over all pairs of trials of a class, of the cosine between their responses at the stimulus frequency: complex amplitudes
/// of all channels, whitened and of unit length. 1 is a perfect lock, 0 none; pairs take out the bias of few trials (Vinck and
/// others 2010, doi 10.1016/j.neuroimage.2010.01.073). The limit is what random phases exceed with the stated probability, found by
/// turning every trial by a random phase, 2000 times from a fixed seed. Decoders that only ask whether there is a lock do without where the
/// variance of the index alone bounds that probability (Cantelli).
/// </summary>
/// <param name="Index">The index over all classes, −1 to 1.</param>
/// <param name="Limit">What random phases exceed with probability <paramref name="Significance"/>.</param>
/// <param name="Significance">Probability of a false alarm.</param>
/// <param name="IndexByClass">The index of each class, in the order of the classes.</param>
public sealed record PhaseLock(double Index, double Limit, double Significance, ImmutableArray<double> IndexByClass)
{
    private const int Surrogates = 2000, Block = 250;

    /// <summary>Whether the index is beyond what random phases give.</summary>
    public bool IsLocked => Index > Limit;

    /// <summary>Measures the lock of labelled trials.</summary>
    /// <param name="trials">At least two of every class.</param>
    /// <param name="frequenciesHz">Stimulus frequency by the name of the class; classes not listed are named by it (<c>13Hz</c>).</param>
    /// <param name="significance">Probability of a false alarm, 0.01 by default.</param>
    /// <exception cref="DecodingException">Too few trials, values that cannot be used, or a class without a frequency.</exception>
    public static PhaseLock Of(
        TrialSet trials, ImmutableSortedDictionary<string, double>? frequenciesHz = null, double significance = 0.01)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(significance);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(significance, 1);
        return Of(ProductsByClass(trials, frequenciesHz), significance);
    }

    // Products of the responses of all pairs of trials, class by class.
    private static Complex[][,] ProductsByClass(TrialSet trials, ImmutableSortedDictionary<string, double>? frequenciesHz)
    {
        var data = LabelledTrials.Of(trials, leastTrialsPerClass: 2, "phase lock");
        var stated = frequenciesHz ?? ImmutableSortedDictionary<string, double>.Empty;
        var frequencies = trials.Classes.Select(c => StimulusFrequency.Of(c, stated, "phase lock")).ToArray();
        var rateHz = ReferenceRows.RequireHeld(frequencies, 1, trials.Stream.RateHz, "phase lock");
        var whitening = Whitening(data.Trials);
        var waves = frequencies.Select(f => Wave(f / rateHz, trials.SampleCount)).ToArray();
        var responses = data.Trials.Select((t, i) => Response(t, waves[data.ClassIndices[i]], whitening)).ToArray();
        return [.. trials.Classes.Select((_, k) => Products([.. responses.Where((_, i) => data.ClassIndices[i] == k)]))];
    }

    /// <summary>Refuses trials without a lock.</summary>
    /// <exception cref="DecodingException">The phase is not locked, or cannot be measured.</exception>
    internal static void Require(TrialSet trials, ImmutableSortedDictionary<string, double> frequenciesHz, double significance, string decoder)
    {
        var products = ProductsByClass(trials, frequenciesHz);
        if (IsBeyondDoubt(products, significance)) return;
        var found = Of(products, significance);
        if (found.IsLocked) return;
        throw new DecodingException(
            FormattableString.Invariant(
                $"{decoder}: the flicker is not locked to the start of the trials: index {found.Index:f3}, limit {found.Limit:f3}."),
            "Averaging trials of changing phase leaves nothing of the response; scores would be those of guessing.",
            "Use cca, fbcca or decoders by covariance; or start the stimulus with the cue and time both by one clock.");
    }

    // Whether the inequality of Cantelli shows the lock without any surrogate. Of random phases the sum over pairs has mean 0, pairs are not
    // correlated, and each has the variance 2 |product|²; any such sum exceeds x with a probability of at most variance / (variance + x²).
    private static bool IsBeyondDoubt(Complex[][,] products, double significance)
    {
        double sum = 0, variance = 0;
        foreach (var ofClass in products)
        {
            sum += PairSum(ofClass);
            foreach (var product in ofClass) variance += 2 * (product.Real * product.Real + product.Imaginary * product.Imaginary);
        }

        return sum > 0 && variance <= significance * (variance + sum * sum);
    }

    private static PhaseLock Of(Complex[][,] products, double significance)
    {
        var pairs = products.Sum(p => (double)p.GetLength(0) * (p.GetLength(0) - 1));
        var sums = products.Select(PairSum).ToArray();
        var surrogates = SurrogateSums(products);
        Array.Sort(surrogates);
        var limit = surrogates[(int)Math.Ceiling((1 - significance) * Surrogates) - 1] / pairs;
        return new(
            sums.Sum() / pairs, limit, significance,
            [.. sums.Select((s, k) => s / (products[k].GetLength(0) * (products[k].GetLength(0) - 1.0)))]);
    }

    // The sums over all pairs after turning every trial by a random phase; a block of surrogates at a time.
    private static double[] SurrogateSums(Complex[][,] products)
    {
        var random = new Random(20150619);
        var sums = new double[Surrogates];
        var trials = products.Sum(p => p.GetLength(0));
        double[] turns = new double[trials * Block], sines = new double[turns.Length], cosines = new double[turns.Length];
        for (var at = 0; at < Surrogates; at += Block)
        {
            for (var s = 0; s < Block; s++)
                for (var i = 0; i < trials; i++) turns[i * Block + s] = 2 * Math.PI * random.NextDouble();
            TensorPrimitives.Cos<double>(turns, cosines);
            TensorPrimitives.Sin<double>(turns, sines);
            var first = 0;
            foreach (var ofClass in products)
            {
                AddPairs(ofClass, cosines.AsSpan(first), sines.AsSpan(first), sums.AsSpan(at, Block));
                first += ofClass.GetLength(0) * Block;
            }
        }

        return sums;
    }

    // Σ over i ≠ j of the real part of the product of responses i and j.
    private static double PairSum(Complex[,] products)
    {
        var sum = 0.0;
        foreach (var product in products) sum += 2 * product.Real;
        return sum;
    }

    // The same with every response turned, for each surrogate of a block; phases are [trial × surrogate].
    private static void AddPairs(Complex[,] products, ReadOnlySpan<double> cosines, ReadOnlySpan<double> sines, Span<double> sums)
    {
        Span<double> alongCosine = stackalloc double[Block], alongSine = stackalloc double[Block];
        for (var i = 1; i < products.GetLength(0); i++)
        {
            alongCosine.Clear();
            alongSine.Clear();
            for (var j = 0; j < i; j++)
            {
                var (real, imaginary) = (2 * products[i, j].Real, 2 * products[i, j].Imaginary);
                ReadOnlySpan<double> cosine = cosines.Slice(j * Block, Block), sine = sines.Slice(j * Block, Block);
                TensorPrimitives.MultiplyAdd(cosine, real, alongCosine, alongCosine);
                TensorPrimitives.MultiplyAdd(sine, imaginary, alongCosine, alongCosine);
                TensorPrimitives.MultiplyAdd(sine, real, alongSine, alongSine);
                TensorPrimitives.MultiplyAdd(cosine, -imaginary, alongSine, alongSine);
            }

            TensorPrimitives.MultiplyAdd(cosines.Slice(i * Block, Block), alongCosine, sums, sums);
            TensorPrimitives.MultiplyAdd(sines.Slice(i * Block, Block), alongSine, sums, sums);
        }
    }

    private static Complex[,] Products(Complex[][] responses)
    {
        var products = new Complex[responses.Length, responses.Length];
        for (var i = 0; i < responses.Length; i++)
            for (var j = 0; j < i; j++)
                for (var c = 0; c < responses[i].Length; c++)
                    products[i, j] += responses[i][c] * Complex.Conjugate(responses[j][c]);
        return products;
    }

    // Cosine and sine of a frequency in turns a sample.
    private static (double[] Cosine, double[] Sine) Wave(double turnsPerSample, int sampleCount)
    {
        var wave = (Cosine: new double[sampleCount], Sine: new double[sampleCount]);
        for (var n = 0; n < sampleCount; n++) (wave.Sine[n], wave.Cosine[n]) = Math.SinCos(2 * Math.PI * turnsPerSample * n);
        return wave;
    }

    // The whitened complex amplitudes of all channels at the frequency of a wave, of unit length together.
    private static Complex[] Response(Trial trial, (double[] Cosine, double[] Sine) wave, Matrix whitening)
    {
        var amplitudes = new Complex[trial.ChannelCount];
        for (var c = 0; c < amplitudes.Length; c++)
            amplitudes[c] = new(TensorPrimitives.Dot<double>(trial[c], wave.Cosine), -TensorPrimitives.Dot<double>(trial[c], wave.Sine));
        var response = new Complex[whitening.Rows];
        for (var r = 0; r < response.Length; r++)
            for (var c = 0; c < amplitudes.Length; c++) response[r] += whitening[r, c] * amplitudes[c];
        var length = Math.Sqrt(response.Sum(z => z.Real * z.Real + z.Imaginary * z.Imaginary));
        for (var r = 0; r < response.Length && length > 0; r++) response[r] /= length;
        return response;
    }

    // Rows that bring the pooled covariance of all trials to the identity, within the directions that they fill.
    private static Matrix Whitening(Trial[] trials)
    {
        var pooled = new Matrix(trials[0].ChannelCount, trials[0].ChannelCount);
        foreach (var trial in trials) TrialProducts.Add(trial.Signal.Span, trial.SampleCount, pooled);
        var basis = SignalBasis.Of(pooled);
        var eigen = SymmetricEigen.Of(basis.Project(pooled));
        var rows = MatrixProduct.Multiply(eigen.Vectors, basis.Vectors);
        for (var r = 0; r < rows.Rows; r++)
            foreach (ref var value in rows.Row(r)) value /= Math.Sqrt(eigen.Values[r]);
        return rows;
    }
}
