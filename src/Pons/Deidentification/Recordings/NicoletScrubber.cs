using Pons.Deidentification.SideFiles;
using Pons.Formats;

namespace Pons.Deidentification.Recordings;

/// <summary>Nicolet as EPILEPSIAE keeps it: numbers of patient, admission and recording, and the start.</summary>
internal sealed class NicoletScrubber : TextHeaderScrubber
{
    /// <inheritdoc/>
    public override string Format => "Nicolet";

    /// <inheritdoc/>
    public override bool Recognise(RecordingFiles files) => files.Extension == ".head" && PlainTextScrubber.IsText(files.FirstBytes.Span);

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Texts(RecordingFiles files) => [];

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Samples(RecordingFiles files) => files.Find(Path.ChangeExtension(files.Name, ".data")) is { } data ? [data] : [];

    /// <inheritdoc/>
    protected override IEnumerable<string> Lines(string name, IReadOnlyList<string> lines, Scribe scribe)
    {
        foreach (var line in lines)
        {
            if (Entry(line) is not { } entry)
            {
                yield return scribe.Text("line", null, line);
                continue;
            }

            var number = scribe.Rules.FieldNamed(entry.Key);
            if (number is not null && entry.Key.StartsWith("pat", StringComparison.OrdinalIgnoreCase)) scribe.Declare(entry.Value);
            yield return number is null ? scribe.Text("line", null, line) : With(line, entry, scribe.NamedValue("named line", null, number, entry.Value, "X"));
        }
    }
}
