using System.Collections.Immutable;

namespace Pons.Formats.Bids.Writing;

/// <summary>A recording that becomes part of a data set, and the name that it gets.</summary>
/// <param name="Path">Path of the recording.</param>
/// <param name="Name">Entities of its new name; suffix and extension follow from what it holds.</param>
/// <param name="Task">What the participant did.</param>
internal sealed record BidsSource(string Path, BidsName Name, BidsTask Task)
{
    private const string UnknownTask = "unspecified";

    /// <summary>Names recordings by a mapping.</summary>
    /// <param name="root">Folder that paths are relative to.</param>
    /// <param name="paths">Paths of the recordings.</param>
    /// <param name="mapping">Says which part of a path is what.</param>
    /// <param name="warnings">Told what had to be assumed.</param>
    /// <exception cref="RecordingFormatException">A path does not fit the mapping, or two recordings would get one name.</exception>
    public static ImmutableArray<BidsSource> NameAll(string root, IEnumerable<string> paths, BidsMapping mapping, List<string> warnings)
    {
        var pattern = mapping.Pattern();
        var sources = paths.Select(path =>
        {
            var relative = Relative(root, path);
            var match = pattern.Match(relative);
            if (!match.Success)
                throw new RecordingFormatException(relative, null, $"Its path does not fit the file pattern '{mapping.FilePattern}'.",
                    "Whose recording it is would be unknown.", "Correct the pattern in the mapping, or move the file away.");
            string? Part(string group) => match.Groups[group] is { Success: true, Value: var value } ? BidsName.ToLabel(value) : null;
            var (subject, task) = (Part("subject"), TaskOf(mapping, match.Groups["run"].Value, Part("task")));
            if (string.IsNullOrEmpty(subject))
                throw new RecordingFormatException(relative, null, "The file pattern finds no letter and no digit of a subject in its path.",
                    "Whose recording it is would be unknown.", "Give the pattern a group named subject that matches the label of a person.");
            if (task.Label == UnknownTask) warnings.Add($"'{relative}': what the participant did is not stated; the task is called '{UnknownTask}'.");
            var name = new BidsName("eeg", "").With("sub", subject).With("ses", Part("session")).With("task", task.Label).With("run", Part("run"));
            return new BidsSource(path, name, task);
        }).OrderBy(s => s.Name.ToString(), StringComparer.Ordinal).ToImmutableArray();
        if (sources.GroupBy(s => s.Name).FirstOrDefault(g => g.Count() > 1) is { } same)
            throw new RecordingFormatException(System.IO.Path.GetFileName(same.First().Path), null,
                $"{same.Count()} recordings would get the name '{same.Key}': {string.Join(", ", same.Select(s => Relative(root, s.Path)))}.",
                "One would replace the other.", "Let the file pattern of the mapping tell them apart, by session or run.");
        return sources;
    }

    /// <summary>Path relative to a folder, with <c>/</c> and without extension.</summary>
    public static string Relative(string root, string path) =>
        System.IO.Path.ChangeExtension(System.IO.Path.GetRelativePath(root, path).Replace('\\', '/'), null);

    private static BidsTask TaskOf(BidsMapping mapping, string run, string? label) =>
        mapping.Tasks.FirstOrDefault(t => label is null ? t.Runs.Contains(run) : t.Label == label)
        ?? mapping.Tasks.FirstOrDefault(t => t.Runs.IsEmpty && label is null)
        ?? new BidsTask { Label = string.IsNullOrEmpty(label) ? UnknownTask : label };
}
