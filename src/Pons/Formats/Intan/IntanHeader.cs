using System.Collections.Immutable;

namespace Pons.Formats.Intan;

/// <summary>The header of an Intan recording.</summary>
public sealed record IntanHeader : RecordingHeader
{
    /// <summary>Version of the format, such as <c>1.5</c>.</summary>
    public string Version { get; init; } = "";

    /// <summary>Whether a stimulator recorded it (RHS), not an amplifier alone (RHD).</summary>
    public bool IsStimulator { get; init; }

    /// <summary>Every channel that was switched on, in the order of the header.</summary>
    public ImmutableArray<IntanChannel> Channels { get; init; } = [];

    /// <summary>Current of one step of the stimulator in amperes; 0 for amplifiers.</summary>
    public double StimulationStepAmperes { get; init; }
}
