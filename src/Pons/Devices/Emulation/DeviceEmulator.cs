using Pons.Streams.Clocks;

namespace Pons.Devices.Emulation;

/// <summary>
/// Speaks a device's protocol as the device does, with faults on purpose. Runs once. Extension point: a subclass a protocol; most derive
/// from <see cref="TcpEmulator"/> or <see cref="UdpEmulator"/>.
/// </summary>
public abstract class DeviceEmulator
{
    private readonly TaskCompletionSource<DeviceAddress> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Prepares an emulator.</summary>
    /// <param name="plan">What it sends, with the numbers that the protocol fixes already in place.</param>
    /// <param name="clock">The clock of the host.</param>
    protected DeviceEmulator(EmulationPlan plan, HostClock clock)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(clock);
        (Plan, Clock, Signal, AnnouncedRateHz) = (plan, clock, new(plan.ChannelCount, plan.RateHz), plan.RateHz);
    }

    /// <summary>What is sent.</summary>
    public EmulationPlan Plan { get; }

    /// <summary>The signal that is sent.</summary>
    public EmulatedSignal Signal { get; }

    /// <summary>What was done.</summary>
    public EmulatorLog Log { get; } = new();

    /// <summary>The address at which a driver finds the emulator, as soon as it listens.</summary>
    public Task<DeviceAddress> Listening => _listening.Task;

    /// <summary>The clock of the host.</summary>
    protected HostClock Clock { get; }

    /// <summary>The rate that the device tells a client: that of the plan until <see cref="FaultKind.ChangeRate"/>. Protocols that tell a rate tell
    /// this one.</summary>
    protected double AnnouncedRateHz { get; set; }

    /// <summary>Listens and sends until cancelled.</summary>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="DeviceException">The port is taken by another program.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            await ServeAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            _listening.TrySetException(fault);
            _ = _listening.Task.Exception; // seen: whoever waits for it meets the fault, and nobody has to
            throw;
        }
    }

    /// <summary>Does the work of <see cref="RunAsync"/>; calls <see cref="ListensAt"/> when a driver may connect.</summary>
    /// <param name="cancellation">Ends it.</param>
    protected abstract Task ServeAsync(CancellationToken cancellation);

    /// <summary>States where a driver finds the emulator.</summary>
    /// <param name="address">The address.</param>
    protected void ListensAt(DeviceAddress address) => _listening.TrySetResult(address);
}
