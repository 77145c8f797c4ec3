using Pons.Streams;

namespace Pons.Formats.Gdf;

/// <summary>One signal as the header describes it.</summary>
internal sealed record GdfSignal
{
    public required string Label { get; init; }

    public required SampleType Type { get; init; }

    public required int SamplesPerRecord { get; init; }

    /// <summary>The limits of the header, or those of the identity for measured numbers without a scale.</summary>
    public required DigitalScale Scale { get; init; }

    public required RecordedChannel Detail { get; init; }

    public long BytesPerRecord => (long)SamplesPerRecord * SampleKernel.BytesOf(Type);

    /// <summary>The type that a code stands for (GDFTYP); <see langword="null"/> for one that is not read.</summary>
    public static SampleType? TypeOf(uint code) => code switch
    {
        0 or 1 => SampleType.Int8,
        2 => SampleType.UInt8,
        3 => SampleType.Int16,
        4 => SampleType.UInt16,
        5 => SampleType.Int32,
        6 => SampleType.UInt32,
        7 => SampleType.Int64,
        8 => SampleType.UInt64,
        16 => SampleType.Float32,
        17 => SampleType.Float64,
        // 255 + n: n bits with sign; 511 + n: without.
        255 + 24 => SampleType.Int24,
        511 + 24 => SampleType.UInt24,
        _ => null,
    };
}
