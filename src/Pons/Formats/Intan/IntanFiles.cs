using System.Buffers.Binary;

namespace Pons.Formats.Intan;

/// <summary>Finds the header of a recording, whichever of its files is named.</summary>
internal static class IntanFiles
{
    public const string NumbersFile = "time.dat";

    private static readonly string[] SharedFiles =
        [NumbersFile, "amplifier.dat", "auxiliary.dat", "supply.dat", "analogin.dat", "analogout.dat", "digitalin.dat", "digitalout.dat",
            "dcamplifier.dat", "stim.dat"];

    private static readonly string[] ChannelFiles = ["amp-", "aux-", "vdd-", "dc-", "stim-", "board-"];
    private static readonly string[] HeaderFiles = ["info.rhd", "info.rhs"];

    public static bool IsHeader(ReadOnlySpan<byte> first) => first.Length >= 4
        && BinaryPrimitives.ReadUInt32LittleEndian(first) is IntanHeaderReader.AmplifierMagic or IntanHeaderReader.StimulatorMagic;

    private static bool IsDataName(string name) => SharedFiles.Contains(name, StringComparer.OrdinalIgnoreCase)
        || (name.EndsWith(".dat", StringComparison.OrdinalIgnoreCase)
            && ChannelFiles.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)));

    /// <summary>The file beside the named one, or in the folder, that holds the header; <see langword="null"/> when there is none.</summary>
    public static string? HeaderBeside(RecordingFiles files)
    {
        if (!files.IsFolder && !IsDataName(files.Name)) return null;
        return HeaderFiles.Select(files.Find).FirstOrDefault(found => found is not null && HoldsHeader(files, found));
    }

    private static bool HoldsHeader(RecordingFiles files, string name)
    {
        using var file = files.TryOpen(name);
        Span<byte> first = stackalloc byte[4];
        return file is not null && file.ReadAtLeast(first, first.Length, throwOnEndOfStream: false) == first.Length && IsHeader(first);
    }
}
