using System.Collections.Immutable;
using System.Text;

namespace Pons.Formats.NihonKohden;

/// <summary>
/// Nihon Kohden EEG-1100, EEG-2100, QI-403A, DAE-2100D and EEG-1200: samples (<c>.EEG</c>) with electrodes (<c>.21E</c>), log
/// (<c>.LOG</c>) and patient (<c>.PNT</c>). Any of them may be named. Read only.
/// </summary>
public sealed class NihonKohdenFormat : RecordingFormat
{
    private static readonly HashSet<string> Devices = new(
        ["EEG-1100A V01.00", "EEG-1100B V01.00", "EEG-1100C V01.00", "QI-403A   V01.00", "QI-403A   V02.00", "EEG-2100  V01.00",
            "EEG-2100  V02.00", "DAE-2100D V01.30", "DAE-2100D V02.00", NihonKohdenBlocks.Extended], StringComparer.Ordinal);

    private static readonly string[] SideExtensions = [".21e", ".pnt", ".log"];

    /// <inheritdoc/>
    public override string Name => "Nihon Kohden";

    /// <inheritdoc/>
    public override ImmutableArray<string> Extensions => [".eeg", ".21e", ".pnt", ".log"];

    /// <inheritdoc/>
    public override bool Recognise(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        return SamplesOf(files) is not null;
    }

    /// <inheritdoc/>
    public override RecordingHeader ReadHeader(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        using var recording = Open(files);
        return recording.Header;
    }

    /// <inheritdoc/>
    public override Recording Open(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var name = SamplesOf(files) ?? throw new RecordingFormatException(files.Name, 0,
            "It does not begin with the name of a device whose files are known.", "The layout of the file is unknown.",
            "Name the .EEG file of the recording, or export it to EDF+.");
        var file = files.Open(name, "the samples");
        try
        {
            return new NihonKohdenReader(files, file, name).Open();
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Whether a file of the recording begins with the name of a device.</summary>
    internal static bool BeginsWithDevice(ReadOnlySpan<byte> first) => first.Length >= 16
        && Devices.Contains(Encoding.Latin1.GetString(first[..16]));

    /// <summary>Name of the file with the samples; null when the named file belongs to none.</summary>
    private static string? SamplesOf(RecordingFiles files)
    {
        if (files.FirstBytes.IsEmpty) return null;
        if (!SideExtensions.Contains(files.Extension)) return IsSamples(files.FirstBytes.Span) ? files.Name : null;
        if (files.Find(Path.ChangeExtension(files.Name, ".EEG")) is not { } name) return null;
        using var samples = files.TryOpen(name);
        if (samples is null) return null;
        var first = new byte[RecordingFiles.RecognitionLength];
        return IsSamples(first.AsSpan(0, samples.ReadAtLeast(first, first.Length, throwOnEndOfStream: false))) ? name : null;
    }

    private static bool IsSamples(ReadOnlySpan<byte> first) => BeginsWithDevice(first)
        && first.Length > NihonKohdenBlocks.ControlTableAt && BeginsWithDevice(first[NihonKohdenBlocks.ControlNameAt..]);
}
