using System.Globalization;
using System.Net.Sockets;
using Pons.Streams.Clocks;

namespace Pons.Devices;

/// <summary>
/// Holds on to one device: connects, hands everything it sends to the taps, and connects again when the connection breaks, with the loss
/// as a marked gap. Runs once. Taps are called by the thread that reads the device; the properties may be read from any thread.
/// </summary>
public sealed class DeviceLink
{
    private readonly DeviceDriver _driver;
    private readonly HostClock _clock;
    private readonly TapList _taps = new();
    private readonly TaskCompletionSource<DeviceStream> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Watch _watch;
    private SampleOutput? _output;

    /// <summary>Prepares a link; nothing is connected yet.</summary>
    /// <param name="driver">Speaks to the device.</param>
    /// <param name="clock">The clock of the host; the system's by default.</param>
    public DeviceLink(DeviceDriver driver, HostClock? clock = null)
    {
        ArgumentNullException.ThrowIfNull(driver);
        (_driver, _clock, _watch) = (driver, clock ?? HostClock.System, new(this));
        _taps.Add(_watch);
        _taps.Add(Clock);
    }

    /// <summary>Where the device is.</summary>
    public DeviceAddress Address => _driver.Address;

    /// <summary>Pause before a broken connection is tried again; default 0.5 s.</summary>
    public TimeSpan RetryPause { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>After so long without success a broken connection is given up; default one day, as a recording must not end for a cable.</summary>
    public TimeSpan RetryFor { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Where the link stands.</summary>
    public DeviceState State { get; private set; }

    /// <summary>What came so far.</summary>
    public DeviceCounts Counts => _watch.Counts;

    /// <summary>The device's clock as far as it is known.</summary>
    public DeviceClock Clock { get; } = new();

    /// <summary>The stream, as soon as it is known; fails with the fault when the first connection fails.</summary>
    public Task<DeviceStream> Opened => _opened.Task;

    /// <summary>Adds someone who takes everything from now on.</summary>
    /// <param name="tap">Who takes it; told the stream first when that is known already.</param>
    public void Add(SampleTap tap)
    {
        ArgumentNullException.ThrowIfNull(tap);
        _taps.Add(tap);
    }

    /// <summary>Takes a tap away.</summary>
    /// <param name="tap">The tap.</param>
    public void Remove(SampleTap tap) => _taps.Remove(tap);

    /// <summary>Connects and hands on what comes, until the device ends, a fault that connecting again cannot mend, or cancelling.</summary>
    /// <param name="cancellation">Ends the link; what was complete by then has been handed on.</param>
    /// <exception cref="DeviceException">The first connection failed, the device changed, or it stayed away for too long.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="InvalidOperationException">The link ran before.</exception>
    public async Task RunAsync(CancellationToken cancellation = default)
    {
        if (_output is not null) throw new InvalidOperationException("A device link runs once.");
        var output = _output = new SampleOutput(Address.ToString(), _taps);
        State = DeviceState.Connecting;
        try
        {
            await ConnectAgainAndAgainAsync(output, cancellation).ConfigureAwait(false);
            Finish(DeviceState.Ended, null);
        }
        catch (OperationCanceledException fault) when (cancellation.IsCancellationRequested)
        {
            Finish(DeviceState.Ended, null);
            _opened.TrySetCanceled(fault.CancellationToken);
            throw;
        }
        catch (Exception fault)
        {
            Finish(DeviceState.Faulted, fault);
            _opened.TrySetException(fault);
            _ = _opened.Task.Exception; // seen: whoever waits for it meets the fault, and nobody has to
            throw;
        }
    }

    private async Task ConnectAgainAndAgainAsync(SampleOutput output, CancellationToken cancellation)
    {
        long? lostAt = null;
        while (true)
        {
            output.Arrive(_clock.Now);
            output.Note(DeviceNoticeKind.Connecting);
            var before = Counts.Received;
            try
            {
                await _driver.RunAsync(output, cancellation).ConfigureAwait(false);
                return;
            }
            catch (Exception fault) when (IsWorthRetrying(fault) && output.Stream is not null)
            {
                output.Flush();
                if (Counts.Received > before) lostAt = null;
                lostAt ??= _clock.Time.GetTimestamp();
                Lose(output, fault);
                if (_clock.Time.GetElapsedTime(lostAt.Value) > RetryFor) throw StayedAway(fault);
            }
            catch (Exception fault) when (fault is IOException or SocketException)
            {
                throw Unreachable(fault);
            }

            await Task.Delay(RetryPause, _clock.Time, cancellation).ConfigureAwait(false);
        }
    }

    private static bool IsWorthRetrying(Exception fault) => fault is IOException or SocketException or DeviceException { IsFinal: false };

    private void Lose(SampleOutput output, Exception fault)
    {
        if (State != DeviceState.Lost)
        {
            output.Arrive(_clock.Now);
            if (fault is DeviceException known) output.Note(DeviceNoticeKind.Lost, known.Code, known.Message, 0, known.Values);
            else output.Note(DeviceNoticeKind.Lost, DeviceFaultCode.Broken, fault.Message);
        }

        State = DeviceState.Lost;
    }

    private DeviceException Unreachable(Exception fault) => new(
        Address.ToString(), $"it cannot be reached ({fault.Message.TrimEnd('.')}).", "Without a connection there are no samples.",
        "Check that the device or its program is on and sending, that the address is right, and that no firewall stands between.", fault)
    { Code = DeviceFaultCode.Unreachable, Values = [Address.ToString()] };

    private DeviceException StayedAway(Exception fault) => new(
        Address.ToString(), FormattableString.Invariant($"it did not come back for {RetryFor.TotalSeconds:0} s ({fault.Message.TrimEnd('.')})."),
        "What is recorded so far is kept; nothing more will come.", "Check the device and its cable, then start a new recording.", fault)
    { Code = DeviceFaultCode.StayedAway, Values = [RetryFor.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)] };

    private void Finish(DeviceState state, Exception? fault)
    {
        State = state;
        _output!.End(fault);
    }

    /// <summary>Counts what passes.</summary>
    private sealed class Watch(DeviceLink link) : SampleTap
    {
        private bool _wasConnected;
        private long _received, _missing, _late, _garbage;
        private int _gaps, _reconnections;

        public DeviceCounts Counts => new(
            Volatile.Read(ref _received), Volatile.Read(ref _missing), Volatile.Read(ref _late), _gaps, _reconnections, Volatile.Read(ref _garbage));

        public override void Begin(DeviceStream stream)
        {
            if (_wasConnected) _reconnections++;
            _wasConnected = true;
            link._opened.TrySetResult(stream);
        }

        public override void Take(SampleRun run)
        {
            link.State = DeviceState.Streaming;
            Volatile.Write(ref _received, _received + run.SampleCount);
            if (run.Gap is not { } gap) return;
            _gaps++;
            Volatile.Write(ref _missing, _missing + gap.SampleCount);
        }

        public override void Take(DeviceNotice notice)
        {
            if (notice.Kind == DeviceNoticeKind.Late) Volatile.Write(ref _late, _late + notice.Amount);
            if (notice.Kind == DeviceNoticeKind.Garbage) Volatile.Write(ref _garbage, _garbage + notice.Amount);
        }
    }
}
