using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Formats.Delimited;

/// <summary>
/// Tables of numbers as text, one row a sample and one column a channel: comma-separated (RFC 4180), tab-separated, with semicolons or
/// blanks; also compressed, and with the JSON side-car of BIDS.
/// </summary>
public sealed class DelimitedFormat : RecordingFormat
{
    private static readonly string[] TableExtensions = [".csv", ".tsv", ".txt"];

    /// <inheritdoc/>
    public override string Name => "Delimited text";

    /// <inheritdoc/>
    public override ImmutableArray<string> Extensions => [".csv", ".tsv"];

    /// <inheritdoc/>
    /// <remarks>
    /// A text whose first lines have one number of cells, with numbers among them. Tables with words are taken for one only when their
    /// name ends in .csv, .tsv or .txt; they are then read, or refused with what they look like.
    /// </remarks>
    public override bool Recognise(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        if (files.IsFolder || files.FirstBytes.IsEmpty) return false;
        var isTable = TableExtensions.Contains(Path.GetExtension(NameOfText(files)).ToLowerInvariant());
        if (DelimitedReader.IsCompressed(files) && !isTable) return false;
        var head = Head(files, RecordingFiles.RecognitionLength, out var isWhole);
        // Of a wide table not even one row may fit.
        if (isTable && !isWhole && head.AsSpan().Count((byte)'\n') < 8) head = Head(files, DelimitedTable.HeadBytes, out isWhole);
        return head.Length > 0 && DelimitedTable.Of(head, isWhole) is { } table
            && (isTable || (table.IsNumeric && table.Title.Length == 0));
    }

    /// <inheritdoc/>
    public override RecordingHeader ReadHeader(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        using var recording = DelimitedReader.Open(files);
        return recording.Header;
    }

    /// <inheritdoc/>
    public override Recording Open(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        return DelimitedReader.Open(files);
    }

    /// <inheritdoc/>
    public override bool CanCreate => true;

    /// <inheritdoc/>
    public override FormatCapabilities Capabilities { get; } = new()
    {
        SampleTypes = [SampleType.Text],
        HoldsScales = false,
        HoldsIrregularStreams = true,
        HoldsGaps = true,
        HoldsNonFinite = true,
        HoldsMarkerLengths = false,
        HoldsStartTime = false,
    };

    /// <inheritdoc/>
    public override CreationPreview Preview(Recording content, CreationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(content);
        var preview = base.Preview(content, options);
        var kinds = content.Markers.Count(m => m.Kind.Length > 0 || m.Channel is not null);
        return kinds == 0 ? preview
            : preview with
            {
                Losses = preview.Losses.Add($"{Name} holds only the text of a marker; {kinds} markers "
                + "have a kind or a channel.")
            };
    }

    /// <inheritdoc/>
    /// <remarks>
    /// A line of names — <c>time_s</c>, the labels with their units in brackets, <c>marker</c> — and a row for each sample. The
    /// delimiter is a tab in a file that ends in .tsv, else a comma. Several markers at one sample are parted by semicolons.
    /// </remarks>
    public override CreationReport Create(
        string path, Recording content, CreationOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(content);
        var delimiter = path.EndsWith(".tsv", StringComparison.OrdinalIgnoreCase) ? '\t' : ',';
        var writer = new DelimitedWriter(content, Path.GetFileName(path), delimiter, options ?? CreationOptions.Default, cancellation);
        CreationReport? report = null;
        WriteWhole(path, file => report = writer.Write(file));
        return report!;
    }

    /// <summary>The name without the ending of a compressed file.</summary>
    private static string NameOfText(RecordingFiles files) =>
        files.Extension == ".gz" ? Path.GetFileNameWithoutExtension(files.Name) : files.Name;

    private static byte[] Head(RecordingFiles files, int length, out bool isWhole)
    {
        try
        {
            using var file = DelimitedReader.OpenText(files);
            return DelimitedReader.Head(file, length, out isWhole);
        }
        catch (Exception e) when (e is InvalidDataException or RecordingFormatException)
        {
            // What cannot be expanded is no table.
            isWhole = true;
            return [];
        }
    }
}
