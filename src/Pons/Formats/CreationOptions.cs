using Pons.Streams;

namespace Pons.Formats;

/// <summary>How a recording is written; what is left open follows from the recording and the format.</summary>
public sealed record CreationOptions
{
    /// <summary>The choice of what each format does by itself.</summary>
    public static CreationOptions Default { get; } = new();

    /// <summary>How samples are stored; <see langword="null"/>: the smallest type of the format that keeps them.</summary>
    public SampleType? SampleType { get; init; }

    /// <summary>Whether all samples of a channel stand together instead of all channels of a sample; only some formats know both.</summary>
    public bool IsChannelMajor { get; init; }

    /// <summary>Told, from time to time, which part of the samples is written, 0 to 1; called on the writing thread.</summary>
    public Action<double>? Progress { get; init; }
}
