using System.Buffers;
using Pons.Devices.Serial;
using Pons.Streams.Clocks;

namespace Pons.Devices.Emulation;

/// <summary>An emulated device behind a pseudo-terminal. Its time begins when a driver first starts it and goes on; pulling its plug ends the
/// terminal, and the same name appears again when it is plugged in.</summary>
public abstract class SerialEmulator : DeviceEmulator
{
    private readonly DeviceAddress _address;
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly ArrayBufferWriter<byte> _answer = new();
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SemaphoreSlim? _gate;
    private PseudoTerminal? _terminal;
    private double _awayUntil;
    private bool _isSending;

    /// <summary>Prepares an emulator.</summary>
    /// <param name="address">Its path becomes the name of the port; without one a name is made in the folder for temporary files.</param>
    /// <param name="plan">What it sends.</param>
    /// <param name="clock">The clock of the host.</param>
    protected SerialEmulator(DeviceAddress address, EmulationPlan plan, HostClock clock)
        : base(plan, clock)
    {
        ArgumentNullException.ThrowIfNull(address);
        _address = address;
    }

    /// <summary>Whether the device sends without being asked; default no.</summary>
    protected virtual bool SendsAtOnce => false;

    /// <summary>Appends the bytes of a packet.</summary>
    /// <param name="packet">What to send.</param>
    /// <param name="into">Takes the bytes.</param>
    protected abstract void Encode(EmulatedPacket packet, IBufferWriter<byte> into);

    /// <summary>Answers what the driver wrote.</summary>
    /// <param name="bytes">What it wrote; a command may come in pieces.</param>
    /// <param name="into">Takes the answer.</param>
    /// <returns>Whether the device sends samples from now on.</returns>
    protected abstract bool Answer(ReadOnlySpan<byte> bytes, IBufferWriter<byte> into);

    /// <summary>Appends bytes that look like the head of a packet and are none; by default 64 bytes of 255.</summary>
    /// <param name="into">Takes the bytes.</param>
    protected virtual void EncodeHostile(IBufferWriter<byte> into)
    {
        into.GetSpan(64)[..64].Fill(0xFF);
        into.Advance(64);
    }

    /// <summary>The device gets power again and has forgotten what it was told; by default nothing.</summary>
    protected virtual void Restart()
    {
    }

    /// <inheritdoc/>
    protected override async Task ServeAsync(CancellationToken cancellation)
    {
        using var gate = new SemaphoreSlim(1);
        _gate = gate;
        var folder = _address.Path.Length == 0 ? Directory.CreateTempSubdirectory("pons-port-") : null;
        var link = folder is null ? _address.Path : Path.Combine(folder.FullName, "tty");
        try
        {
            PlugIn(link, cancellation);
            ListensAt(_address with { Path = link, Options = _address.Options.Remove("listen") });
            await _started.Task.WaitAsync(cancellation).ConfigureAwait(false);
            var pacer = new PacketPacer(Plan, Log, Clock.Time, isDatagram: false);
            await foreach (var packet in pacer.PacketsAsync(cancellation).ConfigureAwait(false))
            {
                if (_terminal is null && packet.FirstSample / Plan.RateHz >= _awayUntil) PlugIn(link, cancellation);
                await SendAsync(packet, cancellation).ConfigureAwait(false);
            }
        }
        finally
        {
            await PullOutAsync().ConfigureAwait(false);
            folder?.Delete(recursive: true);
        }
    }

    private void PlugIn(string link, CancellationToken cancellation)
    {
        Restart();
        _terminal = PseudoTerminal.Open(link);
        _isSending = SendsAtOnce;
        if (SendsAtOnce) _started.TrySetResult();
        _ = ListenAsync(_terminal.Bytes, cancellation);
    }

    private async Task PullOutAsync()
    {
        if (_terminal is { } terminal) await terminal.DisposeAsync().ConfigureAwait(false);
        (_terminal, _isSending) = (null, false);
    }

    private async Task ListenAsync(Stream bytes, CancellationToken cancellation)
    {
        var buffer = new byte[256];
        try
        {
            while (await bytes.ReadAsync(buffer, cancellation).ConfigureAwait(false) is > 0 and var read)
            {
                await _gate!.WaitAsync(cancellation).ConfigureAwait(false);
                try
                {
                    _answer.ResetWrittenCount();
                    _isSending = Answer(buffer.AsSpan(0, read), _answer);
                    await new FaultyWire(bytes, Plan.Faults).WriteAsync(_answer.WrittenMemory, cancellation).ConfigureAwait(false);
                }
                finally
                {
                    _gate.Release();
                }

                if (_isSending) _started.TrySetResult();
            }
        }
        catch (Exception fault) when (fault is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The plug was pulled, or the emulator ends.
        }
    }

    private async Task SendAsync(EmulatedPacket packet, CancellationToken cancellation)
    {
        await _gate!.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            _bytes.ResetWrittenCount();
            foreach (var fault in packet.Before) await MakeAsync(fault, packet).ConfigureAwait(false);
            if (_isSending && _terminal!.IsTaken && await WriteAsync(packet, cancellation).ConfigureAwait(false)) Log.Sent(packet);
            else if (Log.FirstSample is not null) Log.Add(new(FaultKind.Disconnect, packet.FirstSample, packet.SampleCount));
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<bool> WriteAsync(EmulatedPacket packet, CancellationToken cancellation)
    {
        Encode(packet, _bytes);
        try
        {
            await new FaultyWire(_terminal!.Bytes, Plan.Faults).WriteAsync(_bytes.WrittenMemory, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (IOException)
        {
            return false; // nobody reads the port
        }
    }

    private async Task MakeAsync(Fault fault, EmulatedPacket packet)
    {
        var before = _bytes.WrittenCount;
        switch (fault.Kind)
        {
            case FaultKind.Garbage:
                _bytes.GetSpan((int)fault.Amount)[..(int)fault.Amount].Fill(0x5A);
                _bytes.Advance((int)fault.Amount);
                break;
            case FaultKind.HostileLength:
                EncodeHostile(_bytes);
                break;
            case FaultKind.Disconnect:
                _awayUntil = packet.FirstSample / Plan.RateHz + fault.Amount;
                await PullOutAsync().ConfigureAwait(false);
                return;
            default:
                return;
        }

        Log.Add(new(fault.Kind, packet.FirstSample, 0, _bytes.WrittenCount - before));
    }
}
