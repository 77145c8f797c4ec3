using System.Numerics.Tensors;
using Pons.Geometry;
using Pons.Signals;

namespace Pons.Artefacts;

/// <summary>
/// Artefact subspace reconstruction of one stream as it arrives. Every step, the last window is judged; the map that follows is faded in over
/// the next step, on samples that have waited. Steps are counted from the first sample, so the output is bit-equal for every cutting of the
/// stream. A window within the limits in every direction is recognised without eigenvectors. Holds state: one stream, one thread.
/// </summary>
public sealed class AsrFilter
{
    private readonly AsrCalibration _learnt;
    private readonly CausalFirFilter _spectral;
    private readonly double[] _window;
    private readonly double[] _turned;
    private readonly double[] _waiting;
    private readonly double[] _parts;
    private readonly Matrix _power;
    private readonly Matrix _headroom;
    private double[] _weighted = [];
    private Matrix? _before;
    private Matrix? _now;
    private long _count;

    internal AsrFilter(AsrCalibration learnt)
    {
        _learnt = learnt;
        int channels = learnt.ChannelCount, rank = learnt.Rank;
        _spectral = new(learnt.SpectralWeights, channels);
        (_window, _turned) = (new double[learnt.WindowSamples * rank], new double[learnt.WindowSamples * rank]);
        _waiting = new double[(learnt.DelaySamples + 1) * channels];
        _parts = new double[channels];
        (_power, _headroom) = (new(rank, rank), new(rank, rank));
        _before = _now = learnt.Plain;
    }

    /// <summary>Directions that the last judgement replaced.</summary>
    public int ReplacedDirections { get; private set; }

    /// <summary>Judgements that replaced some direction.</summary>
    public long ReplacingSteps { get; private set; }

    /// <summary>All judgements.</summary>
    public long Steps => _count / _learnt.StepSamples;

    /// <summary>Cleans the next samples; the output lags by <see cref="AsrCalibration.DelaySamples"/>, zeros come before the first.</summary>
    /// <param name="input">Values [sample × channel], finite; any number of samples.</param>
    /// <param name="output">As long as the input; may be the same span.</param>
    /// <exception cref="ArgumentException">The lengths differ or are no whole samples.</exception>
    public void Process(ReadOnlySpan<double> input, Span<double> output)
    {
        var channels = _learnt.ChannelCount;
        if (input.Length != output.Length || input.Length % channels != 0)
            throw new ArgumentException($"{input.Length} and {output.Length} values are not samples of {channels} channels.", nameof(input));
        if (_weighted.Length < input.Length) _weighted = new double[input.Length];
        _spectral.Process(input, _weighted.AsSpan(0, input.Length));
        for (var i = 0; i < input.Length; i += channels)
        {
            Remember(input.Slice(i, channels), _weighted.AsSpan(i, channels));
            Map(output.Slice(i, channels));
            if (++_count % _learnt.StepSamples == 0) Judge();
        }
    }

    private void Remember(ReadOnlySpan<double> sample, ReadOnlySpan<double> weighted)
    {
        var rank = _learnt.Rank;
        sample.CopyTo(Waiting(_count));
        var row = _window.AsSpan((int)(_count % _learnt.WindowSamples) * rank, rank);
        if (_learnt.Basis.IsFull) weighted.CopyTo(row);
        else
            for (var k = 0; k < rank; k++) row[k] = TensorPrimitives.Dot(_learnt.Basis.Vectors.Row(k), weighted);
    }

    private Span<double> Waiting(long sample)
    {
        var place = (int)((sample + _learnt.DelaySamples + 1) % (_learnt.DelaySamples + 1));
        return _waiting.AsSpan(place * _learnt.ChannelCount, _learnt.ChannelCount);
    }

    // The map before fades into the map now, as a cosine over one step.
    private void Map(Span<double> output)
    {
        var sample = Waiting(_count - _learnt.DelaySamples);
        Apply(_now, sample, output);
        if (ReferenceEquals(_before, _now)) return;
        var share = 0.5 - 0.5 * Math.Cos(Math.PI * (_count % _learnt.StepSamples + 1) / _learnt.StepSamples);
        Apply(_before, sample, _parts);
        TensorPrimitives.Subtract(output, _parts, output);
        TensorPrimitives.MultiplyAdd<double>(output, share, _parts, output);
    }

    private static void Apply(Matrix? map, ReadOnlySpan<double> sample, Span<double> output)
    {
        if (map is null) sample.CopyTo(output);
        else
            for (var c = 0; c < output.Length; c++) output[c] = TensorPrimitives.Dot(map.Row(c), sample);
    }

    private void Judge()
    {
        (_before, _now) = (_now, _learnt.Plain);
        ReplacedDirections = 0;
        var held = (int)Math.Min(_count, _learnt.WindowSamples);
        Span<double> window = _window.AsSpan(0, held * _learnt.Rank), turned = _turned.AsSpan(0, window.Length);
        MatrixProduct.Transpose(window, turned, _learnt.Rank);
        MatrixProduct.Multiply(turned, window, _power.Values, held);
        TensorPrimitives.Divide(_power.Values, held, _power.Values);
        TensorPrimitives.Subtract<double>(_learnt.Limits.Values, _power.Values, _headroom.Values);
        if (Cholesky.TryFactorUpper(_headroom.Values, _learnt.Rank)) return;
        var eigen = SymmetricEigen.Of(_power);
        var kept = KeptOf(eigen);
        if (kept.Length == _learnt.Rank) return;
        (ReplacedDirections, ReplacingSteps) = (_learnt.Rank - kept.Length, ReplacingSteps + 1);
        _now = Reconstruction(ChannelInterpolation.RowsOf(eigen.Vectors, kept));
    }

    private int[] KeptOf(SymmetricEigen eigen)
    {
        var always = _learnt.Rank - (int)(_learnt.Settings.LargestShare * _learnt.Rank);
        var kept = new List<int>(_learnt.Rank);
        var limits = MatrixProduct.Multiply(eigen.Vectors, _learnt.Limits);
        for (var k = 0; k < _learnt.Rank; k++)
            if (k < always || eigen.Values[k] < TensorPrimitives.Dot<double>(limits.Row(k), eigen.Vectors.Row(k))) kept.Add(k);
        return [.. kept];
    }

    // What is expected of all directions, given the kept ones K: U · Kᵀ · (K · U · Kᵀ)⁻¹ · K, with the usual second moments U.
    private Matrix Reconstruction(Matrix kept)
    {
        var seen = MatrixProduct.Multiply(kept, _learnt.Usual);
        var map = MatrixProduct.Multiply(Cholesky.Factor(MatrixProduct.Congruence(kept, _learnt.Usual)).Solve(seen).Transpose(), kept);
        if (_learnt.Basis.IsFull) return map;
        var vectors = _learnt.Basis.Vectors;
        return MatrixProduct.Multiply(MatrixProduct.Multiply(vectors.Transpose(), map), vectors);
    }
}
