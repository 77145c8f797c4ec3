using System.Globalization;
using Pons.Streams;

namespace Pons.Formats.BrainVision;

/// <summary>The resolution of a channel: what one digital step stands for, in the unit of the file.</summary>
internal static class BrainVisionResolution
{
    /// <summary>Reads a resolution; as a decimal, so that a tenth is a tenth.</summary>
    public static bool TryParse(string text, out decimal resolution) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out resolution);

    /// <summary>What a stored number is multiplied with to get the unit inside Pons; 1 when the resolution fixes no scale.</summary>
    public static double Gain(decimal resolution, string unit)
    {
        var factor = (decimal)ChannelUnit.Of(unit).Factor;
        if (Math.Abs(resolution) > 1e20m) return (double)resolution * (double)factor;
        var gain = (double)(resolution * factor);
        return gain == 0 ? 1 : gain;
    }

    /// <summary>The scale over the whole range of the type, or over one step where that would round the gain.</summary>
    public static DigitalScale Scale(decimal resolution, string unit, SampleType storedAs)
    {
        var (low, high) = storedAs switch
        {
            SampleType.Int16 => (short.MinValue, short.MaxValue),
            SampleType.UInt16 => (0m, ushort.MaxValue),
            SampleType.Int32 => (int.MinValue, int.MaxValue),
            _ => (0m, 1m),
        };
        var step = new DigitalScale(0, (double)resolution, 0, 1, unit);
        if (Math.Abs(resolution) > 1e10m) return step;
        var whole = new DigitalScale((double)(low * resolution), (double)(high * resolution), (double)low, (double)high, unit);
        return whole.Gain == step.Gain && whole.Offset == 0 ? whole : step;
    }
}
