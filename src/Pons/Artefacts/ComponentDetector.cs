using System.Collections.Immutable;
using System.Globalization;
using System.Numerics.Tensors;

namespace Pons.Artefacts;

/// <summary>
/// Tells components of eyes, muscles and heart by features that can be read. <b>Eye</b>: correlation with an eye channel between 1 and 10 Hz;
/// without one, how frontal the component is and how slow. <b>Muscle</b>: slope of log power over log frequency from 7 to 45 Hz, which is
/// steep in the brain and flat in muscles (Dharmaprani et al. 2016), and the share of power from 20 to 45 Hz (as in Winkler et al. 2011,
/// doi 10.1186/1744-9081-7-30). <b>Heart</b>: whether the phase between 5 and 20 Hz is the same at every heart beat, by Kuiper's statistic
/// (Dammers et al. 2008, doi 10.1109/TBME.2008.926677); without an electrocardiogram, whether sharp peaks come as regularly as a heart
/// beats. Every component gets a verdict; what cannot be judged is said. Immutable.
/// </summary>
public sealed record ComponentDetector
{
    /// <summary>Eye score from which a component is one of the eyes; 0.6 by default.</summary>
    public double EyeThreshold { get; init; } = 0.6;

    /// <summary>Muscle score from which a component is one of muscles; 0.5 by default.</summary>
    public double MuscleThreshold { get; init; } = 0.5;

    /// <summary>Heart score from which a component is one of the heart; 0.3 by default.</summary>
    public double HeartThreshold { get; init; } = 0.3;

    /// <summary>Judges every component.</summary>
    /// <param name="components">What the signal was taken apart into.</param>
    /// <param name="signal">Values [channel × sample], at least 10 s; best the signal that they were learnt from.</param>
    /// <param name="rateHz">Samples a second, 50 or more.</param>
    /// <param name="references">What else is known; nothing by default.</param>
    /// <returns>One verdict a component, in order.</returns>
    /// <exception cref="ArtefactException">The signal is too short or not finite, or a reference does not fit it.</exception>
    public ImmutableArray<ComponentVerdict> Judge(
        IndependentComponents components, ReadOnlySpan<double> signal, double rateHz, ComponentReferences? references = null)
    {
        ArgumentNullException.ThrowIfNull(components);
        var mixing = components.Mixing;
        var (_, _) = ArtefactSignal.Centred(signal, mixing.Rows, (int)Math.Ceiling(10 * rateHz));
        var known = references ?? new();
        RequireFit(known, mixing.Rows, signal.Length / mixing.Rows);
        var sources = components.Sources(signal);
        var spectrum = new SourceSpectrum(sources, rateHz);
        var eyes = new EyeEvidence(known, mixing, spectrum, sources, rateHz);
        var heart = new HeartEvidence(known, sources, rateHz);
        return [.. Enumerable.Range(0, components.Count).Select(k => Verdict(k, eyes.Of(k), MuscleEvidence(spectrum, k), heart.Of(k)))];
    }

    private static void RequireFit(ComponentReferences known, int channels, int samples)
    {
        var wrong = known.Eyes is { } eyes && (eyes.Columns != samples || !TensorPrimitives.IsFiniteAll<double>(eyes.Values)) ? "The eye channels"
            : !known.Heart.IsEmpty && (known.Heart.Length != samples || !TensorPrimitives.IsFiniteAll(known.Heart.Span)) ? "The electrocardiogram"
            : known.Positions is { } p && (p.Rows != channels || p.Columns != 3) ? "The positions" : null;
        if (wrong is not null)
            throw new ArtefactException(
                $"{wrong} do not fit {channels} channels of {samples} samples, or are not finite.",
                "Components are compared with them sample by sample and channel by channel.", "Give the same stretch of all, or leave them out.");
    }

    private ComponentVerdict Verdict(int component, Evidence eye, Evidence muscle, Evidence heart)
    {
        (ComponentKind Kind, double Reached)[] all =
        [
            (ComponentKind.Eye, eye.Score / EyeThreshold),
            (ComponentKind.Muscle, muscle.Score / MuscleThreshold),
            (ComponentKind.Heart, heart.Score / HeartThreshold),
        ];
        var best = all.Where(a => a.Reached >= 1).OrderByDescending(a => a.Reached).FirstOrDefault();
        return new(component, best.Kind, eye.Score, muscle.Score, heart.Score, $"{eye.Reason}; {muscle.Reason}; {heart.Reason}");
    }

    private static Evidence MuscleEvidence(SourceSpectrum spectrum, int component)
    {
        if (spectrum.HighestHz < 45) return new(double.NaN, "muscle not judged: the rate is below 90 Hz");
        double slope = spectrum.Slope(component, 7, 45), share = spectrum.Power(component, 20, 45) / spectrum.Power(component, 1, 45);
        var score = 0.5 * Math.Clamp(1 + slope, 0, 1) + 0.5 * Math.Clamp((share - 0.1) / 0.4, 0, 1);
        return new(score, string.Create(CultureInfo.InvariantCulture, $"slope {slope:0.00}, share of 20–45 Hz {share:0.00}"));
    }
}
