using System.Globalization;

namespace Pons.Formats.Wfdb;

/// <summary>A file of annotations without a header: a recording of markers only.</summary>
internal static class WfdbLoneAnnotations
{
    public static Recording Open(RecordingFiles files)
    {
        if (files.FirstBytes.IsEmpty) throw RecordingFormat.Empty(files.Name);
        if (files.Extension == WfdbPlace.HeaderExtension)
        {
            using var header = files.OpenMain();
            // It was taken for a header by its name; reading it says what is wrong.
            WfdbHeaderReader.Read(header, files.Name, []);
        }

        var read = ReadAnnotations(files);
        var warnings = new List<string>();
        if (read.Fault is not null)
            warnings.Add(WfdbMarkers.Kept(files.Name, read));
        var rate = read.RateHz ?? RateBeside(files) ?? AssumedRate(files.Name, warnings);
        var markers = WfdbMarkers.Of(read, files.Extension.TrimStart('.'), rate, [], warnings).Sort((a, b) => a.Onset.CompareTo(b.Onset));
        var last = read.Annotations.IsEmpty ? 0 : read.Annotations.Max(a => a.Sample);
        return new(new()
        {
            Format = "WFDB annotations",
            File = files.Name,
            Fields =
            [
                new("sample intervals a second", rate.ToString("R", CultureInfo.InvariantCulture)),
                new("last annotated sample", last.ToString(CultureInfo.InvariantCulture)),
                .. WfdbMarkers.Leftovers(read, files.Extension.TrimStart('.')),
            ],
            Warnings = [.. warnings],
        }, [], markers);
    }

    private static WfdbAnnotationFile ReadAnnotations(RecordingFiles files)
    {
        using var file = files.OpenMain();
        if (WfdbAnnotationFile.IsText(files.FirstBytes.Span))
            throw new RecordingFormatException(files.Name, 0,
                $"The file is plain text: its first word is '{FirstWord(files.FirstBytes.Span)}', and no annotation code.",
                "A WFDB annotation file tells in binary words when each annotation is; here the times are gone.",
                "Take the original file; it was saved as text, or only its texts were extracted.");
        var read = WfdbAnnotationFile.Read(file);
        if (read.Annotations.IsEmpty && read.Fault is not null)
            throw new RecordingFormatException(files.Name, read.FaultByte, $"It is no file of annotations: {read.Fault}.",
                "Nothing in it can be read.",
                "Give a WFDB annotation file or the header of the record.");
        return read;
    }

    private static string FirstWord(ReadOnlySpan<byte> text) =>
        System.Text.Encoding.ASCII.GetString(text[..Math.Min(2, text.Length)]);

    /// <summary>The rate of the recording that the annotations are named after, such as <c>run.edf</c> for <c>run.edf.event</c>.</summary>
    private static double? RateBeside(RecordingFiles files)
    {
        var name = Path.GetFileNameWithoutExtension(files.Name);
        if (name.Length == 0 || files.Find(name) is not { } beside) return null;
        var neighbour = new WfdbNeighbour(files, beside);
        var format = RecordingFormat.All.FirstOrDefault(f => f is not WfdbFormat && f.Recognise(neighbour));
        try
        {
            return format?.ReadHeader(neighbour).Streams.Max(s => s.RateHz);
        }
        catch (RecordingFormatException)
        {
            // A damaged neighbour tells no rate; that one is assumed is said.
            return null;
        }
    }

    private static double AssumedRate(string name, List<string> warnings)
    {
        warnings.Add($"'{name}' states no rate, and neither a header nor a recording of its name lies beside it: "
            + $"{WfdbRecord.DefaultRateHz} Hz, the default of WFDB, is assumed, "
            + $"so that a sample number is the onset in seconds times {WfdbRecord.DefaultRateHz}.");
        return WfdbRecord.DefaultRateHz;
    }
}
