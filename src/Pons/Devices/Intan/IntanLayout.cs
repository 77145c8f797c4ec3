using System.Collections.Immutable;
using System.Xml.Linq;
using Pons.Streams;

namespace Pons.Devices.Intan;

/// <summary>
/// The words of a frame in the order in which RHX writes them: amplifier channels by port and number, each with its bands wide, low, high, DC,
/// stimulation; then aux, supply, analogue in and out, and one word each for all digital inputs and outputs. Immutable.
/// </summary>
internal sealed record IntanLayout
{
    public const int FramesOfBlock = 128;
    public const int LargestWordCount = 4096;

    public IntanLayout(IEnumerable<IntanWord> words)
    {
        Enabled = [.. words.Distinct().OrderBy(w => w.Name.Kind).ThenBy(w => w.Name.Number).ThenBy(w => w.Kind)];
        Words = [.. Enabled.DistinctBy(w => w.Kind is IntanWordKind.DigitalIn or IntanWordKind.DigitalOut ? (w.Kind, 0) : (w.Kind, w.Name.Number))];
    }

    /// <summary>What is switched on; all lines of the digital ports share one word.</summary>
    public ImmutableArray<IntanWord> Enabled { get; }

    public ImmutableArray<IntanWord> Words { get; }

    public int FrameBytes => 4 + 2 * Words.Length;

    public int BlockBytes => 4 + FramesOfBlock * FrameBytes;

    /// <summary>Place of a word in the frame; −1 when it is not there.</summary>
    public int PlaceOf(IntanWordKind kind)
    {
        for (var i = 0; i < Words.Length; i++)
            if (Words[i].Kind == kind)
                return i;
        return -1;
    }

    public DeviceStream Describe(double rateHz, ClockId clock) => new(new("Intan", [.. Words.Select(w => w.Channel)], rateHz, clock))
    {
        Type = "ePhys",
        CountsAcrossConnections = true,
        TransportDelay = (Duration.OfSamples(FramesOfBlock, rateHz), Duration.OfSamples(2 * FramesOfBlock, rateHz) + Duration.FromSeconds(0.002)),
        Description = new("desc", new XElement("repeated", "aux words are new in every 4th frame, supply words in every 128th")),
    };

    public bool Equals(IntanLayout? other) => other is not null && Words.SequenceEqual(other.Words);

    public override int GetHashCode() => Words.Length;
}
