using System.Runtime.CompilerServices;

namespace Pons.Decoding;

/// <summary>Checks of hyper-parameters when they are set.</summary>
internal static class HyperParameter
{
    /// <summary>The value, if it is positive and finite.</summary>
    public static double Positive(double value, [CallerMemberName] string name = "") =>
        value > 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, "Must be positive and finite.");

    /// <summary>The value, if it lies in a range.</summary>
    public static double Within(double value, double low, double high, [CallerMemberName] string name = "") =>
        value >= low && value <= high
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"Must be between {low:g} and {high:g}.");

    /// <summary>The value, if it is at least so much.</summary>
    public static int AtLeast(int value, int least, [CallerMemberName] string name = "") =>
        value >= least ? value : throw new ArgumentOutOfRangeException(name, value, $"Must be at least {least}.");
}
