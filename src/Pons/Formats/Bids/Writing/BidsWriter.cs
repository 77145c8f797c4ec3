using System.Collections.Immutable;

namespace Pons.Formats.Bids.Writing;

/// <summary>
/// Makes a BIDS data set (version 1.11.1, https://bids-specification.readthedocs.io) out of recordings. EDF and BDF files are taken
/// over byte by byte, all others become BrainVision, which the specification recommends. One data set at a time.
/// </summary>
public sealed class BidsWriter
{
    /// <summary>Version of the specification that is written.</summary>
    public const string BidsVersion = "1.11.1";

    /// <summary>Name of the card that describes the data set for machines.</summary>
    public const string CardName = "croissant.json";

    private readonly BidsMapping? _mapping;
    private readonly string _version;

    /// <summary>Chooses what recordings do not say themselves.</summary>
    /// <param name="softwareVersion">Version of the program that writes, for <c>GeneratedBy</c>.</param>
    /// <param name="mapping">The mapping; default <see cref="BidsMapping.For"/>.</param>
    public BidsWriter(string softwareVersion, BidsMapping? mapping = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(softwareVersion);
        (_version, _mapping) = (softwareVersion, mapping);
    }

    /// <summary>Writes a data set; it appears under its name when it is whole.</summary>
    /// <param name="source">A folder of recordings, or one recording.</param>
    /// <param name="target">Folder of the data set; absent or empty.</param>
    /// <param name="progress">Told, on this thread, how many of how many recordings are written; may be <see langword="null"/>.</param>
    /// <param name="cancellation">Ends the writing.</param>
    /// <exception cref="RecordingFormatException">There is no recording, one is damaged, or one does not fit the mapping.</exception>
    /// <exception cref="IOException">A file cannot be read or written, or the target is not empty.</exception>
    /// <exception cref="OperationCanceledException">Writing was cancelled.</exception>
    public BidsReport Write(string source, string target, Action<int, int>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(source);
        ArgumentException.ThrowIfNullOrEmpty(target);
        var (leftOut, warnings) = (new List<string>(), new List<string>());
        var isFolder = Directory.Exists(source);
        var root = isFolder ? source : Path.GetDirectoryName(Path.GetFullPath(source))!;
        var paths = isFolder ? Recordings(root, leftOut, cancellation) : [source];
        if (paths.IsEmpty)
            throw new RecordingFormatException(Path.GetFileName(source), null, "The folder holds no recording with samples.",
                "A data set is made of recordings.", "Choose the folder of the recordings; pons formats lists what is read.");
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(root)));
        var mapping = _mapping ?? BidsMapping.For(name, [.. paths.Select(p => BidsSource.Relative(root, p))]);
        var sources = BidsSource.NameAll(root, paths, mapping, warnings);
        using var folder = new BidsFolder(target);
        for (var i = 0; i < sources.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            WriteRecording(folder, mapping, sources[i], warnings, cancellation);
            progress?.Invoke(i + 1, sources.Length);
        }

        new BidsDatasetFiles(folder, mapping, sources, _version).Write();
        folder.Commit();
        return new(sources.Length, sources.Select(s => s.Name.Subject).Distinct().Count(), [.. folder.Files], [.. leftOut], [.. warnings.Distinct()]);
    }

    /// <summary>Every recording with samples below a folder, once, however many files it has.</summary>
    private static ImmutableArray<string> Recordings(string root, List<string> leftOut, CancellationToken cancellation)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                var header = RecordingFormat.Of(path).ReadHeader(path);
                // A recording of several files is named by the one that its header names.
                if (!header.Streams.IsEmpty) found.Add(Path.Combine(Path.GetDirectoryName(path)!, header.File));
                else leftOut.Add($"{Path.GetRelativePath(root, path)}: it holds no samples.");
            }
            catch (RecordingFormatException fault)
            {
                leftOut.Add($"{Path.GetRelativePath(root, path)}: {fault.What}");
            }
        }

        return [.. found];
    }

    private static void WriteRecording(
        BidsFolder folder, BidsMapping mapping, BidsSource source, List<string> warnings, CancellationToken cancellation)
    {
        using var recording = Recording.Open(source.Path);
        var side = new BidsSideFiles(folder, mapping, source, recording);
        var extension = Path.GetExtension(source.Path).ToLowerInvariant();
        if (extension is ".edf" or ".bdf" && RecordingFormat.Of(source.Path).Extensions.Contains(extension))
        {
            folder.Copy(source.Path, side.PathOf(side.DataType, extension), cancellation);
            warnings.Add("EDF and BDF files are taken over byte by byte, what their headers say of a person included; "
                + "pons bids deidentify removes it.");
        }
        else
        {
            WriteBrainVision(folder, recording, side, warnings, cancellation);
        }

        side.Write();
    }

    private static void WriteBrainVision(
        BidsFolder folder, Recording recording, BidsSideFiles side, List<string> warnings, CancellationToken cancellation)
    {
        var relative = side.PathOf(side.DataType, ".vhdr");
        var format = RecordingFormat.ForNewFile(relative) ?? throw new NotSupportedException("BrainVision cannot be written.");
        var name = recording.Header.File;
        warnings.AddRange(format.Preview(recording).Losses.Select(loss => $"'{name}': {loss}"));
        warnings.AddRange(format.Create(folder.PathOf(relative), recording, cancellation: cancellation).Warnings.Select(w => $"'{name}': {w}"));
        foreach (var extension in new[] { ".eeg", ".vmrk", ".vhdr" }) folder.Remember(Path.ChangeExtension(relative, extension));
    }
}
