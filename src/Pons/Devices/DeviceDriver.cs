namespace Pons.Devices;

/// <summary>
/// Speaks the protocol of one device. A driver knows one connection: connecting again, clocks and queues are the business of
/// <see cref="DeviceLink"/>. Extension point: a subclass a protocol, listed in <see cref="DeviceProtocol.All"/>.
/// </summary>
public abstract class DeviceDriver
{
    /// <summary>Names the device.</summary>
    /// <param name="address">Where it is.</param>
    protected DeviceDriver(DeviceAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        Address = address;
    }

    /// <summary>Where the device is.</summary>
    public DeviceAddress Address { get; }

    /// <summary>
    /// Connects, starts the device where it must be started, and hands on what it sends until the device ends or the reading is cancelled;
    /// then stops the device and closes the connection. Called again for each connection, never twice at once.
    /// </summary>
    /// <param name="output">Takes what is sent; <see cref="SampleOutput.Begin"/> comes first in each connection.</param>
    /// <param name="cancellation">Ends the connection.</param>
    /// <exception cref="DeviceException">The device cannot be reached or breaks its protocol.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The connection broke or was refused.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public abstract Task RunAsync(SampleOutput output, CancellationToken cancellation);
}
