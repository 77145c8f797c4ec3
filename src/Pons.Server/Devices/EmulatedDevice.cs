using Pons.Devices;
using Pons.Devices.Emulation;
using Pons.Streams.Clocks;

namespace Pons.Server.Devices;

/// <summary>An emulator inside the server that can be pulled out and put back, as a cable can. One thread at a time.</summary>
internal sealed class EmulatedDevice : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly DeviceProtocol _protocol;
    private readonly HostClock _clock;
    private CancellationTokenSource? _stop;
    private Task _running = Task.CompletedTask;

    private EmulatedDevice(DeviceProtocol protocol, HostClock clock) => (_protocol, _clock) = (protocol, clock);

    /// <summary>Where a driver finds it.</summary>
    public DeviceAddress Address { get; private set; } = null!;

    /// <summary>Whether it is there.</summary>
    public bool IsPlugged => _stop is not null;

    /// <summary>Starts an emulator of a protocol on a free port, where the protocol has ports.</summary>
    /// <exception cref="DeviceException">It cannot be started.</exception>
    public static async Task<EmulatedDevice> StartAsync(DeviceProtocol protocol, HostClock clock, CancellationToken cancellation)
    {
        var device = new EmulatedDevice(protocol, clock);
        var anyPort = DeviceAddress.Parse($"{protocol.Name}://127.0.0.1?listen=any");
        var address = await device.StartAsync(anyPort, cancellation).ConfigureAwait(false);
        device.Address = address with { Options = address.Options.Remove("listen") };
        return device;
    }

    /// <summary>Pulls it out: it is gone, as if the cable were cut.</summary>
    public async Task UnplugAsync()
    {
        if (_stop is not { } stop) return;
        _stop = null;
        await stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }

    /// <summary>Puts it back at the address where it was.</summary>
    /// <exception cref="DeviceException">The address was taken by somebody else.</exception>
    public async Task PlugAsync(CancellationToken cancellation)
    {
        if (_stop is null) await StartAsync(Address, cancellation).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync() => await UnplugAsync().ConfigureAwait(false);

    private async Task<DeviceAddress> StartAsync(DeviceAddress address, CancellationToken cancellation)
    {
        var emulator = _protocol.Emulate(address, new EmulationPlan { MarkerEverySeconds = 2 }, _clock);
        _stop = new CancellationTokenSource();
        _running = emulator.RunAsync(_stop.Token);
        try
        {
            return await emulator.Listening.WaitAsync(Patience, _clock.Time, cancellation).ConfigureAwait(false);
        }
        catch
        {
            await UnplugAsync().ConfigureAwait(false);
            throw;
        }
    }
}
