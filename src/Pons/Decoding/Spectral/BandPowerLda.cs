using System.Collections.Immutable;
using Pons.Decoding.Linear;
using Pons.Geometry;

namespace Pons.Decoding.Spectral;

/// <summary>
/// Logarithm of the power of every channel in every band, by Welch's method, and a linear discriminant with shrinkage (Blankertz and others
/// 2011, doi 10.1016/j.neuroimage.2010.06.048). For states that last, not for evoked responses. Trials need no band-pass before.
/// Needs two trials of each class.
/// </summary>
public sealed record BandPowerLda : Decoder
{
    /// <summary>The edges that bands lie between, in hertz, ascending; 4, 8, 13, 30 by default: theta, alpha, beta.</summary>
    /// <exception cref="ArgumentException">Fewer than two, or not ascending from 0.</exception>
    public ImmutableArray<double> EdgesHz
    {
        get;
        init => field = value.Length >= 2 && value[0] >= 0 && value.Zip(value[1..]).All(p => p.First < p.Second) && value.All(double.IsFinite)
            ? value
            : throw new ArgumentException("Two edges or more are needed, ascending from 0.", nameof(value));
    } = [4, 8, 13, 30];

    /// <summary>Length of a segment of the spectrum in seconds; at most that of the trials; segments overlap by half; 1 s by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a positive number.</exception>
    public double SegmentSeconds
    {
        get;
        init => field = HyperParameter.Positive(value);
    } = 1;

    /// <inheritdoc/>
    public override string Name => "band-power-lda";

    /// <inheritdoc/>
    public override ImmutableSortedDictionary<string, double> Parameters => ImmutableSortedDictionary<string, double>.Empty
        .AddRange(EdgesHz.Select((e, i) => KeyValuePair.Create(EdgeName(i), e))).Add("segmentSeconds", SegmentSeconds);

    /// <inheritdoc/>
    public override FittedDecoder Fit(TrialSet trials)
    {
        var data = LabelledTrials.Of(trials, leastTrialsPerClass: 2, Name);
        var powers = LogBandPowers.Of(this, trials.Stream, trials.SampleCount);
        var features = new Matrix(data.Trials.Length, powers.Count);
        for (var i = 0; i < features.Rows; i++) powers.Extract(data.Trials[i].Signal.Span, trials.SampleCount, features.Row(i));
        return FitFault.Guard(Name, () => new FittedBandPowerLda(
            this, trials.Stream, trials.SampleCount, trials.Classes, powers, ShrinkageDiscriminant.Fit(features, data.ClassIndices, trials.Classes.Length)));
    }

    /// <inheritdoc/>
    public override FittedDecoder Restore(ModelContent content)
    {
        var decoder = Of(content);
        var powers = LogBandPowers.Of(decoder, content.Stream, content.SampleCount);
        var classes = content.Classes.Length;
        var discriminant = ShrinkageDiscriminant.Of(
            new(classes, powers.Count, [.. content.Array("weights", classes, powers.Count).Values]), [.. content.Array("intercepts", classes).Values]);
        return new FittedBandPowerLda(decoder, content.Stream, content.SampleCount, content.Classes, powers, discriminant);
    }

    private static BandPowerLda Of(ModelContent content)
    {
        try
        {
            return new()
            {
                EdgesHz = [.. Enumerable.Range(0, content.Parameters.Count - 1).Select(i => content.Parameter(EdgeName(i)))],
                SegmentSeconds = content.Parameter("segmentSeconds"),
            };
        }
        catch (ArgumentException fault)
        {
            throw new DecodingException(
                $"The model of decoder '{content.Decoder}' has bands that cannot be: {fault.Message}", "Its features rest on them.", "Train again.", fault);
        }
    }

    private static string EdgeName(int i) => FormattableString.Invariant($"edge{i + 1}Hz");
}
