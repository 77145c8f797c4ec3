namespace Pons.Signals;

/// <summary>The checks of kernels that work on [sample × channel] spans.</summary>
internal static class BlockShape
{
    /// <summary>Number of samples in a span of whole rows.</summary>
    public static int SampleCount(int valueCount, int channelCount, string name)
    {
        if (valueCount % channelCount != 0)
            throw new ArgumentException($"{valueCount} values cannot be rows of {channelCount} channels.", name);
        return valueCount / channelCount;
    }

    public static void RequireRows(long valueCount, int rows, int channelCount, string name)
    {
        if (valueCount != (long)rows * channelCount)
            throw new ArgumentException($"{valueCount} values are not {rows} rows of {channelCount} channels.", name);
    }

    public static void RequireSameLength(int inputLength, int outputLength)
    {
        if (inputLength != outputLength)
            throw new ArgumentException($"The output holds {outputLength} values, but {inputLength} come.", nameof(outputLength));
    }

    /// <summary>Refuses spans that overlap without being the same, because results would overwrite samples not yet read.</summary>
    public static void RequireSameOrApart<T>(ReadOnlySpan<T> input, Span<T> output)
    {
        if (input.Overlaps(output, out var offset) && offset != 0)
            throw new ArgumentException(
                "Input and output overlap but do not begin together. Pass the same span twice or separate ones.", nameof(output));
    }

    public static void RequireApart<T>(ReadOnlySpan<T> input, Span<T> output)
    {
        if (input.Overlaps(output))
            throw new ArgumentException("The output overlaps the input, which is read later. Pass a separate span.", nameof(output));
    }
}
