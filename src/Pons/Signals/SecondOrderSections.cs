using System.Collections.Immutable;
using System.Numerics;

namespace Pons.Signals;

/// <summary>
/// A stable recursive filter as a cascade of second-order sections, the form that keeps its precision where a single
/// high-order polynomial loses it. Immutable; safe to share between threads.
/// </summary>
public sealed class SecondOrderSections
{
    /// <summary>Makes a cascade from its sections, in the order in which the signal passes them.</summary>
    /// <param name="sections">At least one section; each finite, with both poles inside the unit circle.</param>
    /// <exception cref="ArgumentException">There is no section, or one is not finite or not stable.</exception>
    public SecondOrderSections(ImmutableArray<Biquad> sections)
    {
        if (sections.IsDefaultOrEmpty)
            throw new ArgumentException("A filter needs at least one section.", nameof(sections));
        foreach (var section in sections)
            RequireStable(section);
        Sections = sections;
    }

    /// <summary>The sections, in the order in which the signal passes them.</summary>
    public ImmutableArray<Biquad> Sections { get; }

    /// <summary>Complex frequency response H(e^{jω}); its magnitude is the gain, its argument the phase in radians.</summary>
    /// <param name="frequencyHz">Frequency in hertz.</param>
    /// <param name="rateHz">Sampling rate in hertz, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not a positive number.</exception>
    public Complex Response(double frequencyHz, double rateHz)
    {
        var delay = UnitDelay(frequencyHz, rateHz);
        var response = Complex.One;
        foreach (var s in Sections)
            response *= (s.B0 + delay * (s.B1 + delay * s.B2)) / (1 + delay * (s.A1 + delay * s.A2));
        return response;
    }

    /// <summary>
    /// Group delay −dφ/dω in samples: by how much the envelope of a narrow-band signal at this frequency comes later.
    /// Not a number exactly at a frequency that the filter removes entirely, where the phase does not exist.
    /// </summary>
    /// <param name="frequencyHz">Frequency in hertz.</param>
    /// <param name="rateHz">Sampling rate in hertz, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not a positive number.</exception>
    public double GroupDelaySamples(double frequencyHz, double rateHz)
    {
        var delay = UnitDelay(frequencyHz, rateHz);
        var samples = 0.0;
        foreach (var s in Sections)
            samples += DelayOf(s.B0, s.B1, s.B2, delay) - DelayOf(1, s.A1, s.A2, delay);
        return samples;
    }

    private static double DelayOf(double c0, double c1, double c2, Complex delay) =>
        (delay * (c1 + delay * (2 * c2)) / (c0 + delay * (c1 + delay * c2))).Real;

    private static Complex UnitDelay(double frequencyHz, double rateHz)
    {
        FilterEdges.RequireRate(rateHz);
        return Complex.FromPolarCoordinates(1, -2 * Math.PI * frequencyHz / rateHz);
    }

    private static void RequireStable(Biquad section)
    {
        if (!double.IsFinite(section.B0 + section.B1 + section.B2 + section.A1 + section.A2))
            throw new ArgumentException($"A section is not finite: {section}.", nameof(section));
        if (section.A2 >= 1 || Math.Abs(section.A1) >= 1 + section.A2)
            throw new ArgumentException(
                $"A pole lies on or outside the unit circle ({section}), so the output would not decay. Use a lower order or a wider band.",
                nameof(section));
    }
}
