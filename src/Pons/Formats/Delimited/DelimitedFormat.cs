using System.Collections.Immutable;

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
        return head.Length > 0 && DelimitedTable.Of(head, isWhole) is { } table && (isTable || (table.IsNumeric && table.Title.Length == 0));
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

    /// <summary>The name without the ending of a compressed file.</summary>
    private static string NameOfText(RecordingFiles files) => files.Extension == ".gz" ? Path.GetFileNameWithoutExtension(files.Name) : files.Name;

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
