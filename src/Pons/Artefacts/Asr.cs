using System.Numerics.Tensors;
using Pons.Geometry;
using Pons.Signals;

namespace Pons.Artefacts;

/// <summary>
/// Artefact subspace reconstruction (Mullen et al. 2015, doi 10.1109/TBME.2015.2481482): directions in which a short window has more power
/// than a clean calibration ever had are replaced by what the other directions say. Calibration picks its own clean windows, describes them
/// by the geometric median of short covariances, and sets a limit for each principal direction: median + cutoff · deviation of its amplitude
/// in half-second windows, both robust. Thresholds come from the calibration alone. Without chance: the same on every run. Signals are
/// high-passed first (0.5 to 1 Hz). A calibration of lower rank (average reference, interpolated channels) is handled in its own basis.
/// </summary>
public sealed record Asr
{
    private const int LeastSeconds = 10;
    private const int MostBlocks = 1000;

    /// <summary>Deviations above the median from which a direction is an artefact; 20 by default. Below 10, brain activity goes too.</summary>
    public double Cutoff { get; init; } = 20;

    /// <summary>Length of the window that is judged, in seconds; 0.5 by default.</summary>
    public double WindowSeconds { get; init; } = 0.5;

    /// <summary>Time from one judgement to the next in seconds; 0.1 by default.</summary>
    public double StepSeconds { get; init; } = 0.1;

    /// <summary>How long the output waits, so that a window also sees what follows; 0.3 s by default, 0 for no delay.</summary>
    public double DelaySeconds { get; init; } = 0.3;

    /// <summary>Largest share of directions that are replaced at once; 2/3 by default.</summary>
    public double LargestShare { get; init; } = 2 / 3.0;

    /// <summary>Learns what is usual.</summary>
    /// <param name="signal">Calibration values [channel × sample], high-passed, with 10 s of clean signal or more; 60 s is good.</param>
    /// <param name="channelCount">Number of channels.</param>
    /// <param name="rateHz">Samples a second, above 0.</param>
    /// <exception cref="ArtefactException">Values not finite, an offset, too little clean signal, or settings that do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not positive and finite.</exception>
    public AsrCalibration Fit(ReadOnlySpan<double> signal, int channelCount, double rateHz)
    {
        RequireParameters(rateHz);
        var (centred, means) = ArtefactSignal.Centred(signal, channelCount, (int)Math.Ceiling(LeastSeconds * rateHz));
        RequireHighPassed(centred, means);
        var weights = AsrSpectralWeight.TapsAt(rateHz);
        var clean = Kept(Weighted(centred, weights), CleanWindows.Of(centred, rateHz), rateHz);
        var spread = MatrixProduct.MultiplyTransposed(clean, clean);
        TensorPrimitives.Divide(spread.Values, clean.Columns, spread.Values);
        var basis = SignalBasis.Of(spread);
        var filled = new Matrix(basis.Rank, clean.Columns, basis.Project(clean.Values));
        var usual = GeometricMedian(BlockCovariances(filled));
        return new(this, rateHz, weights, basis, usual, Limits(filled, usual, rateHz));
    }

    private void RequireParameters(double rateHz)
    {
        if (!(rateHz > 0 && double.IsFinite(rateHz))) throw new ArgumentOutOfRangeException(nameof(rateHz), rateHz, "Must be positive and finite.");
        if (Cutoff > 0 && StepSeconds * rateHz >= 1 && WindowSeconds >= StepSeconds && DelaySeconds >= 0 && LargestShare is >= 0 and < 1) return;
        throw new ArtefactException(
            $"Cutoff {Cutoff}, window {WindowSeconds} s, step {StepSeconds} s, delay {DelaySeconds} s "
            + $"and share {LargestShare} are given at {rateHz} Hz.",
            "Windows are judged step by step, each step within a window.",
            "Give a positive cutoff, a step of one sample or more and at most a window, a delay of 0 or more and a share below 1.");
    }

    private static void RequireHighPassed(Matrix centred, double[] means)
    {
        var shifted = 0;
        for (var c = 0; c < centred.Rows; c++)
            if (Math.Abs(means[c]) > TensorPrimitives.Norm<double>(centred.Row(c)) / Math.Sqrt(centred.Columns)) shifted++;
        if (2 * shifted > centred.Rows)
            throw new ArtefactException(
                $"The offset of {shifted} of {centred.Rows} channels is larger than their deviation.",
                "Offsets and drifts would hide every artefact.", "High-pass the signal at 0.5 to 1 Hz first, the same in calibration and use.");
    }

    private static Matrix Weighted(Matrix signal, double[] taps)
    {
        var rows = signal.Transpose();
        new CausalFirFilter(taps, signal.Rows).Process(rows.Values, rows.Values);
        return rows.Transpose();
    }

    private static Matrix Kept(Matrix signal, bool[] isKept, double rateHz)
    {
        int[] kept = [.. Enumerable.Range(0, isKept.Length).Where(t => isKept[t])];
        if (kept.Length < LeastSeconds * rateHz)
            throw new ArtefactException(
                $"{kept.Length / rateHz:0.#} s of {signal.Columns / rateHz:0.#} s are clean.",
                $"Thresholds need {LeastSeconds} s of clean signal or more.", "Calibrate on a longer or quieter stretch.");
        var picked = new Matrix(signal.Rows, kept.Length);
        for (var c = 0; c < signal.Rows; c++)
            for (var t = 0; t < kept.Length; t++) picked[c, t] = signal[c, kept[t]];
        return picked;
    }

    /// <summary>Second moments of ten samples or more, not more than a thousand of them.</summary>
    private static Matrix[] BlockCovariances(Matrix signal)
    {
        var length = Math.Max(10, (signal.Columns + MostBlocks - 1) / MostBlocks);
        var blocks = new Matrix[signal.Columns / length];
        var piece = new double[signal.Rows * length];
        for (var b = 0; b < blocks.Length; b++)
        {
            for (var c = 0; c < signal.Rows; c++) signal.Row(c).Slice(b * length, length).CopyTo(piece.AsSpan(c * length));
            blocks[b] = new(signal.Rows, signal.Rows);
            MatrixProduct.MultiplyTransposed(piece, piece, blocks[b].Values, length);
            TensorPrimitives.Divide(blocks[b].Values, length, blocks[b].Values);
        }

        return blocks;
    }

    /// <summary>The matrix with the least sum of distances (Weiszfeld's iteration from the mean).</summary>
    private static Matrix GeometricMedian(Matrix[] blocks)
    {
        var median = EuclideanMean.Of(blocks);
        for (var step = 0; step < 200; step++)
        {
            var next = new Matrix(median.Rows, median.Rows);
            var total = 0.0;
            foreach (var block in blocks)
            {
                var weight = 1 / Math.Max(TensorPrimitives.Distance<double>(block.Values, median.Values), 1e-300);
                TensorPrimitives.MultiplyAdd(block.Values, weight, next.Values, next.Values);
                total += weight;
            }

            TensorPrimitives.Divide(next.Values, total, next.Values);
            var change = TensorPrimitives.Distance<double>(next.Values, median.Values);
            median = next;
            if (change < 1e-6 * TensorPrimitives.Norm<double>(median.Values)) break;
        }

        return median;
    }

    /// <summary>The largest usual power of a direction v is vᵀ · limits · v.</summary>
    private Matrix Limits(Matrix signal, Matrix usual, double rateHz)
    {
        var directions = SymmetricEigen.Of(usual).Vectors;
        var sources = MatrixProduct.Multiply(directions, signal);
        int length = Math.Max(1, (int)Math.Round(WindowSeconds * rateHz)), hop = Math.Max(1, length / 3);
        var levels = new double[(signal.Columns - length) / hop + 1];
        var scaled = directions.Clone();
        for (var k = 0; k < sources.Rows; k++)
        {
            for (var w = 0; w < levels.Length; w++)
                levels[w] = TensorPrimitives.Norm<double>(sources.Row(k).Slice(w * hop, length)) / Math.Sqrt(length);
            var (middle, deviation) = RobustScale.Of(levels);
            TensorPrimitives.Multiply(scaled.Row(k), middle + Cutoff * deviation, scaled.Row(k));
        }

        var turned = scaled.Transpose();
        return MatrixProduct.MultiplyTransposed(turned, turned);
    }
}
