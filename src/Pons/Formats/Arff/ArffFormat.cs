using System.Collections.Immutable;

namespace Pons.Formats.Arff;

/// <summary>
/// Attribute-Relation File Format of Weka: a list of named attributes and then a row of values for each sample, parted by commas.
/// </summary>
public sealed class ArffFormat : RecordingFormat
{
    /// <inheritdoc/>
    public override string Name => "ARFF";

    /// <inheritdoc/>
    public override ImmutableArray<string> Extensions => [".arff"];

    /// <inheritdoc/>
    public override bool Recognise(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        return !files.IsFolder && ArffReader.IsArff(files.FirstBytes.Span);
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
        var file = files.OpenMain();
        try
        {
            if (file.Length == 0) throw Empty(files.Name);
            return new ArffReader(file, files.Name).Open();
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
