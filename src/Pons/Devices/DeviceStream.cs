using System.Xml.Linq;
using Pons.Streams;

namespace Pons.Devices;

/// <summary>What a device says about the stream that it sends. Immutable.</summary>
/// <param name="Info">Channels, rate and the clock of the device.</param>
public sealed record DeviceStream(StreamInfo Info)
{
    /// <summary>Kind of content, such as <c>EEG</c> or <c>Markers</c>; default EEG.</summary>
    public string Type { get; init; } = "EEG";

    /// <summary>What tells the device from others of its kind, such as a serial number; may be empty.</summary>
    public string SourceId { get; init; } = "";

    /// <summary>
    /// How values are kept without rounding: <see cref="SampleType.Float32"/> when the floats of a run are all there is to know,
    /// <see cref="SampleType.Text"/> for texts, else the type in which <see cref="SampleRun.Exact"/> holds them.
    /// </summary>
    public SampleType SampleType { get; init; } = SampleType.Float32;

    /// <summary>Whether the device counts its samples, so that every loss is seen and its size known.</summary>
    public bool CountsSamples { get; init; } = true;

    /// <summary>
    /// Whether the counter goes on while nobody listens, so that the loss of a broken connection is known exactly; else it is estimated
    /// by the clock of the host. Default: no.
    /// </summary>
    public bool CountsAcrossConnections { get; init; }

    /// <summary>What else the device says of itself, as XML of the Lab Streaming Layer; <see langword="null"/> for nothing.</summary>
    public XElement? Description { get; init; }

    /// <summary>Whether the stream holds texts instead of numbers.</summary>
    public bool IsText => SampleType == SampleType.Text;

    /// <summary>
    /// The least and the most that a sample needs from the device's converter to the arrival stamp, as far as it is known of the
    /// transport: what arrival stamps alone cannot show. Default 0 to 1 ms.
    /// </summary>
    public (Duration Least, Duration Most) TransportDelay { get; init; } = (Duration.Zero, Duration.FromSeconds(0.001));
}
