namespace Pons.Formats.NumPy;

/// <summary>Which axis of an array is time.</summary>
/// <param name="SampleCount">Length of the axis of time.</param>
/// <param name="ChannelCount">Length of the other one.</param>
/// <param name="IsChannelMajor">Whether all samples of a channel lie together.</param>
internal sealed record NpyShape(long SampleCount, int ChannelCount, bool IsChannelMajor)
{
    private const int MostChannels = 1 << 20;

    /// <summary>Takes the longest axis for time; where a number of channels is known, the other one must have that length.</summary>
    public static NpyShape Of(NpyArray array, int? channels, List<string> warnings)
    {
        var shape = array.Header.Shape;
        if (!array.Header.Type.IsNumber)
            throw Fault(array, "The elements of the array are words.", "They are no samples.", "Give an array of numbers.");
        if (shape.Length == 0) throw Fault(array, "The array is a single number.", "A recording has many samples.",
            "Give an array with an axis of time.");
        if (shape.Length > 2)
            throw Fault(array, $"The array has {shape.Length} axes, {string.Join(" × ", shape)}.",
                "A recording has two, samples and channels; which of these they are cannot be known.",
                    "Save one trial, or one array with the trials behind each other.");
        if (shape.Length == 1) return new(shape[0], 1, false);
        var isFirst = channels is { } known && shape[0] != shape[1] && shape.Contains(known) ? shape[1] == known : shape[0] >= shape[1];
        var (samples, width) = isFirst ? (shape[0], shape[1]) : (shape[1], shape[0]);
        if (width is 0 or > MostChannels)
            throw Fault(array, $"The array is {shape[0]} by {shape[1]}: that would be {width} channels.",
                "No recording has so many, or none.",
                "Give an array with one axis of time and one of channels.");
        if (channels != width)
            warnings.Add($"The array is {shape[0]} by {shape[1]}, and does not say which axis is time: the longer one is taken "
                + $"({samples} samples of {width} channels).");
        // In the order of Fortran the first axis runs fastest.
        return new(samples, (int)width, isFirst == array.Header.IsFortran);
    }

    private static RecordingFormatException Fault(NpyArray array, string what, string why, string remedy) =>
        new(array.Name, null, what, why, remedy);
}
