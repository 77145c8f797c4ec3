using System.Collections.Immutable;

namespace Pons.Deidentification;

/// <summary>A file, or the files of one recording, on its way through the passes.</summary>
/// <param name="Path">Path of the main file below the root of the source, with <c>/</c> between parts.</param>
/// <param name="Companions">The same for the other files.</param>
/// <param name="Scrubber">What understands it; <see langword="null"/> when nothing does.</param>
internal sealed record ScrubUnit(string Path, ImmutableArray<string> Companions, IdentityScrubber? Scrubber)
{
    public SubjectRecord? Subject { get; set; }

    /// <summary>Whether it must open again with equal samples.</summary>
    public bool IsRecording { get; set; }

    public PonsException? Refusal { get; set; }

    public IEnumerable<string> Paths => Companions.Prepend(Path);
}
