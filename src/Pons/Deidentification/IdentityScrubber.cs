using System.Collections.Immutable;
using Pons.Deidentification.Recordings;
using Pons.Deidentification.SideFiles;
using Pons.Formats;

namespace Pons.Deidentification;

/// <summary>
/// Knows where one format keeps what points to a person, and rewrites these places; everything else is copied byte for byte. What it does
/// not understand it refuses with <see cref="RecordingFormatException"/>: nothing that cannot be parsed is released. Stateless.
/// </summary>
internal abstract class IdentityScrubber
{
    /// <summary>All scrubbers in the order in which they are asked; those of several files come first, text last.</summary>
    public static ImmutableArray<IdentityScrubber> All { get; } =
    [
        new EdfScrubber(),
        new BrainVisionScrubber(),
        new XdfScrubber(),
        new GdfScrubber(),
        new FifScrubber(),
        new MatScrubber(),
        new PersystScrubber(),
        new NicoletScrubber(),
        new CurryScrubber(),
        new NeuroscanScrubber(),
        new NihonKohdenScrubber(),
        new AntCntScrubber(),
        new EgiRawScrubber(),
        new IntanScrubber(),
        new Bci2000Scrubber(),
        new NumpyScrubber(),
        new WfdbScrubber(),
        new WfdbAnnotationScrubber(),
        new GzipScrubber(),
        new JsonScrubber(),
        new XmlScrubber(),
        new TableScrubber(),
        new PlainTextScrubber(),
    ];

    /// <summary>Name of the format.</summary>
    public abstract string Format { get; }

    /// <summary>Whether the files are a recording that must open again with equal samples.</summary>
    public virtual bool OpensAsRecording(RecordingFiles files) => true;

    /// <summary>Whether this file is the main one of this format; decided by content. Never throws for damaged content.</summary>
    public abstract bool Recognise(RecordingFiles files);

    /// <summary>Names of the other files that belong to the recording, in the same folder.</summary>
    public virtual IReadOnlyList<string> Companions(RecordingFiles files) => [];

    /// <summary>Goes through the files once, in the pass of the scribe.</summary>
    /// <exception cref="RecordingFormatException">A place is not understood.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public abstract void Scrub(ScrubbedFiles files, Scribe scribe);
}
