namespace Pons.Signals;

/// <summary>Continues [sample × channel] beyond its ends by point reflection: twice the end value minus the samples inside.</summary>
internal static class EndReflection
{
    /// <summary>Writes the rows before the first one, in the order of time.</summary>
    public static void Before(ReadOnlySpan<double> input, int rows, int channelCount, Span<double> target)
    {
        for (var i = 0; i < rows; i++) Reflect(input, 0, rows - i, channelCount, target.Slice(i * channelCount, channelCount));
    }

    /// <summary>Writes the rows after the last one, in the order of time.</summary>
    public static void After(ReadOnlySpan<double> input, int rows, int channelCount, Span<double> target)
    {
        var last = input.Length / channelCount - 1;
        for (var i = 0; i < rows; i++) Reflect(input, last, last - 1 - i, channelCount, target.Slice(i * channelCount, channelCount));
    }

    private static void Reflect(ReadOnlySpan<double> input, int end, int inside, int channelCount, Span<double> target)
    {
        for (var c = 0; c < channelCount; c++) target[c] = 2 * input[end * channelCount + c] - input[inside * channelCount + c];
    }
}
