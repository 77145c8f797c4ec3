using System.Collections.Immutable;

namespace Pons.Decoding.Vep;

/// <summary>
/// Task-discriminant component analysis (Liu and others 2021, doi 10.1109/TNSRE.2021.3114340): trials are stacked with delayed copies
/// of themselves and set beside their projection on the sines of a class; one set of filters separates all classes, and a trial is
/// correlated with the mean response of each behind them. What a delay reaches beyond the trial is zero, in training too.
/// </summary>
public sealed record Tdca : TemplateDecoder
{
    private readonly int _delays = 5;
    private readonly int _components = 8;
    private readonly int _harmonics = 5;

    /// <summary>Delayed copies, by one sample each; 5 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public int Delays
    {
        get => _delays;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _delays = value;
        }
    }

    /// <summary>Filters; 8 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int Components
    {
        get => _components;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            _components = value;
        }
    }

    /// <summary>Multiples of the stimulus frequency that trials are projected on, the frequency itself among them; 5 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int Harmonics
    {
        get => _harmonics;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            _harmonics = value;
        }
    }

    /// <inheritdoc/>
    public override string Name => "tdca";

    private protected override int HarmonicCount => Harmonics;

    private protected override ImmutableSortedDictionary<string, double> OwnParameters =>
        ImmutableSortedDictionary<string, double>.Empty.Add("delays", Delays).Add("components", Components).Add("harmonics", Harmonics);

    private protected override TemplateDecoder WithParameters(ModelContent content) => this with
    {
        Delays = (int)content.Parameter("delays"),
        Components = (int)content.Parameter("components"),
        Harmonics = (int)content.Parameter("harmonics"),
    };

    private protected override BandTemplates Learn(BandTrials trials) => DiscriminantTemplates.Learn(trials, Delays, Components, Harmonics);

    private protected override BandTemplates RestoreBand(ModelContent content, string suffix, int channels, double[] frequencies) =>
        DiscriminantTemplates.Restore(content, suffix, channels, Delays, Harmonics, frequencies);
}
