using System.Collections.Immutable;
using Pons.Formats.Mat;
using Pons.Streams;

namespace Pons.Formats.Eeglab;

/// <summary>Where the samples stand, and how many there are.</summary>
/// <param name="Numbers">The samples: [channel × sample], or [sample × channel] in the <c>.dat</c> files of old.</param>
/// <param name="IsTransposed">Whether all samples of a channel stand together.</param>
/// <param name="TrialCount">Number of trials, 1 when continuous.</param>
/// <param name="File">Name of the file with the samples; empty when it is the <c>.set</c> file.</param>
internal sealed record EeglabData(MatArray Numbers, bool IsTransposed, long TrialCount, string File)
{
    public int ChannelCount => (int)Math.Min(int.MaxValue, IsTransposed ? Numbers.Columns : Numbers.Rows);

    public long SampleCount => Numbers.Count == 0 ? 0 : IsTransposed ? Numbers.Rows : Numbers.Columns;

    public SampleType StoredAs => Numbers.StoredAs;

    /// <summary>Finds the samples that the fields describe; what the fields say wrongly is said and mended.</summary>
    public static EeglabData Find(MatContainer file, RecordingFiles files, EeglabFields fields, EeglabOpenFiles open, List<string> warnings)
    {
        var (channels, samples, trials) = (Whole(fields, "nbchan"), Whole(fields, "pnts"), Whole(fields, "trials") is > 0 and var t ? t : 1);
        var data = fields["data"];
        if (data is MatText { Text: "EEGDATA" }) data = file.Read("EEGDATA");
        if (data is MatText { Text: var name }) return Beside(files, file, name, (channels, samples, trials), open, warnings);
        if (data is not MatArray { IsComplex: false } numbers)
            throw file.Fault(null, $"The field 'data' is {(data is null ? "missing" : $"a {data.Class} of {string.Join('×', data.Size)}")}.",
                "It should hold the samples or name the file that does.", "Save the data set again from EEGLAB.");
        if (numbers.Rows != channels && numbers.Count > 0)
            warnings.Add($"The field 'nbchan' says {channels} channels, and the data have {numbers.Rows}: the data are right.");
        if (numbers.Count > 0 && numbers.Columns != samples * trials)
        {
            warnings.Add($"The fields 'pnts' and 'trials' say {samples} × {trials} samples, and the data have {numbers.Columns}: the data are right.");
            trials = numbers.Columns % trials == 0 && numbers.Size is [_, _, var third] && third == trials ? trials : 1;
        }

        return new(numbers, false, trials, "");
    }

    /// <summary>The stream of the samples as they stand.</summary>
    public RecordedStream Stream(StreamInfo info, MatSamples samples, ImmutableArray<RecordedSegment> segments, ImmutableArray<Marker> markers) => IsTransposed
        ? new MatChannelMajorStream(info, samples, [Numbers], segments, markers)
        : new MatSampleMajorStream(info, samples, [Numbers], segments, markers);

    private static EeglabData Beside(RecordingFiles files, MatContainer set, string stated, (long Channels, long Samples, long Trials) size,
        EeglabOpenFiles open, List<string> warnings)
    {
        var (name, content) = EeglabFiles.OpenData(files, set.File, stated);
        var bytes = open.Add(new MatStoredBytes(content, name));
        var (channels, samples, trials) = size;
        if (channels < 1) throw set.Fault(null, $"The field 'nbchan' says {channels} channels.", "How the samples stand in the other file is unknown then.", "Save the data set again from EEGLAB.");
        if (name != stated.Replace('\\', '/').Split('/')[^1]) warnings.Add($"The samples are read from '{name}'; the data set names '{stated}', which is not there.");
        var isTransposed = name.EndsWith(".dat", StringComparison.OrdinalIgnoreCase);
        var (present, expected) = (bytes.Length / 4 / channels, samples * trials);
        if (bytes.Length != (decimal)channels * expected * 4)
        {
            // In a transposed file nothing tells where the channels begin once its length is wrong.
            if (present < 1 || isTransposed || (bytes.Length % (4 * channels) != 0 && present > expected))
                throw new RecordingFormatException(name, null,
                    $"The file has {bytes.Length} bytes, and {channels} channels × {expected} samples of 4 bytes make {(decimal)channels * expected * 4}.",
                    "It is not the one that the .set file describes, or it was cut.", "Copy both files again.");
            warnings.Add($"The file '{name}' has {bytes.Length} bytes, which is {present} samples of {channels} channels; the data set says {expected}. "
                + $"{Math.Min(present, expected)} are read.");
            expected = Math.Min(present, expected);
            if (trials > 1 && expected % samples != 0) expected -= expected % samples;
            trials = trials > 1 && samples > 0 ? Math.Max(1, expected / samples) : 1;
        }

        ImmutableArray<long> shape = isTransposed ? [expected, channels] : [channels, expected];
        return new(new MatStoredArray(MatClass.Single, shape, SampleType.Float32, !BitConverter.IsLittleEndian, bytes, 0), isTransposed, trials, name);
    }

    private static long Whole(EeglabFields fields, string name) =>
        MatFacts.Number(fields[name]) is >= 0 and < 1e9 and var number ? (long)number : 0;
}
