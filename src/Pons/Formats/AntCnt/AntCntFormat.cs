using System.Collections.Immutable;

namespace Pons.Formats.AntCnt;

/// <summary>
/// EEProbe and eego recordings of ANT Neuro (<c>.cnt</c>): RIFF, or RF64 with lengths of 64 bits, holding compressed samples, with events
/// inside or beside (<c>.evt</c>, <c>.trg</c>, <c>.seg</c>). Read only.
/// </summary>
public sealed class AntCntFormat : RecordingFormat
{
    private static readonly string[] SideExtensions = [".evt", ".trg", ".seg"];

    /// <inheritdoc/>
    public override string Name => "ANT CNT";

    /// <inheritdoc/>
    public override ImmutableArray<string> Extensions => [".cnt", ".evt", ".trg", ".seg"];

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
            "It begins neither with RIFF nor with RF64 of the form CNT.", "The file is no recording of ANT.",
            "Name the .cnt file of the recording.");
        var file = files.Open(name, "the samples");
        try
        {
            return new AntCntReader(files, file, name).Open();
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static string? SamplesOf(RecordingFiles files)
    {
        if (files.FirstBytes.IsEmpty) return null;
        if (RiffChunk.IsForm(files.FirstBytes.Span)) return files.Name;
        if (!SideExtensions.Contains(files.Extension) || files.Find(Path.ChangeExtension(files.Name, ".cnt")) is not { } name) return null;
        using var samples = files.TryOpen(name);
        if (samples is null) return null;
        var first = new byte[RiffChunk.FormBytes];
        return RiffChunk.IsForm(first.AsSpan(0, samples.ReadAtLeast(first, first.Length, throwOnEndOfStream: false))) ? name : null;
    }
}
