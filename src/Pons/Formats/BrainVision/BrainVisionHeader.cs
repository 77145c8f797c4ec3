using Pons.Streams;

namespace Pons.Formats.BrainVision;

/// <summary>The header of a BrainVision recording, with what its marker file says of the start.</summary>
public sealed record BrainVisionHeader : RecordingHeader
{
    /// <summary>Name of the file that holds the samples, as it was found.</summary>
    public string DataFile { get; init; } = "";

    /// <summary>Name of the file that holds the markers, as it was found; empty when there is none.</summary>
    public string MarkerFile { get; init; } = "";

    /// <summary>How a sample is stored.</summary>
    public SampleType StoredAs { get; init; }

    /// <summary>Whether all samples of a channel stand together (VECTORIZED) instead of all channels of a sample (MULTIPLEXED).</summary>
    public bool IsChannelMajor { get; init; }
}
