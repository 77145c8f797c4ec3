namespace Pons.Formats.BrainVision;

/// <summary>Filters of one channel as a table of the comment states them.</summary>
/// <param name="HighPassHz">Corner of the high-pass; 0 means none, <see langword="null"/> not stated.</param>
/// <param name="LowPassHz">Corner of the low-pass; <see langword="null"/> when not stated or none.</param>
/// <param name="NotchHz">Frequency of the notch; 0 means none, <see langword="null"/> not stated.</param>
/// <param name="Words">The same in the words of the file.</param>
internal sealed record BrainVisionFilter(double? HighPassHz, double? LowPassHz, double? NotchHz, string Words)
{
    /// <summary>Both filters one behind the other: of each kind the narrower one counts.</summary>
    public static BrainVisionFilter? Both(BrainVisionFilter? amplifier, BrainVisionFilter? software)
    {
        if (amplifier is null || software is null) return amplifier ?? software;
        return new(
            Larger(amplifier.HighPassHz, software.HighPassHz), Smaller(amplifier.LowPassHz, software.LowPassHz),
            Larger(amplifier.NotchHz, software.NotchHz), $"amplifier: {amplifier.Words}; software: {software.Words}");
    }

    private static double? Larger(double? a, double? b) => a is { } x && b is { } y ? Math.Max(x, y) : a ?? b;

    private static double? Smaller(double? a, double? b) => a is { } x && b is { } y ? Math.Min(x, y) : a ?? b;
}
