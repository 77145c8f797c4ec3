using System.Text.RegularExpressions;

namespace Pons.Formats.Delimited;

/// <summary>Finds out in what unit times are, by the name of the column or by their size.</summary>
internal static partial class DelimitedTimeUnit
{
    /// <summary>Whether a column of this name holds the times of the rows.</summary>
    public static bool IsTime(string name) => TimeName().IsMatch(name);

    /// <summary>Seconds of one unit, and why.</summary>
    /// <param name="column">The column of times.</param>
    /// <param name="first">The first time.</param>
    /// <param name="step">A typical step from row to row, more than 0.</param>
    public static (double Seconds, string Reason) Of(DelimitedColumn column, double first, double step)
    {
        if (OfName(column.Unit.Length > 0 ? column.Unit : Suffix().Match(column.Name).Groups[1].Value) is { } stated)
            return (stated, $"as its {(column.Unit.Length > 0 ? "unit" : "name")} says");
        if (EpochUnit(first) is { } epoch) return (epoch, "counted from 1970, judged by their size");
        return (step switch { <= 2 => 1, <= 2e3 => 1e-3, <= 2e6 => 1e-6, _ => 1e-9 }, "judged by their step");
    }

    /// <summary>Seconds of one unit, when the numbers are times since 1970, between 2001 and 2128.</summary>
    public static double? EpochUnit(double first) => first switch
    {
        > 1e9 and < 5e9 => 1,
        > 1e12 and < 5e12 => 1e-3,
        > 1e15 and < 5e15 => 1e-6,
        > 1e18 and < 5e18 => 1e-9,
        _ => null,
    };

    /// <summary>The name of a unit for people.</summary>
    public static string NameOf(double seconds) =>
        seconds switch { 1 => "seconds", 1e-3 => "milliseconds", 1e-6 => "microseconds", _ => "nanoseconds" };

    private static double? OfName(string unit) => unit.ToLowerInvariant() switch
    {
        "s" or "sec" or "secs" or "second" or "seconds" => 1,
        "ms" or "msec" or "millis" or "milliseconds" or "millisecond" => 1e-3,
        "us" or "µs" or "usec" or "microseconds" => 1e-6,
        "ns" or "nsec" or "nanoseconds" => 1e-9,
        _ => null,
    };

    [GeneratedRegex(@"^(t|(lsl|unix|system|elapsed|sample|epoch|rel(ative)?)?[ _]?times?([ _]?stamps?)?|timestamps?|timer|elapsed)([ _]?(s|secs?|ms|msec|us|usec|ns))?$|^(secs?|seconds?|ms|millis|milliseconds|epoch)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TimeName();

    [GeneratedRegex(@"(?:^|[ _])(s|secs?|seconds?|ms|msec|millis|milliseconds|us|usec|ns)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Suffix();
}
