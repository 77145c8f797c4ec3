using System.Collections.Immutable;
using Pons.Devices;
using Pons.Server.Live;
using Pons.Server.Sessions;
using Pons.Sessions;
using Pons.Streams.Clocks;

namespace Pons.Server.Devices;

/// <summary>
/// The devices that people at the studio have connected, and the browsers that are told of them. Members may be called by any thread.
/// </summary>
internal sealed class DeviceDesk : IAsyncDisposable
{
    private static readonly TimeSpan OpenPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FindPatience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(0.25);
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _change = new(1, 1);
    private readonly CancellationTokenSource _stop = new();
    private readonly LiveFeed _feed;
    private readonly HostClock _clock;
    private readonly Task _telling;
    private ImmutableArray<LiveClient> _clients = [];
    private ImmutableArray<ConnectedDevice> _devices = [];
    private int _lastId;

    public DeviceDesk(LiveFeed feed, HostClock? clock = null)
    {
        (_feed, _clock) = (feed, clock ?? HostClock.System);
        _telling = TellAsync();
    }

    /// <summary>The devices in the order in which they were connected.</summary>
    public ImmutableArray<ConnectedDevice> Devices
    {
        get
        {
            lock (_lock) return _devices;
        }
    }

    /// <summary>What was found when it was last looked for; <see langword="null"/> before.</summary>
    public ImmutableArray<FoundDevice>? Found { get; private set; }

    /// <summary>The recording of the devices: the one that runs, else the last one; <see langword="null"/> before the first.</summary>
    public DeskRecording? Recording { get; private set; }

    /// <summary>Begins to record every device that is connected, those that are connected later, and the program's own session.</summary>
    /// <param name="path">The new recording.</param>
    /// <param name="note">What is recorded, in words; may be empty.</param>
    /// <param name="awaitsSession">Whether a session is about to begin, so that there need be nothing to record yet.</param>
    /// <exception cref="PonsException">There is nothing to record, a recording runs already, or its file cannot be made.</exception>
    public DeskRecording Record(string path, string note, bool awaitsSession)
    {
        lock (_lock)
        {
            if (Recording is { HasEnded: false })
                throw new ServerException("A recording runs already.", "Two recordings would hold the same samples.", "Stop it first.")
                { Code = ProblemCode.RecordingRuns };
            if (_devices.IsEmpty && !awaitsSession && !_feed.HasOwnSession)
                throw new ServerException(
                    "No device is connected, and no session runs.", "There is nothing to record.",
                    "Connect a device on the page Devices (an emulated one will do), or start a session on Live.")
                { Code = ProblemCode.NothingToRecord };
            Recording = new(path, note, _feed, _clock);
            foreach (var device in _devices) Recording.Add(device.Link);
            return Recording;
        }
    }

    /// <summary>A device by its id.</summary>
    public ConnectedDevice? Find(string id) => Devices.FirstOrDefault(d => d.Id == id);

    /// <summary>Asks every protocol what it can find, all at once.</summary>
    public async Task<ImmutableArray<FoundDevice>> FindAsync(CancellationToken cancellation)
    {
        var searches = DeviceProtocol.All.Select(p => FindAsync(p, cancellation)).ToArray();
        var found = await Task.WhenAll(searches).ConfigureAwait(false);
        return (Found = [.. found.SelectMany(f => f)]).Value;
    }

    /// <summary>Connects a device at an address.</summary>
    /// <exception cref="DeviceException">The address is wrong, taken already, or nobody answers there.</exception>
    public async Task<ConnectedDevice> ConnectAsync(string text, CancellationToken cancellation)
    {
        var address = DeviceAddress.Parse(text.Trim());
        if (address.Protocol != SessionSources.TwinProtocol && DeviceProtocol.Find(address.Protocol) is null) throw Unknown(address.Protocol);
        if (Devices.Any(d => d.Link.Address.Equals(address) && d.Link.State is not (DeviceState.Ended or DeviceState.Faulted)))
            throw new DeviceException(
                address.ToString(), "it is connected already.", "Many devices speak to one program only.", "Look for it among the connected ones.")
            { Code = DeviceFaultCode.AlreadyConnected };
        return await OpenAsync(address, null, cancellation).ConfigureAwait(false);
    }

    /// <summary>Starts an emulator of a protocol and connects it.</summary>
    /// <exception cref="DeviceException">There is no such protocol, or it cannot be emulated here.</exception>
    public async Task<ConnectedDevice> EmulateAsync(string protocolName, CancellationToken cancellation)
    {
        var protocol = DeviceProtocol.Find(protocolName) ?? throw Unknown(protocolName);
        var emulated = await EmulatedDevice.StartAsync(protocol, _clock, cancellation).ConfigureAwait(false);
        return await OpenAsync(emulated.Address, emulated, cancellation).ConfigureAwait(false);
    }

    /// <summary>Ends the link to a device and forgets it.</summary>
    public async Task DisconnectAsync(ConnectedDevice device)
    {
        lock (_lock) _devices = _devices.Remove(device);
        device.Show?.Stop("device disconnected");
        await device.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Shows a device on <i>Live</i>.</summary>
    /// <exception cref="ServerException">Another session runs, or the device's signals cannot be drawn.</exception>
    public void Show(ConnectedDevice device)
    {
        if (!device.IsShown) device.Show = LiveShow.Start(_feed, device);
    }

    /// <summary>Pulls an emulated device out, or puts it back.</summary>
    public async Task PlugAsync(EmulatedDevice emulated, bool isIn, CancellationToken cancellation)
    {
        await _change.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            await (isIn ? emulated.PlugAsync(cancellation) : emulated.UnplugAsync()).ConfigureAwait(false);
        }
        finally
        {
            _change.Release();
        }
    }

    /// <summary>A browser is told of the devices from now on.</summary>
    public LiveClient Join()
    {
        var client = new LiveClient([DeviceJson.Message(this)]);
        lock (_lock) _clients = _clients.Add(client);
        return client;
    }

    /// <summary>A browser has gone.</summary>
    public void Leave(LiveClient client)
    {
        lock (_lock) _clients = _clients.Remove(client);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _telling.ConfigureAwait(false);
        if (Recording is { } recording) await recording.DisposeAsync().ConfigureAwait(false);
        foreach (var device in Devices) await DisconnectAsync(device).ConfigureAwait(false);
        _stop.Dispose();
        _change.Dispose();
    }

    private async Task<ConnectedDevice> OpenAsync(DeviceAddress address, EmulatedDevice? emulated, CancellationToken cancellation)
    {
        ConnectedDevice? device = null;
        try
        {
            device = new($"d{Interlocked.Increment(ref _lastId)}", address, emulated, _clock);
            await device.OpenAsync(OpenPatience, _clock.Time, cancellation).ConfigureAwait(false);
            lock (_lock) _devices = _devices.Add(device);
            Recording?.Add(device.Link);
            return device;
        }
        catch
        {
            if (device is not null) await device.DisposeAsync().ConfigureAwait(false);
            else if (emulated is not null) await emulated.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task<ImmutableArray<FoundDevice>> FindAsync(DeviceProtocol protocol, CancellationToken cancellation)
    {
        try
        {
            return await protocol.FindAsync(FindPatience, _clock, cancellation).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is DeviceException or IOException or System.Net.Sockets.SocketException)
        {
            return []; // one way of looking that this computer does not allow must not hide what the others find
        }
    }

    /// <summary>Tells the browsers a few times a second, when something is different.</summary>
    private async Task TellAsync()
    {
        byte[] last = [];
        using var timer = new PeriodicTimer(TellEvery, _clock.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false))
            {
                ImmutableArray<LiveClient> clients;
                lock (_lock) clients = _clients;
                if (clients.IsEmpty) continue;
                var message = DeviceJson.Message(this);
                if (message.Bytes.AsSpan().SequenceEqual(last)) continue;
                last = message.Bytes;
                foreach (var client in clients) client.Add(message);
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private static DeviceException Unknown(string protocol) => new(
        protocol, "there is no protocol of this name.", "Pons would not know how to speak to the device.",
        $"Use one of {string.Join(", ", DeviceProtocol.All.Select(p => p.Name))}.")
    { IsFinal = true, Code = DeviceFaultCode.ProtocolUnknown, Values = [string.Join(", ", DeviceProtocol.All.Select(p => p.Name))] };
}
