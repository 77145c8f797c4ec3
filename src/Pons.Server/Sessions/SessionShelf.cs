using System.Collections.Concurrent;
using System.Collections.Immutable;
using Pons.Formats;
using Pons.Sessions.Ledger;

namespace Pons.Server.Sessions;

/// <summary>
/// The recordings in one folder. A recording is opened once and its account kept until the file changes. Members may be called by any
/// thread. Names are only ever compared with those in the folder, so nobody can ask for a file elsewhere.
/// </summary>
internal sealed class SessionShelf(string folder)
{
    /// <summary>Name of the folder inside, into which recordings are exported.</summary>
    public const string ExportFolder = "exports";

    private static readonly ImmutableArray<string> Endings = [".xdf", ".edf", ".bdf", ".vhdr", ".set"];
    private readonly ConcurrentDictionary<string, (long Length, DateTime Written, SessionAccount Account)> _known = new(StringComparer.Ordinal);

    /// <summary>The folder, in full.</summary>
    public string Folder { get; } = Path.GetFullPath(folder);

    /// <summary>The recordings, the newest first.</summary>
    public IEnumerable<FileInfo> Files() =>
        !Directory.Exists(Folder) ? [] : new DirectoryInfo(Folder).EnumerateFiles()
            .Where(f => Endings.Contains(f.Extension.ToLowerInvariant()))
            .OrderByDescending(f => f.LastWriteTimeUtc).ThenBy(f => f.Name, StringComparer.Ordinal);

    /// <summary>A recording by its name; <see langword="null"/> when there is none.</summary>
    public FileInfo? Find(string name) => Files().FirstOrDefault(f => f.Name == name);

    /// <summary>What a recording holds.</summary>
    public SessionAccount Read(FileInfo file)
    {
        var ledger = new FileInfo(SessionLedger.PathFor(file.FullName));
        var written = ledger.Exists && ledger.LastWriteTimeUtc > file.LastWriteTimeUtc ? ledger.LastWriteTimeUtc : file.LastWriteTimeUtc;
        if (_known.TryGetValue(file.FullName, out var known) && known.Length == file.Length && known.Written == written) return known.Account;
        var account = SessionAccount.Of(file.FullName);
        _known[file.FullName] = (file.Length, written, account);
        return account;
    }

    /// <summary>A path that no recording has yet, with a name that every system can hold.</summary>
    public string NewPath(string name)
    {
        Directory.CreateDirectory(Folder);
        var plain = new string([.. name.Trim().Select(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or ' ' ? c : '-')]).Trim('.', ' ');
        if (plain.Length > 80) plain = plain[..80];
        if (plain.Length == 0) plain = "session";
        for (var count = 1; ; count++)
        {
            var path = Path.Combine(Folder, count == 1 ? $"{plain}.xdf" : $"{plain} ({count}).xdf");
            if (!File.Exists(path)) return path;
        }
    }

    /// <summary>Converts a recording into a file of the folder of exports.</summary>
    /// <param name="file">The recording.</param>
    /// <param name="format">The format of the new file.</param>
    /// <param name="cancellation">Ends the writing.</param>
    /// <returns>The files that were made, and what could not be kept.</returns>
    /// <exception cref="RecordingFormatException">The format cannot hold the recording, or it cannot be read.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public (ImmutableArray<FileInfo> Files, ImmutableArray<string> Losses) Export(
        FileInfo file, RecordingFormat format, CancellationToken cancellation)
    {
        var exports = Directory.CreateDirectory(Path.Combine(Folder, ExportFolder));
        var stem = Path.GetFileNameWithoutExtension(file.Name);
        using var recording = Recording.Open(file.FullName);
        var holdable = Holdable(recording, format);
        var leftOut = recording.Streams.Except(holdable.Streams).Select(s => $"{format.Name} needs a fixed rate; stream '{s.Info.Name}' has none.");
        ImmutableArray<string> losses = [.. leftOut, .. format.Preview(holdable).Losses];
        var path = Path.Combine(exports.FullName, stem + format.Extensions[0]);
        var report = format.Create(path, holdable, null, cancellation);
        var inexact = report.Losses.Count(l => l.LargestError != 0);
        if (inexact > 0) losses = losses.Add($"{format.Name} rounds the values of {inexact} channels to its own steps.");
        var made = exports.EnumerateFiles().Where(f => Path.GetFileNameWithoutExtension(f.Name) == stem);
        var wanted = format.Name == "BrainVision" ? [".vhdr", ".vmrk", ".eeg"] : format.Extensions;
        return ([.. made.Where(f => wanted.Contains(f.Extension))], [.. losses.Union(report.Warnings)]);
    }

    /// <summary>The recording without its irregular streams, such as arrivals, where the format has no place for them.</summary>
    private static Recording Holdable(Recording recording, RecordingFormat format) => format.Capabilities.HoldsIrregularStreams
        ? recording
        : new(recording.Header, [.. recording.Streams.Where(s => s.Info.RateHz is not null)], recording.Markers, recording.Gaps, recording.Warnings);

    /// <summary>An exported file by its name; <see langword="null"/> when there is none.</summary>
    public FileInfo? FindExport(string name)
    {
        var exports = new DirectoryInfo(Path.Combine(Folder, ExportFolder));
        return exports.Exists ? exports.EnumerateFiles().FirstOrDefault(f => f.Name == name) : null;
    }
}
