using System.Buffers;
using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Decoding.Vep;

/// <summary>Fitted <see cref="Cca"/> (without a bank: scores are ρ) and <see cref="Fbcca"/> (with one: scores are weighted sums of ρ²).</summary>
internal sealed class FittedSineCorrelation : FittedDecoder
{
    private readonly double[] _frequencies;
    private readonly int _harmonics;
    private readonly FilterBank? _bank;
    private readonly double _rateHz;
    private readonly ReferenceRows _references;

    public FittedSineCorrelation(
        Decoder decoder, StreamInfo stream, int sampleCount, ImmutableArray<ClassLabel> classes, double[] frequencies, int harmonics,
        FilterBank? bank)
        : base(decoder, stream, sampleCount, classes)
    {
        _frequencies = frequencies;
        _harmonics = harmonics;
        _bank = bank;
        _rateHz = ReferenceRows.RequireHeld(frequencies, harmonics, stream.RateHz, decoder.Name);
        _references = ReferenceRows.Sines(frequencies, harmonics, sampleCount, _rateHz);
    }

    /// <summary>One score a class; the largest wins.</summary>
    internal double[] Scores(ReadOnlySpan<double> signal, int sampleCount)
    {
        var references = sampleCount == SampleCount ? _references : ReferenceRows.Sines(_frequencies, _harmonics, sampleCount, _rateHz);
        var scores = new double[Classes.Length];
        if (_bank is null)
        {
            CanonicalCorrelation.Squares(signal, Stream.ChannelCount, references, scores);
            for (var k = 0; k < scores.Length; k++) scores[k] = Math.Sqrt(scores[k]);
            return scores;
        }

        var workspace = ArrayPool<double>.Shared.Rent(_bank.WorkspaceLength(signal.Length));
        try
        {
            AddScores(_bank, _bank.Split(signal, sampleCount, workspace), references, scores);
            return scores;
        }
        finally
        {
            ArrayPool<double>.Shared.Return(workspace);
        }
    }

    private static void AddScores(FilterBank bank, ReadOnlySpan<double> bands, ReferenceRows references, double[] scores)
    {
        var length = bands.Length / bank.Count;
        var squares = new double[scores.Length];
        for (var b = 0; b < bank.Count; b++)
        {
            CanonicalCorrelation.Squares(bands.Slice(b * length, length), bank.ChannelCount, references, squares);
            for (var k = 0; k < scores.Length; k++) scores[k] += bank.Weights[b] * squares[k];
        }
    }

    protected override ImmutableArray<ModelArray> LearntArrays() => [ModelArray.Of("frequencies", _frequencies, _frequencies.Length)];

    protected override double[] Probabilities(ReadOnlySpan<double> signal, int sampleCount) => Softmax.Of(Scores(signal, sampleCount));
}
