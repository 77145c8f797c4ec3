namespace Pons.Formats.BrainVision;

/// <summary>The file of samples, measured: how many samples it holds, and how many of them each channel has.</summary>
/// <param name="File">The open file.</param>
/// <param name="Name">Its name.</param>
/// <param name="Layout">How the samples lie.</param>
/// <param name="PointCount">Samples of each channel.</param>
internal sealed record BrainVisionSamples(Stream File, string Name, BrainVisionLayout Layout, long PointCount)
{
    /// <summary>Bytes of one sample of all channels.</summary>
    public long RowBytes => (long)Layout.SampleBytes * Layout.ChannelCount;

    /// <summary>Compares the size of the file with what the header promises.</summary>
    public static BrainVisionSamples Locate(Stream file, string name, BrainVisionLayout layout, List<string> warnings)
    {
        var row = (long)layout.SampleBytes * layout.ChannelCount;
        var (points, rest) = (file.Length / row, file.Length % row);
        if (layout.IsChannelMajor && (rest > 0 || (layout.StatedPoints is { } whole && whole != points)))
            throw new RecordingFormatException(name, null,
                $"It has {file.Length} bytes; {layout.StatedPoints?.ToString() ?? "a whole number of"} samples of {layout.ChannelCount} channels "
                    + $"with {layout.SampleBytes} bytes each" + (layout.StatedPoints is { } n ? $" make {n * (decimal)row}." : " were expected."),
                "The channels stand one behind the other, so that where each begins follows from the size.",
                "Copy the file again from where it was recorded.");
        if (layout.StatedPoints is { } stated && stated != points)
            warnings.Add(points < stated
                ? $"The header promises {stated} samples of each channel; '{name}' ends after {points}, which are read."
                : $"The header promises {stated} samples of each channel; '{name}' holds {points}, which are all read.");
        if (rest > 0) warnings.Add($"The last {rest} bytes of '{name}' are no whole sample of all {layout.ChannelCount} channels and are left out.");
        if (points == 0) warnings.Add($"'{name}' holds no whole sample: the recording opens with 0 samples.");
        return new(file, name, layout, points);
    }
}
