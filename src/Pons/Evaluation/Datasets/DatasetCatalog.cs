using System.Collections.Immutable;

namespace Pons.Evaluation.Datasets;

/// <summary>The data sets whose descriptions come with Pons. Thread-safe.</summary>
public static class DatasetCatalog
{
    private const string Prefix = "datasets/";

    private static readonly Lazy<ImmutableArray<DatasetDescription>> Known = new(ReadAll);

    /// <summary>All descriptions in ordinal order of their names.</summary>
    public static ImmutableArray<DatasetDescription> All => Known.Value;

    /// <summary>The description of this name, or in this file.</summary>
    /// <param name="nameOrPath">A name of <see cref="All"/>, or the path of a JSON file.</param>
    /// <exception cref="EvaluationException">There is neither, or the file is no description.</exception>
    public static DatasetDescription Find(string nameOrPath)
    {
        if (All.FirstOrDefault(d => d.Name == nameOrPath) is { } known) return known;
        if (File.Exists(nameOrPath)) return DatasetDescription.Read(nameOrPath);
        throw new EvaluationException(
            $"There is no data set '{nameOrPath}', and no file of that name.", "Its recordings and events are not known.",
            $"Choose one of: {string.Join(", ", All.Select(d => d.Name))}; or give the JSON file that describes it.");
    }

    private static ImmutableArray<DatasetDescription> ReadAll()
    {
        var assembly = typeof(DatasetCatalog).Assembly;
        var names = assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        return [.. names.Select(name =>
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            return DatasetDescription.Read(stream, name);
        })];
    }
}
