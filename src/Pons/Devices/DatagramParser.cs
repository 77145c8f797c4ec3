namespace Pons.Devices;

/// <summary>Reads datagrams, each whole by itself: a pure function of them, without socket, clock or log. One thread at a time.</summary>
public abstract class DatagramParser
{
    /// <summary>Reads one datagram.</summary>
    /// <param name="datagram">Its bytes.</param>
    /// <param name="output">Where samples, markers and notices go.</param>
    /// <exception cref="DeviceException">The datagrams are no such protocol, or the device started again.</exception>
    public abstract void Parse(ReadOnlySpan<byte> datagram, SampleOutput output);
}
