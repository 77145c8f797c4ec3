using System.Collections.Immutable;
using Pons.Experiments;
using Pons.Formats;

namespace Pons.Evaluation;

/// <summary>The recordings of an evaluation. Immutable; files are opened when they are evaluated.</summary>
/// <param name="Recordings">The recordings, in ordinal order of their paths.</param>
public sealed record Dataset(ImmutableArray<DatasetRecording> Recordings)
{
    /// <summary>
    /// Recordings by path. A folder gives every file in it whose extension is that of a recording; those that do not fit the
    /// paradigm are left out and reported. A file that is named itself must fit.
    /// </summary>
    /// <exception cref="EvaluationException">A path does not exist, or no recording is left.</exception>
    public static Dataset FromPaths(IEnumerable<string> paths)
    {
        var distinct = paths.SelectMany(Expand).DistinctBy(r => Path.GetFullPath(r.Path));
        var recordings = distinct.OrderBy(r => r.Path, StringComparer.Ordinal).ToImmutableArray();
        if (recordings.IsEmpty)
            throw new EvaluationException(
                "There is no recording to evaluate.", "A score needs trials.", "Name files, or a folder that holds recordings.");
        return new(recordings);
    }

    private static IEnumerable<DatasetRecording> Expand(string path)
    {
        if (File.Exists(path)) return [new(path, RunNames.KeyOf(path), MustFit: true)];
        if (!Directory.Exists(path))
            throw new EvaluationException($"'{path}' does not exist.", "Nothing can be read from it.", "Check the path.");
        return Directory.EnumerateFiles(path).Where(IsRecording)
            .Select(file => new DatasetRecording(file, RunNames.KeyOf(file), MustFit: false));
    }

    private static bool IsRecording(string path) =>
        RecordingFormat.All.Any(f => f.Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase));
}
