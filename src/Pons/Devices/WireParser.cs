namespace Pons.Devices;

/// <summary>
/// Reads the bytes of one connection: a pure function of them, without socket, clock or log. A read may end anywhere: what is left over is
/// given again, in front of what comes next. One thread at a time.
/// </summary>
public abstract class WireParser
{
    /// <summary>The longest piece that must be there at once before something of it can be used, in bytes; memory is bounded by it.</summary>
    public abstract int LargestFrameBytes { get; }

    /// <summary>Reads as many whole pieces as there are.</summary>
    /// <param name="bytes">Bytes from where the last call stopped.</param>
    /// <param name="output">Where samples, markers and notices go.</param>
    /// <returns>How many bytes were used, 0 when more are needed.</returns>
    /// <exception cref="DeviceException">The bytes are no such protocol, or a length in them cannot be.</exception>
    public abstract int Parse(ReadOnlySpan<byte> bytes, SampleOutput output);
}
