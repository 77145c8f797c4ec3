using System.Buffers.Binary;
using Pons.Formats;
using Pons.Formats.Wfdb;

namespace Pons.Deidentification.Recordings;

/// <summary>
/// WFDB annotations (annot(5)): words of 16 bits, of which some announce a text of a stated length; the texts are rewritten where they stand.
/// A file of annotations may stand alone.
/// </summary>
internal sealed class WfdbAnnotationScrubber : IdentityScrubber
{
    private const long MostBytes = 1 << 28;
    private const int Skip = 59, Aux = 63;

    /// <inheritdoc/>
    public override string Format => "WFDB annotations";

    /// <inheritdoc/>
    public override bool Recognise(RecordingFiles files) => !files.FirstBytes.IsEmpty && files.Extension is not (".hea" or ".dat" or ".txt" or ".csv" or ".tsv") && WfdbPlace.IsAnnotations(files)
        && new WfdbFormat().Recognise(files);

    /// <inheritdoc/>
    public override void Scrub(ScrubbedFiles files, Scribe scribe) => Scrub(files, files.Name, scribe);

    /// <summary>Rewrites the annotations of a record beside its header.</summary>
    public static void Scrub(ScrubbedFiles files, string name, Scribe scribe)
    {
        var bytes = name == files.Name ? files.ReadAll(MostBytes) : files.ReadAll(name, MostBytes);
        var at = 0;
        while (at + 2 <= bytes.Length)
        {
            var word = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at));
            var (code, value) = (word >> 10, word & 0x3FF);
            if (word == 0) break;
            at += 2 + (code == Skip ? 4 : 0);
            if (code != Aux) continue;
            if (value > bytes.Length - at)
                throw new RecordingFormatException(name, at, "A text reaches beyond the end of the file.", "What it holds is unknown.", "Copy the file again.");
            scribe.FixedText("text of an annotation", at, bytes.AsSpan(at, value));
            at += value + (value & 1);
        }

        // The mark of the end is two zeros, and nothing follows.
        if (at + 2 < bytes.Length) scribe.Unused("behind the end of the annotations", at + 2, bytes.AsSpan(at + 2));
        files.Write(name, bytes);
    }
}
