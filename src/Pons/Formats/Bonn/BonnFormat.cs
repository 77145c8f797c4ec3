using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Pons.Formats.Delimited;
using Pons.Streams;

namespace Pons.Formats.Bonn;

/// <summary>
/// Segments of the University of Bonn (Andrzejak et al. 2001, doi 10.1103/PhysRevE.64.061907): 4097
/// whole numbers, one a line, at 173.61 Hz.
/// </summary>
public sealed partial class BonnFormat : RecordingFormat
{
    /// <summary>Samples of every segment of the data set.</summary>
    public const int SampleCount = 4097;

    /// <summary>Samples per second, as the publication states; the files do not.</summary>
    public const double RateHz = 173.61;

    /// <summary>Numbers have at most five signs, and a line end of two.</summary>
    private const int ShortestBytes = SampleCount * 2 - 1, LongestBytes = SampleCount * 8;

    /// <inheritdoc/>
    public override string Name => "Bonn text";

    /// <inheritdoc/>
    public override ImmutableArray<string> Extensions => [".txt"];

    /// <inheritdoc/>
    public override bool Recognise(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        if (files.IsFolder || !IsWholeNumbers(files.FirstBytes.Span)) return false;
        using var file = files.OpenMain();
        if (file.Length is < ShortestBytes or > LongestBytes) return false;
        var bytes = new byte[file.Length];
        return file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length && IsWholeNumbers(bytes)
            && Lines(bytes) == SampleCount;
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
            return Open(file, files.Name);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static Recording Open(Stream file, string name)
    {
        if (file.Length == 0) throw Empty(name);
        List<string> warnings =
        [
            "4097 whole numbers make the file a segment of the Bonn data set: its rate, 173.61 Hz, is that of the publication. "
                + "The unit is not stated.",
        ];
        var layout = new DelimitedLayout(new((byte)';', (byte)'.'), [new(0, "EEG", "", DelimitedRole.Channel)], 0);
        var index = DelimitedIndex.Of(file, name, layout, RateHz, warnings);
        if (index.RowCount != SampleCount)
            throw new RecordingFormatException(name, null, $"The text has {index.RowCount} rows; a segment has {SampleCount}.",
                "It is no segment of the Bonn data set, and its rate is unknown.", "Open it as delimited text.");
        var set = Set().Match(name).Groups[1].Value.ToUpperInvariant();
        return new DelimitedRecording(name, file, layout, index)
        {
            Format = "Bonn text",
            Fields = set.Length == 0 ? [] : [new("Set", Meaning(set))],
            Kind = ChannelKind.Eeg,
        }.Open(warnings);
    }

    private static string Meaning(string letter) => letter switch
    {
        "Z" => "A (Z): healthy, eyes open, scalp",
        "O" => "B (O): healthy, eyes closed, scalp",
        "N" => "C (N): between seizures, opposite hippocampus, intracranial",
        "F" => "D (F): between seizures, focus, intracranial",
        _ => "E (S): seizure, intracranial",
    };

    private static int Lines(ReadOnlySpan<byte> bytes)
    {
        var text = bytes.TrimEnd("\r\n"u8);
        return text.Count((byte)'\n') + 1;
    }

    private static bool IsWholeNumbers(ReadOnlySpan<byte> bytes) =>
        bytes.Length > 1 && bytes[0] is (byte)'-' or (>= (byte)'0' and <= (byte)'9')
        && bytes.IndexOfAnyExcept(WholeNumbers) < 0 && bytes.Contains((byte)'\n');

    private static readonly System.Buffers.SearchValues<byte> WholeNumbers = System.Buffers.SearchValues.Create("-0123456789\r\n"u8);

    [GeneratedRegex(@"^([ZONFS])[0-9]{3}\.", RegexOptions.IgnoreCase)]
    private static partial Regex Set();
}
