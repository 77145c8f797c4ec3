using Pons.Formats;

namespace Pons.Deidentification.SideFiles;

/// <summary>XML by itself.</summary>
internal sealed class XmlScrubber : IdentityScrubber
{
    private const long MostBytes = 1 << 27;

    /// <inheritdoc/>
    public override string Format => "XML";

    /// <inheritdoc/>
    public override bool OpensAsRecording(RecordingFiles files) => false;

    /// <inheritdoc/>
    public override bool Recognise(RecordingFiles files) => files.Extension == ".xml" || files.FirstBytes.Span.StartsWith("<?xml"u8);

    /// <inheritdoc/>
    public override void Scrub(ScrubbedFiles files, Scribe scribe)
    {
        var bytes = files.ReadAll(MostBytes);
        var text = TextBytes.DecodeFile(bytes, out var encoding, out var mark)
            ?? throw new RecordingFormatException(files.Name, 0, "The file holds bytes that are no text.", "What they are is unknown.", "Mend the file.");
        var target = files.Create(files.Name);
        target.Write(bytes.AsSpan(0, mark));
        target.Write(TextBytes.Encode(XmlText.Scrub(text, null, files.Name, scribe), encoding));
    }
}
