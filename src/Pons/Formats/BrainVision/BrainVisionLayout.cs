using Pons.Streams;

namespace Pons.Formats.BrainVision;

/// <summary>How the samples of a recording lie in their file.</summary>
/// <param name="ChannelCount">Number of channels.</param>
/// <param name="StoredAs">Type of one sample; text when the file is ASCII.</param>
/// <param name="IsBigEndian">Whether the most significant byte stands first.</param>
/// <param name="IsChannelMajor">Whether all samples of a channel stand together (VECTORIZED).</param>
internal sealed record BrainVisionLayout(int ChannelCount, SampleType StoredAs, bool IsBigEndian, bool IsChannelMajor)
{
    /// <summary>How many samples of a channel the header promises; <see langword="null"/> when it does not.</summary>
    public long? StatedPoints { get; init; }

    /// <summary>Of a text: the sign between whole part and fraction.</summary>
    public char DecimalSymbol { get; init; } = '.';

    /// <summary>Of a text: lines before the samples.</summary>
    public int SkippedLines { get; init; }

    /// <summary>Of a text: words of a line before the samples.</summary>
    public int SkippedColumns { get; init; }

    /// <summary>Bytes of one sample of one channel; 0 for a text.</summary>
    public int SampleBytes => StoredAs switch
    {
        SampleType.Int16 or SampleType.UInt16 => 2,
        SampleType.Int32 or SampleType.Float32 => 4,
        _ => 0,
    };
}
