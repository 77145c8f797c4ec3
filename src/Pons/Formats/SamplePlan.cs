using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Formats;

/// <summary>Where the plain numbers of a stream lie in a file, and what they stand for.</summary>
internal sealed record SamplePlan
{
    /// <summary>The file; readable and seekable.</summary>
    public required Stream File { get; init; }

    /// <summary>Name of the file for messages.</summary>
    public required string FileName { get; init; }

    /// <summary>How one number is stored: 16 or 32 bits whole with sign, 32 or 64 bits floating.</summary>
    public required SampleType Type { get; init; }

    /// <summary>Whether numbers of 16 bits are stored with half of their range added, so that 0 is 32768.</summary>
    public bool IsOffsetBinary { get; init; }

    /// <summary>Whether the most significant byte of a number stands first.</summary>
    public bool IsBigEndian { get; init; }

    /// <summary>Numbers of one sample in the file, including those that are no channel of the stream.</summary>
    public required int NumbersPerSample { get; init; }

    /// <summary>Which of the numbers each channel is; empty when the channels are all numbers in their order.</summary>
    public ImmutableArray<int> Columns { get; init; } = [];

    /// <summary>The stretches of the file in the order of the samples.</summary>
    public required ImmutableArray<SamplePart> Parts { get; init; }

    /// <summary>What a number of each channel stands for, in the unit of the channel inside Pons: value = number × gain + zero.</summary>
    public required ImmutableArray<(double Gain, double Zero)> Lines { get; init; }

    /// <summary>The scales as the file states them; empty for floating-point numbers.</summary>
    public ImmutableArray<DigitalScale> Scales { get; init; } = [];

    /// <summary>What the file says of each channel beyond what processing needs.</summary>
    public ImmutableArray<RecordedChannel> Details { get; init; } = [];

    /// <summary>Bytes of one number of a type that a plan can have.</summary>
    public static int BytesOf(SampleType type) => type switch
    {
        SampleType.Int16 => 2,
        SampleType.Int32 or SampleType.Float32 => 4,
        SampleType.Float64 => 8,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Plain numbers of this type are not read."),
    };

    /// <summary>The lines of scales; a scale that fixes none leaves the numbers as they are.</summary>
    public static ImmutableArray<(double Gain, double Zero)> LinesOf(ImmutableArray<DigitalScale> scales) =>
        [.. scales.Select(s => s.IsUsable ? (s.Gain, s.Offset) : (1, 0))];

    /// <summary>
    /// The lines of scales whose baselines are known: the number that stands for the value 0. Limits of 32 bits would leave a rest there.
    /// </summary>
    public static ImmutableArray<(double Gain, double Zero)> LinesOf(
        ImmutableArray<DigitalScale> scales, Func<int, double> baselineOf) =>
        [.. scales.Select((s, c) => s.IsUsable ? (s.Gain, baselineOf(c) == 0 ? 0 : -baselineOf(c) * s.Gain) : (1, 0))];
}
