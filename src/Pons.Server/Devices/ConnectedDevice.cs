using System.Globalization;
using System.Net.Sockets;
using Pons.Devices;
using Pons.Sessions;
using Pons.Streams.Clocks;

namespace Pons.Server.Devices;

/// <summary>A device that a person connected: its link, what is watched of it, and whether it is shown.</summary>
internal sealed class ConnectedDevice : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    public ConnectedDevice(string id, DeviceAddress address, EmulatedDevice? emulated, HostClock clock)
    {
        (Id, Emulated) = (id, emulated);
        Link = SessionSources.Open(address, clock);
        Watch = new(clock.Time);
        Link.Add(Watch);
    }

    /// <summary>By which the API knows it.</summary>
    public string Id { get; }

    /// <summary>What a person calls its kind.</summary>
    public string Title => DeviceProtocol.Find(Link.Address.Protocol)?.Title ?? Link.Address.Protocol;

    /// <summary>Whether it is a simulated brain.</summary>
    public bool IsVirtual => Link.Address.Protocol == SessionSources.TwinProtocol;

    /// <summary>The emulator behind it; <see langword="null"/> for a real device.</summary>
    public EmulatedDevice? Emulated { get; }

    /// <summary>Whether there is an emulator or a simulation behind it.</summary>
    public bool IsEmulated => Emulated is not null || IsVirtual;

    /// <summary>Holds on to the device.</summary>
    public DeviceLink Link { get; }

    /// <summary>What is known of it.</summary>
    public DeviceWatch Watch { get; }

    /// <summary>Shows it on <i>Live</i>; <see langword="null"/> when it was never shown.</summary>
    public LiveShow? Show { get; set; }

    /// <summary>Whether it is on <i>Live</i> now.</summary>
    public bool IsShown => Show is { IsOn: true };

    /// <summary>What ended the link; <see langword="null"/> while it stands.</summary>
    public PonsException? Fault { get; private set; }

    /// <summary>Connects; returns when the stream is known.</summary>
    /// <exception cref="DeviceException">The device cannot be reached or does not answer in time.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task OpenAsync(TimeSpan patience, TimeProvider time, CancellationToken cancellation)
    {
        _running = RunAsync();
        try
        {
            await Link.Opened.WaitAsync(patience, time, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException fault)
        {
            throw new DeviceException(
                Link.Address.ToString(), FormattableString.Invariant($"it said nothing for {patience.TotalSeconds:0} s."),
                "Without an answer there are no samples.", "Check that the device is on and sending.", fault)
            { Code = DeviceFaultCode.Silent, Values = [patience.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)] };
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        if (Emulated is not null) await Emulated.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            await Link.RunAsync(_stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Disconnected, as it was asked to.
        }
        catch (PonsException fault)
        {
            Fault = fault;
        }
        catch (Exception fault) when (fault is IOException or SocketException or InvalidOperationException or UnauthorizedAccessException)
        {
            Fault = new DeviceException(
                Link.Address.ToString(), $"the connection ended ({fault.Message.TrimEnd('.')}).", "Nothing more will come.", "Connect it again.",
                fault)
            { Code = DeviceFaultCode.Broken };
        }
    }
}
