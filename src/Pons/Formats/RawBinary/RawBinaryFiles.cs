using System.Collections.Immutable;
using System.Text;

namespace Pons.Formats.RawBinary;

/// <summary>Finds the description of a file of bare numbers, and the numbers of a description.</summary>
internal static class RawBinaryFiles
{
    private static readonly string[] DataExtensions = [".raw", ".dat", ".bin", ".data"];

    /// <summary>The description that the named file is, or that stands beside it; <see langword="null"/> when there is none.</summary>
    public static RawDescription? Describe(RecordingFiles files)
    {
        if (files.IsFolder) return null;
        if (!DataExtensions.Contains(files.Extension)) return Read(files, files.Name);
        var stem = Path.GetFileNameWithoutExtension(files.Name);
        string[] names = [stem + ".json", files.Name + ".json", RawDescriptionText.PythonName, "info.json"];
        foreach (var name in names)
            if (files.Find(name) is { } found && Read(files, found) is { } description
                && (description.DataFiles.IsEmpty || description.DataFiles.Contains(files.Name, StringComparer.OrdinalIgnoreCase))) return description;
        return null;
    }

    /// <summary>The files with the numbers that a description stands for.</summary>
    public static ImmutableArray<string> DataOf(RecordingFiles files, RawDescription description)
    {
        if (!description.DataFiles.IsEmpty) return description.DataFiles;
        if (DataExtensions.Contains(files.Extension)) return [files.Name];
        var stem = Path.GetFileNameWithoutExtension(files.Name);
        var all = files.Names.Where(n => DataExtensions.Contains(Path.GetExtension(n).ToLowerInvariant())).ToList();
        var own = all.Where(n => Path.GetFileNameWithoutExtension(n).Equals(stem, StringComparison.OrdinalIgnoreCase)
            || n.Equals(stem, StringComparison.OrdinalIgnoreCase)).ToList();
        if (own.Count > 0) all = own;
        return all.Count == 1 ? [.. all] : throw new RecordingFormatException(files.Name, null,
            $"{all.Count} files of numbers stand beside the description, which names none of them: {string.Join(", ", all.Take(10))}.",
            "Which of them is meant is not clear.", "Name the file with the numbers, or name it in the description as 'data_file'.");
    }

    private static RawDescription? Read(RecordingFiles files, string name)
    {
        if (!name.EndsWith(".json", StringComparison.OrdinalIgnoreCase) && !name.Equals(RawDescriptionText.PythonName, StringComparison.OrdinalIgnoreCase))
            return null;
        using var file = files.TryOpen(name);
        if (file is null || file.Length > RawDescriptionText.LongestBytes) return null;
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return RawDescriptionText.Values(name, Encoding.UTF8.GetString(bytes)) is { } values ? RawDescription.Of(name, values) : null;
    }
}
