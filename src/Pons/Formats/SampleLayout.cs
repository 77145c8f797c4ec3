using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Formats;

/// <summary>How the numbers of one stretch of a file lie: where each channel begins, and how far its next sample is.</summary>
/// <param name="Type">Type of every number.</param>
/// <param name="IsBigEndian">Whether the highest byte comes first.</param>
/// <param name="RowBytes">Bytes from a sample of a channel to its next.</param>
/// <param name="Offsets">Where the first sample of each channel stands, in bytes from the start of the stretch.</param>
internal sealed record SampleLayout(SampleType Type, bool IsBigEndian, int RowBytes, ImmutableArray<int> Offsets)
{
    /// <summary>All channels of a sample side by side, sample after sample, with nothing between.</summary>
    public static SampleLayout Interleaved(SampleType type, bool isBigEndian, int channels) =>
        new(type, isBigEndian, channels * BytesOf(type), [.. Enumerable.Range(0, channels).Select(c => c * BytesOf(type))]);

    /// <summary>All samples of a channel behind each other, then those of the next.</summary>
    public static SampleLayout ByChannel(SampleType type, int channels, int rows, int offset = 0) =>
        new(type, false, BytesOf(type), [.. Enumerable.Range(0, channels).Select(c => offset + c * rows * BytesOf(type))]);

    public int Width => Offsets.Length;

    public int SampleBytes => BytesOf(Type);

    /// <summary>Whether the channels of a sample stand side by side; then whole rows are converted at once.</summary>
    public bool IsByRow { get; } = Offsets.Select((offset, c) => offset == Offsets[0] + c * BytesOf(Type)).All(isBeside => isBeside);

    /// <summary>One channel alone.</summary>
    public SampleLayout Only(int channel) => this with { Offsets = [Offsets[channel]] };

    public static int BytesOf(SampleType type) => type switch
    {
        SampleType.Int8 or SampleType.UInt8 => 1,
        SampleType.Int16 or SampleType.UInt16 => 2,
        SampleType.Int32 or SampleType.UInt32 or SampleType.Float32 => 4,
        SampleType.Int64 or SampleType.UInt64 or SampleType.Float64 => 8,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "The type has no size of 1, 2, 4 or 8 bytes."),
    };
}
