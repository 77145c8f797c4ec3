namespace Pons.Signals;

/// <summary>The checks that every filter design makes on its order, rate and edge frequencies.</summary>
internal static class FilterEdges
{
    private const int HighestOrder = 64;

    public static void RequireRate(double rateHz)
    {
        if (!(rateHz > 0) || !double.IsFinite(rateHz))
            throw new ArgumentOutOfRangeException(nameof(rateHz), rateHz, "The sampling rate must be a positive number of hertz.");
    }

    public static void RequireOrder(int order)
    {
        if (order is < 1 or > HighestOrder)
            throw new ArgumentOutOfRangeException(nameof(order), order, $"The order of a filter lies between 1 and {HighestOrder}.");
    }

    public static void RequireBelowNyquist(double frequencyHz, double rateHz, string name)
    {
        RequireRate(rateHz);
        if (!(frequencyHz > 0 && frequencyHz < rateHz / 2))
            throw new ArgumentOutOfRangeException(
                name,
                frequencyHz,
                $"The frequency must lie above 0 and below {rateHz / 2} Hz, half the sampling rate, because samples hold no other.");
    }

    public static void RequireBand(double lowHz, double highHz, double rateHz)
    {
        RequireBelowNyquist(lowHz, rateHz, nameof(lowHz));
        RequireBelowNyquist(highHz, rateHz, nameof(highHz));
        if (lowHz >= highHz)
            throw new ArgumentException($"The lower edge, {lowHz} Hz, must lie below the upper edge, {highHz} Hz.", nameof(lowHz));
    }

    public static void RequireDecibels(double decibels, string name)
    {
        if (!(decibels > 0) || !double.IsFinite(decibels))
            throw new ArgumentOutOfRangeException(name, decibels, "The value must be a positive number of decibels.");
    }

    /// <summary>The point of the imaginary s axis that the bilinear transform z = (1 + s) / (1 − s) maps to this frequency.</summary>
    public static double Warp(double frequencyHz, double rateHz) => Math.Tan(Math.PI * frequencyHz / rateHz);

    /// <summary>Half the −3 dB width of a line of some quality, warped; checks all three.</summary>
    public static double WarpHalfWidth(double frequencyHz, double quality, double rateHz)
    {
        RequireBelowNyquist(frequencyHz, rateHz, nameof(frequencyHz));
        if (!(quality > 0) || !double.IsFinite(quality))
            throw new ArgumentOutOfRangeException(nameof(quality), quality, "The quality of a notch or a peak must be a positive number.");
        if (frequencyHz / quality >= rateHz / 2)
            throw new ArgumentOutOfRangeException(
                nameof(quality),
                quality,
                $"The line would be {frequencyHz / quality} Hz wide, wider than the spectrum of {rateHz / 2} Hz. Use a higher quality.");
        return Math.Tan(Math.PI * frequencyHz / quality / rateHz);
    }
}
