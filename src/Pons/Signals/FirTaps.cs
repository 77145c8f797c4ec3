namespace Pons.Signals;

/// <summary>The check of an impulse response.</summary>
internal static class FirTaps
{
    public static void Require(ReadOnlySpan<double> taps)
    {
        if (taps.IsEmpty) throw new ArgumentException("A filter needs at least one tap.", nameof(taps));
        foreach (var tap in taps)
            if (!double.IsFinite(tap)) throw new ArgumentException($"A tap of the filter is not finite: {tap}.", nameof(taps));
    }
}
