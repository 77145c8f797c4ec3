namespace Pons.Cli.Documents.Plots;

/// <summary>Takes values between two ends to coordinates between two others; both may run downwards.</summary>
/// <param name="First">Value at the first coordinate.</param>
/// <param name="Last">Value at the last coordinate; another one.</param>
/// <param name="FirstAt">Coordinate of the first value.</param>
/// <param name="LastAt">Coordinate of the last value.</param>
internal sealed record LinearScale(double First, double Last, double FirstAt, double LastAt)
{
    /// <summary>The coordinate of a value; values beyond the ends stay at the end.</summary>
    public double At(double value)
    {
        var share = Math.Clamp((value - First) / (Last - First), 0, 1);
        return FirstAt + share * (LastAt - FirstAt);
    }

    /// <summary>Round values from the first to the last, about as many as asked for.</summary>
    public IEnumerable<double> Ticks(int about)
    {
        var step = Round((Last - First) / about);
        for (var k = (long)Math.Ceiling(First / step - 1e-9); k * step <= Last + 1e-9 * step; k++) yield return k * step;
    }

    /// <summary>A scale whose ends are round and hold all values.</summary>
    public static LinearScale Around(IEnumerable<double> values, double firstAt, double lastAt, int ticks)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values) (low, high) = (Math.Min(low, value), Math.Max(high, value));
        if (!(high > low)) (low, high) = double.IsFinite(low) ? (low - 0.5, low + 0.5) : (0, 1);
        var step = Round((high - low) / ticks);
        return new(step * Math.Floor(low / step + 1e-9), step * Math.Ceiling(high / step - 1e-9), firstAt, lastAt);
    }

    /// <summary>The next of 1, 2, 2.5 and 5 times a power of ten.</summary>
    private static double Round(double step)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(step)));
        return power * ((double[])[1, 2, 2.5, 5, 10]).First(s => s * power >= step * (1 - 1e-9));
    }
}
