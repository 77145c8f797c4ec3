using Pons.Streams;
using Pons.Streams.Clocks;

namespace Pons.Devices;

/// <summary>Hands the blocks of a source to a tap as a device would: a simulated brain, a recording played again. One thread.</summary>
public sealed class BlockFeed
{
    private readonly SampleOutput _output;
    private readonly DeviceStream _stream;
    private readonly HostClock _clock;

    /// <summary>Joins a stream and a tap.</summary>
    /// <param name="name">The source as the user knows it, for messages.</param>
    /// <param name="stream">What the source sends.</param>
    /// <param name="tap">Who takes it.</param>
    /// <param name="clock">Stamps arrivals.</param>
    public BlockFeed(string name, DeviceStream stream, SampleTap tap, HostClock clock)
        : this(new SampleOutput(name, tap), stream, clock)
    {
    }

    /// <summary>Joins a stream and an output that is there already.</summary>
    /// <param name="output">Takes the samples.</param>
    /// <param name="stream">What the source sends.</param>
    /// <param name="clock">Stamps arrivals.</param>
    public BlockFeed(SampleOutput output, DeviceStream stream, HostClock clock)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(clock);
        (_output, _stream, _clock) = (output, stream, clock);
    }

    /// <summary>Hands on a block; the first one tells the tap the stream before.</summary>
    /// <param name="block">Follows the one before.</param>
    public void Take(SignalBlock block)
    {
        ArgumentNullException.ThrowIfNull(block);
        if (_output.Stream is null) _output.Begin(_stream);
        _output.Arrive(_clock.Now);
        block.Samples.Span.CopyTo(_output.Add(block.FirstSampleIndex, block.SampleCount));
        foreach (var marker in block.Markers) _output.Mark(marker.SampleIndex, marker.Label, marker.Duration);
        _output.Flush();
    }
}
