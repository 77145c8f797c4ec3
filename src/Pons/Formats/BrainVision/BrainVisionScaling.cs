using System.Globalization;
using Pons.Streams;

namespace Pons.Formats.BrainVision;

/// <summary>How the values of one channel are stored: resolution and unit as they are written, and what comes back.</summary>
internal sealed class BrainVisionScaling
{
    private static readonly decimal[] RoundSteps = [1, 0.5m, 0.25m, 0.125m, 0.1m, 0.05m, 0.01m, 0.001m, 10, 100];
    private readonly double _lowest, _highest;

    private BrainVisionScaling(decimal resolution, string unit, SampleType storedAs)
    {
        (Resolution, Unit, StoredAs) = (resolution, unit, storedAs);
        Gain = BrainVisionResolution.Gain(resolution, unit);
        (_lowest, _highest) = storedAs == SampleType.Int16 ? (short.MinValue, short.MaxValue) : (int.MinValue, (double)int.MaxValue);
    }

    public decimal Resolution { get; }

    public string Unit { get; }

    public SampleType StoredAs { get; }

    /// <summary>What one step stands for in the unit inside Pons.</summary>
    public double Gain { get; }

    /// <summary>Values as they are, in the unit inside Pons.</summary>
    public static BrainVisionScaling Plain(string unit) => new(1, unit, SampleType.Float32);

    /// <summary>
    /// The scale of the source, where BrainVision can state it: it knows no offset. In the source's own unit when that gives the same gain.
    /// </summary>
    public static BrainVisionScaling? OfSource(DigitalScale source, string unit, SampleType storedAs)
    {
        if (!source.IsUsable) return new(1, unit, storedAs);
        if (source.Offset != 0) return null;
        var factor = ChannelUnit.Of(source.Unit);
        var own = source.Unit.Trim().Replace('\u03BC', 'µ');
        if (factor is { IsVoltage: true, IsExact: true } && TryMake(source.Gain / factor.Factor, own, storedAs) is { } same
            && same.Gain == source.Gain)
            return same;
        return TryMake(source.Gain, unit, storedAs) is { } converted && converted.Gain == source.Gain ? converted : null;
    }

    /// <summary>The coarsest round step that keeps every value, or one that the largest value just fills the type with.</summary>
    public static IEnumerable<BrainVisionScaling> RoundScales(string unit, SampleType storedAs) =>
        RoundSteps.Select(step => new BrainVisionScaling(step, unit, storedAs));

    /// <summary>The scale with which a value of this size just fits, rounded up to seven digits.</summary>
    public static BrainVisionScaling OfRange(double largest, string unit, SampleType storedAs)
    {
        var step = largest / (storedAs == SampleType.Int16 ? short.MaxValue : int.MaxValue);
        if (!(step > 0)) return new(1, unit, storedAs);
        var digit = Math.Pow(10, Math.Floor(Math.Log10(step)) - 6);
        return TryMake(Math.Ceiling(step / digit) * digit, unit, storedAs) ?? new(1, unit, storedAs);
    }

    /// <summary>The nearest number that the type can hold.</summary>
    public int ToDigital(double value) => (int)Math.Clamp(Math.Round(value / Gain), _lowest, _highest);

    /// <summary>Whether a value comes back as the same <c>float</c>.</summary>
    public bool Keeps(float value) => (float)(ToDigital(value) * Gain) == value;

    private static BrainVisionScaling? TryMake(double resolution, string unit, SampleType storedAs)
    {
        var text = resolution.ToString("R", CultureInfo.InvariantCulture);
        return resolution != 0 && BrainVisionResolution.TryParse(text, out var exact) && (double)exact == resolution
            ? new(exact, unit, storedAs) : null;
    }
}
