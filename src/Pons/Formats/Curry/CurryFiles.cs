namespace Pons.Formats.Curry;

/// <summary>The names of the files that make one recording.</summary>
/// <param name="Parameters">The parameters, always there.</param>
/// <param name="Samples">The samples, which may be missing.</param>
/// <param name="Labels">The labels; null when they stand with the parameters.</param>
/// <param name="Events">The events; null when there are none.</param>
internal sealed record CurryFiles(string Parameters, string Samples, string? Labels, string? Events)
{
    private static readonly string[] ParameterExtensions = [".dpa", ".dpo", ".dap"];
    private static readonly string[] PartExtensions = [".cef", ".ceo", ".rs3", ".dat", ".cdt"];

    /// <summary>The recording that the named file belongs to; null when it belongs to none.</summary>
    public static CurryFiles? Find(RecordingFiles files)
    {
        if (AreParameters(files.FirstBytes.Span)) return Of(files, files.Name);
        if (!PartExtensions.Contains(files.Extension)) return null;
        var stem = Path.ChangeExtension(files.Name, null);
        foreach (var extension in ParameterExtensions)
            foreach (var candidate in new[] { files.Name + extension, stem + extension })
                if (files.Find(candidate) is { } name && AreParameters(files, name)) return Of(files, name);
        return null;
    }

    private static CurryFiles Of(RecordingFiles files, string parameters)
    {
        var stem = Path.ChangeExtension(parameters, null);
        var isSeven = Path.GetExtension(parameters).Equals(".dap", StringComparison.OrdinalIgnoreCase);
        string[] samples = isSeven ? [stem + ".dat"] : [stem, stem + ".cdt"];
        return new(parameters,
            samples.Select(files.Find).FirstOrDefault(f => f is not null && f != parameters) ?? samples[0],
            files.Find(stem + ".rs3"), files.Find(stem + ".cef") ?? files.Find(stem + ".ceo"));
    }

    private static bool AreParameters(RecordingFiles files, string name)
    {
        using var file = files.TryOpen(name);
        if (file is null) return false;
        var first = new byte[RecordingFiles.RecognitionLength];
        return AreParameters(first.AsSpan(0, file.ReadAtLeast(first, first.Length, throwOnEndOfStream: false)));
    }

    private static bool AreParameters(ReadOnlySpan<byte> first) => first.IndexOf("DATA_PARAMETERS START"u8) >= 0;
}
