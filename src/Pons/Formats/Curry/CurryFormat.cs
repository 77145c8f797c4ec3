using System.Collections.Immutable;

namespace Pons.Formats.Curry;

/// <summary>
/// Curry of Neuroscan, versions 6 to 9: parameters (<c>.dap</c>, <c>.cdt.dpa</c>, <c>.cdt.dpo</c>), samples (<c>.dat</c>, <c>.cdt</c>),
/// labels (<c>.rs3</c> or with the parameters) and events (<c>.cef</c>, <c>.ceo</c>). Any of them may be named. Read only.
/// </summary>
public sealed class CurryFormat : RecordingFormat
{
    /// <inheritdoc/>
    public override string Name => "Curry";

    /// <inheritdoc/>
    public override ImmutableArray<string> Extensions => [".cdt", ".dap", ".dpa", ".dpo", ".rs3", ".cef", ".ceo", ".dat"];

    /// <inheritdoc/>
    public override bool Recognise(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        return !files.FirstBytes.IsEmpty && CurryFiles.Find(files) is not null;
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
        var found = CurryFiles.Find(files) ?? throw new RecordingFormatException(files.Name, null,
            "There are no parameters: no file of this name (.dap, .dpa, .dpo) begins with DATA_PARAMETERS.",
            "Without them nothing says what the numbers are.", "Copy the file of parameters to the same folder, with the same name.");
        return new CurryReader(files, found).Open();
    }
}
