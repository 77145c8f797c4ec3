using Pons.Streams;

namespace Pons.Formats.Egi;

/// <summary>What the folder says of one channel.</summary>
internal sealed record EgiMffSensor
{
    /// <summary>Label; empty when the folder has none.</summary>
    public string Label { get; init; } = "";

    /// <summary>Whether the others were measured against it.</summary>
    public bool IsReference { get; init; }

    /// <summary>Unit in the words of the folder.</summary>
    public string Unit { get; init; } = "uV";

    /// <summary>What it measures.</summary>
    public ChannelKind Kind { get; init; } = ChannelKind.Eeg;

    /// <summary>Where it is: x to the right ear, y to the nose, z up; null when not stated.</summary>
    public (double X, double Y, double Z)? LocationMetres { get; init; }

    /// <summary>What its values are multiplied with: its measured gain.</summary>
    public double Gain { get; init; } = 1;

    /// <summary>What else the folder says.</summary>
    public RecordedChannel Detail { get; init; } = new();
}
