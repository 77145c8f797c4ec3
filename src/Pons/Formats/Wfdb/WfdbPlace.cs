namespace Pons.Formats.Wfdb;

/// <summary>Which record a named file leads to: a header, or annotations that stand alone.</summary>
internal static class WfdbPlace
{
    public const string HeaderExtension = ".hea";

    /// <summary>So many headers of a folder are looked into for the name of a signal file.</summary>
    private const int MostHeaders = 64;

    /// <summary>Extensions that only annotators use; other files are known by their content.</summary>
    private static readonly string[] s_annotators =
        [".atr", ".ecg", ".event", ".ari", ".aha", ".qrs", ".wqrs", ".gqrs", ".sqrs", ".xqrs", ".gqrsh", ".gqrsl", ".wabp", ".ann", ".st",
            ".sta", ".stb", ".stc", ".apn", ".epi"];

    /// <summary>Name of the header that the file belongs to; <see langword="null"/> when there is none.</summary>
    public static string? HeaderOf(RecordingFiles files)
    {
        if (files.IsFolder) return null;
        if (files.Extension == HeaderExtension) return WfdbHeaderReader.IsHeader(files.FirstBytes.Span) ? files.Name : null;
        var own = files.Find(Path.ChangeExtension(files.Name, HeaderExtension));
        if (own is not null && (IsAnnotations(files) || Names(files, own, files.Name, depth: 0))) return own;
        if (IsAnnotations(files) || files.Extension is not (".dat" or ".mat" or ".d0")) return null;
        return files.Names.Where(n => n.EndsWith(HeaderExtension, StringComparison.OrdinalIgnoreCase)
            && !n.Contains('/', StringComparison.Ordinal))
            .Take(MostHeaders).FirstOrDefault(h => Names(files, h, files.Name, depth: 1));
    }

    /// <summary>Whether the file holds annotations, or says so by its name.</summary>
    public static bool IsAnnotations(RecordingFiles files) =>
        WfdbAnnotationFile.IsAnnotations(files.FirstBytes.Span) || IsAnnotator(files.Extension, files.FirstBytes.Span);

    /// <summary>Annotation files of a record by their names, <c>.atr</c> first.</summary>
    public static IEnumerable<string> AnnotationsOf(RecordingFiles files, string header, ISet<string> signalFiles)
    {
        var stem = header[..^HeaderExtension.Length];
        return files.Names.Where(n => n.Length > stem.Length + 1 && n.StartsWith(stem, StringComparison.Ordinal) && n[stem.Length] == '.'
                && n.IndexOfAny(['.', '/'], stem.Length + 1) < 0 && n != header && !signalFiles.Contains(n))
            .OrderBy(n => !n.EndsWith(".atr", StringComparison.OrdinalIgnoreCase)).ThenBy(n => n, StringComparer.Ordinal);
    }

    /// <summary>Whether a file beside is to be read as annotations.</summary>
    public static bool IsAnnotator(string extension, ReadOnlySpan<byte> first) =>
        s_annotators.Contains(extension) && first.Length > 1 && first.IndexOfAnyExcept((byte)0) is >= 0 and < 2;

    /// <summary>Whether a header, or one of its segments, names a signal file.</summary>
    private static bool Names(RecordingFiles files, string header, string signalFile, int depth)
    {
        try
        {
            using var file = files.TryOpen(header);
            if (file is null) return false;
            var record = WfdbHeaderReader.Read(file, header, []);
            return record.Signals.Any(s => s.File == signalFile)
                || (depth == 0 && record.Segments.Take(MostHeaders).Any(s => Names(files, s.Name + HeaderExtension, signalFile, depth: 1)));
        }
        catch (RecordingFormatException)
        {
            // A header that cannot be read leads nowhere; whoever opens it is told why.
            return false;
        }
    }
}
