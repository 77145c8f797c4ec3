namespace Pons.Signals;

/// <summary>
/// A rational change of rate in lowest terms, and its anti-aliasing filter: a sinc under a Kaiser window of shape 5 that
/// reaches 10 samples of the slower rate to each side, as SciPy's <c>resample_poly</c>.
/// </summary>
internal readonly struct ResamplingRatio
{
    private const int ReachSamples = 10;
    private const double KaiserBeta = 5;

    public ResamplingRatio(int up, int down)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(up, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(down, 1);
        var divisor = (int)System.Numerics.BigInteger.GreatestCommonDivisor(up, down);
        (Up, Down) = (up / divisor, down / divisor);
    }

    /// <summary>A ratio of 1.</summary>
    public static ResamplingRatio One { get; } = new(1, 1);

    public int Up { get; }

    public int Down { get; }

    /// <summary>Delay of the filter in steps of 1/up input samples.</summary>
    public int DelaySteps => Up == Down ? 0 : checked(ReachSamples * Math.Max(Up, Down));

    public double[] Taps()
    {
        if (Up == Down) return [1];
        var window = Window.Kaiser(2 * DelaySteps + 1, KaiserBeta, WindowSymmetry.Symmetric);
        var taps = WindowedSinc.LowPass(window, 0.5 / Math.Max(Up, Down), 1);
        for (var i = 0; i < taps.Length; i++) taps[i] *= Up;
        return taps;
    }
}
