using System.Collections.Immutable;
using System.Globalization;

namespace Pons.Formats.Mat;

/// <summary>Reads plain facts out of MATLAB values: texts, lists of texts, numbers, and everything else in the words of the file.</summary>
internal static class MatFacts
{
    private const int MostNumbers = 16, MostCharacters = 4096, MostFields = 400, MostDepth = 4;

    /// <summary>Parts of names whose numbers can point to a person as well as texts do.</summary>
    private static readonly string[] PersonalWords =
        ["subject", "patient", "birth", "age", "sex", "gender", "name", "date", "time", "t0", "id", "weight", "height"];

    /// <summary>The texts of a cell array or of a char array with one text in each row; empty when it is neither.</summary>
    public static ImmutableArray<string> Texts(MatValue? value) => value switch
    {
        MatCell cell when cell.Cells.All(c => c is MatText || c.Count == 0) => [.. cell.Cells.Select(c => c.Text)],
        MatText { Count: > 0 } text => [.. text.Lines.Select(l => l.TrimEnd())],
        _ => [],
    };

    /// <summary>A single real number; null when the value is none, or is not finite.</summary>
    public static double? Number(MatValue? value) =>
        value is MatArray { Count: 1, IsComplex: false } array && double.IsFinite(array.First) ? array.First : null;

    /// <summary>All numbers of a value; empty when it is no array of numbers.</summary>
    public static double[] Numbers(MatValue? value) => value is MatArray array ? array.ToDoubles() ?? [] : [];

    /// <summary>A moment as MATLAB's clock gives it: year, month, day, hour, minute, second.</summary>
    public static DateTime? Moment(MatValue? value)
    {
        if (Numbers(value) is not [>= 1 and <= 9999 and var year, >= 1 and <= 12 and var month, >= 1 and <= 31 and var day,
            >= 0 and < 24 and var hour, >= 0 and < 60 and var minute, >= 0 and < 61 and var second]) return null;
        if (day > DateTime.DaysInMonth((int)year, (int)month)) return null;
        var ticks = (long)Math.Round(second * TimeSpan.TicksPerSecond);
        return new DateTime((int)year, (int)month, (int)day, (int)hour, (int)minute, 0).AddTicks(ticks);
    }

    /// <summary>Everything that a value says, one field for each text and each short list of numbers.</summary>
    public static IEnumerable<HeaderField> Fields(string name, MatValue? value) => Flat(name, value, 0).Take(MostFields);

    private static IEnumerable<HeaderField> Flat(string name, MatValue? value, int depth) => value switch
    {
        null or { Count: 0 } => [],
        MatText text => [new(name, Cut(text.Text), IsPersonal: true)],
        MatArray { Count: <= MostNumbers } array => [new(name, Words(array), IsPersonalName(name))],
        MatStruct { Count: 1 } structure when depth < MostDepth => structure.Fields.SelectMany(f => Flat($"{name}.{f}", structure[f], depth + 1)),
        MatCell { Count: <= MostNumbers } cell when depth < MostDepth => cell.Cells.SelectMany((c, i) => Flat($"{name}{{{i + 1}}}", c, depth + 1)),
        _ when Texts(value) is { IsEmpty: false } texts => [new(name, Cut(string.Join(", ", texts)), IsPersonal: true)],
        _ => [new(name, $"({string.Join('×', value.Size)} {value.Class.ToString().ToLowerInvariant()})")],
    };

    private static string Words(MatArray array) => string.Join(' ', Numbers(array).Select(n => n.ToString("R", CultureInfo.InvariantCulture)));

    private static string Cut(string text) => text.Length <= MostCharacters ? text : text[..MostCharacters] + " …";

    private static bool IsPersonalName(string name) => PersonalWords.Any(w => name.Contains(w, StringComparison.OrdinalIgnoreCase));
}
