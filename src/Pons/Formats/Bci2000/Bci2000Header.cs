using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Formats.Bci2000;

/// <summary>The header of a BCI2000 recording.</summary>
public sealed record Bci2000Header : RecordingHeader
{
    /// <summary>Version of the format: <c>1.0</c> or <c>1.1</c>.</summary>
    public string Version { get; init; } = "1.0";

    /// <summary>Length of the header in bytes.</summary>
    public int HeaderBytes { get; init; }

    /// <summary>How a sample of a channel is stored.</summary>
    public SampleType SampleType { get; init; } = SampleType.Int16;

    /// <summary>Number of channels.</summary>
    public int ChannelCount { get; init; }

    /// <summary>Length of the state vector in bytes.</summary>
    public int StateVectorBytes { get; init; }

    /// <summary>States of the system in the order of the header.</summary>
    public ImmutableArray<Bci2000State> States { get; init; } = [];

    /// <summary>Parameters of the system in the order of the header.</summary>
    public ImmutableArray<Bci2000Parameter> Parameters { get; init; } = [];

    /// <summary>The first parameter of a name; <see langword="null"/> when there is none.</summary>
    /// <param name="name">Name of the parameter.</param>
    public Bci2000Parameter? Parameter(string name) => Parameters.FirstOrDefault(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
