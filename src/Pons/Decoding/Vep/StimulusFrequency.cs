using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Pons.Decoding.Vep;

/// <summary>At which frequency the stimulus of a class flickers.</summary>
internal static partial class StimulusFrequency
{
    /// <summary>What stands before the name of a class among the parameters of a decoder.</summary>
    public const string ParameterPrefix = "frequencyHz ";

    /// <summary>
    /// One frequency a class in hertz: the stated one, else the number in front of <c>Hz</c> in the name of the class.
    /// </summary>
    /// <exception cref="DecodingException">A class has none, or two classes the same.</exception>
    public static double[] Of(ImmutableArray<ClassLabel> classes, ImmutableSortedDictionary<string, double> stated, string decoder)
    {
        var frequencies = classes.Select(c => Of(c, stated, decoder)).ToArray();
        for (var k = 1; k < frequencies.Length; k++)
            if (Array.IndexOf(frequencies, frequencies[k], 0, k) is var same and >= 0)
                throw new DecodingException(
                    $"{decoder}: classes '{classes[same]}' and '{classes[k]}' both flicker at {frequencies[k]} Hz.",
                    "Without calibration, classes can only be told apart by their frequencies.",
                    "Use a decoder with calibration, such as etrca, for stimuli that differ in phase.");
        return frequencies;
    }

    /// <summary>The frequency of one class in hertz.</summary>
    /// <exception cref="DecodingException">It has none.</exception>
    public static double Of(ClassLabel label, ImmutableSortedDictionary<string, double> stated, string decoder)
    {
        if (stated.TryGetValue(label.Name, out var given)) return Checked(given, label, decoder);
        if (Spelled().Match(label.Name) is { Success: true } match
            && double.TryParse(match.Groups[1].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var read))
            return Checked(read, label, decoder);
        throw new DecodingException(
            $"{decoder} does not know at which frequency the stimulus of class '{label}' flickers.",
            "It compares the signal with sines of the stimulus frequency of every class.",
            "Name classes by their frequency (13Hz), state frequencies by class, or leave classes without flicker, such as rest, out.");
    }

    /// <summary>The stated frequencies as parameters.</summary>
    public static IEnumerable<KeyValuePair<string, double>> ToParameters(ImmutableSortedDictionary<string, double> stated) =>
        stated.Select(s => KeyValuePair.Create(ParameterPrefix + s.Key, s.Value));

    /// <summary>The stated frequencies again.</summary>
    public static ImmutableSortedDictionary<string, double> FromParameters(ImmutableSortedDictionary<string, double> parameters) =>
        ImmutableSortedDictionary.CreateRange(
            StringComparer.Ordinal,
            parameters.Where(p => p.Key.StartsWith(ParameterPrefix, StringComparison.Ordinal))
                .Select(p => KeyValuePair.Create(p.Key[ParameterPrefix.Length..], p.Value)));

    private static double Checked(double frequency, ClassLabel label, string decoder) =>
        frequency > 0 && double.IsFinite(frequency) ? frequency : throw new DecodingException(
            $"{decoder} was given the frequency {frequency} Hz for class '{label}'.", "A stimulus flickers at a positive frequency.",
            "State the frequency in hertz.");

    /// <summary>A number and its unit at the start of a name: 13Hz, 8.57 Hz, 12hz-left.</summary>
    [GeneratedRegex(@"^(\d+(?:\.\d+)?)\s*[Hh][Zz]", RegexOptions.CultureInvariant)]
    private static partial Regex Spelled();
}
