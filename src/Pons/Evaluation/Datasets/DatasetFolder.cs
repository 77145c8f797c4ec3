using Pons.Experiments;

namespace Pons.Evaluation.Datasets;

/// <summary>The files of a data set on this computer.</summary>
/// <param name="Description">The data set.</param>
/// <param name="Path">The folder that holds them.</param>
public sealed record DatasetFolder(DatasetDescription Description, string Path)
{
    /// <summary>Finds the folder that holds a data set: in a folder of data sets, beside others, or the folder itself.</summary>
    /// <param name="description">The data set.</param>
    /// <param name="data">Folder of data sets, or that of this one.</param>
    /// <exception cref="EvaluationException">Its files are not there.</exception>
    public static DatasetFolder Find(DatasetDescription description, string data)
    {
        ArgumentNullException.ThrowIfNull(description);
        string[] places = [System.IO.Path.Combine(data, description.Folder), System.IO.Path.Combine(data, description.Folder.Split('/')[^1]), data];
        var found = places.FirstOrDefault(p => description.Files.IsEmpty
            ? p != data && Directory.Exists(p)
            : description.Files.Any(f => File.Exists(System.IO.Path.Combine(p, f.Path))));
        return new(description, found ?? throw new EvaluationException(
            $"'{data}' holds no file of the data set '{description.Name}'.", $"They are expected in '{description.Folder}' below it.",
            description.Source is null
                ? $"Get them from {(description.Homepage.Length > 0 ? description.Homepage : "their publisher")}."
                : $"Get them with: pons datasets get {description.Name} --data {data}"));
    }

    /// <summary>Its recordings, after every file has been compared with its checksum.</summary>
    /// <param name="cancellation">Stops between two files.</param>
    /// <exception cref="EvaluationException">A file is missing, or another one than described.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Dataset Recordings(CancellationToken cancellation = default)
    {
        if (Description.Files.IsEmpty) return Dataset.FromPaths([Path]);
        RequireFiles(cancellation);
        return new([.. Description.Files.Where(f => !f.IsBeside).Select(RecordingOf).OrderBy(r => r.Path, StringComparer.Ordinal)]);
    }

    /// <summary>Compares every file with its checksum.</summary>
    /// <exception cref="EvaluationException">A file is missing, or another one than described.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public void RequireFiles(CancellationToken cancellation = default)
    {
        var missing = Description.Files.Where(f => !File.Exists(PathOf(f))).Select(f => f.Path).ToList();
        if (missing.Count > 0)
            throw new EvaluationException(
                $"{missing.Count} of {Description.Files.Length} files of '{Description.Name}' are not in '{Path}', the first is {missing[0]}.",
                "A part of a data set gives other figures than the whole.", $"Get them with: pons datasets get {Description.Name} --data DIR; or evaluate the files by their paths.");
        foreach (var file in Description.Files)
        {
            cancellation.ThrowIfCancellationRequested();
            var hash = DatasetRecording.HashOf(PathOf(file));
            if (hash != file.Sha256)
                throw new EvaluationException(
                    $"'{PathOf(file)}' has the SHA-256 {hash[..12]}…, the description says {file.Sha256[..12]}….",
                    "The file was changed or is another version, so its figures could not be compared with any other.",
                    "Get it again, or evaluate the file by its path.");
        }
    }

    /// <summary>Full path of a file.</summary>
    public string PathOf(DatasetFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return System.IO.Path.Combine(Path, file.Path.Replace('/', System.IO.Path.DirectorySeparatorChar));
    }

    private DatasetRecording RecordingOf(DatasetFile file)
    {
        var key = RunNames.KeyOf(file.Path);
        return new(PathOf(file), new(
            file.Subject is { } subject ? new(subject) : key.Subject, file.Session is { } session ? new(session) : key.Session,
            file.Run is { } run ? new(run) : key.Run), MustFit: true, file.Sha256);
    }
}
