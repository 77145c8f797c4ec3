using System.Globalization;
using Pons.Formats;
using Pons.Hdf5.Library;

namespace Pons.Hdf5;

/// <summary>What small data sets say, as fields of a header.</summary>
internal static class Hdf5Fields
{
    private const int MostFields = 400, MostDepth = 6, MostValues = 16, MostCharacters = 4096;

    /// <summary>All texts and short lists of numbers below a group, named by their paths; texts can point to a person.</summary>
    public static IEnumerable<HeaderField> Of(Hdf5Group? group, Func<string, bool> isLeftOut) =>
        group is null ? [] : Below(group, isLeftOut, 0).Take(MostFields);

    public static IEnumerable<HeaderField> Of(Hdf5Dataset data)
    {
        var name = data.Path.TrimStart('/');
        if (data.Shape.Count is 0 or > MostValues) return [];
        if (data.Texts() is { } texts) return [new(name, Cut(string.Join(", ", texts)), !IsWordOfTheFormat(name))];
        return data.Numbers() is { } numbers
            ? [new(name, string.Join(' ', numbers.Select(n => n.ToString("R", CultureInfo.InvariantCulture))))] : [];
    }

    private static bool IsWordOfTheFormat(string name) =>
        name.EndsWith("Unit", StringComparison.Ordinal) || name.EndsWith("Labels", StringComparison.Ordinal);

    private static IEnumerable<HeaderField> Below(Hdf5Group group, Func<string, bool> isLeftOut, int depth)
    {
        if (depth > MostDepth) yield break;
        if (group.Text("description") is { Length: > 0 } description)
            yield return new(group.Path.TrimStart('/') + ".description", Cut(description), IsPersonal: true);
        foreach (var name in group.Names())
        {
            var path = $"{group.Path.TrimEnd('/')}/{name}";
            if (isLeftOut(path)) continue;
            var fields = group.Find(name) switch
            {
                Hdf5Dataset data => Of(data),
                Hdf5Group inner => Below(inner, isLeftOut, depth + 1),
                _ => [],
            };
            foreach (var field in fields) yield return field;
        }
    }

    private static string Cut(string text) => text.Length <= MostCharacters ? text : text[..MostCharacters] + " …";
}
