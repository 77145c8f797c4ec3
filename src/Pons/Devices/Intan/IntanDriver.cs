using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Pons.Streams;
using Pons.Streams.Clocks;

namespace Pons.Devices.Intan;

/// <summary>Sets up RHX by its command port, starts it and reads its waveform and spike ports; stops it when the reading is cancelled.</summary>
internal sealed class IntanDriver(DeviceAddress address, IntanSettings settings, HostClock clock) : DeviceDriver(address)
{
    private DeviceStream? _stream;

    public override async Task RunAsync(SampleOutput output, CancellationToken cancellation)
    {
        using var commands = await TcpConnection.OpenAsync(Address, IntanSettings.CommandPort, clock.Time, cancellation).ConfigureAwait(false);
        var remote = new IntanRemote(commands.GetStream(), Address.ToString(), clock.Time);
        if (!await IsSetUpAsync(remote, cancellation).ConfigureAwait(false)) _stream = await SetUpAsync(remote, cancellation).ConfigureAwait(false);
        await remote.DoAsync("execute connecttcpwaveformdataoutput;", cancellation).ConfigureAwait(false);
        using var waveforms = await TcpConnection.OpenAsync(
            settings.WaveformAddress, IntanSettings.WaveformPort, clock.Time, cancellation).ConfigureAwait(false);
        using var spikes = settings.HasSpikes ? await ConnectSpikesAsync(remote, cancellation).ConfigureAwait(false) : null;
        if (!await remote.IsRunningAsync(cancellation).ConfigureAwait(false))
            await remote.DoAsync("set runmode run;", cancellation).ConfigureAwait(false);
        output.Begin(_stream!);
        try
        {
            await ReadAsync(waveforms.GetStream(), spikes?.GetStream(), output, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await remote.DoAsync("set runmode stop;", CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
        catch (DeviceException)
        {
            if (await IsStoppedAsync(remote, cancellation).ConfigureAwait(false)) return; // somebody pressed Stop: that is not ours to undo
            throw;
        }
    }

    /// <summary>Whether RHX still runs as this driver set it up, in an earlier connection.</summary>
    private async Task<bool> IsSetUpAsync(IntanRemote remote, CancellationToken cancellation)
    {
        if (!await remote.IsRunningAsync(cancellation).ConfigureAwait(false)) return false;
        if (_stream is not null) return true;
        if (!settings.MayRestart)
            throw new DeviceException(
                Address.ToString(), "RHX is running already.", "While it runs, what it sends cannot be chosen.",
                "Stop it, or add restart=yes to the address to have it stopped and started again.")
            { IsFinal = true, Code = DeviceFaultCode.Refused };
        await remote.DoAsync("set runmode stop;", cancellation).ConfigureAwait(false);
        return false;
    }

    private async Task<DeviceStream> SetUpAsync(IntanRemote remote, CancellationToken cancellation)
    {
        var text = await remote.GetAsync("sampleratehertz", cancellation).ConfigureAwait(false);
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var rate) || rate is not (> 0 and <= 1e6))
            throw new DeviceException(
                Address.ToString(), $"the sampling rate is '{text}'.", "Without a rate samples have no time.", "Check RHX.")
            { IsFinal = true, Code = DeviceFaultCode.Refused };
        await remote.DoAsync(
            $"execute clearalldataoutputs;set tcpnumberdatablocksperwrite {settings.BlocksPerWrite};", cancellation).ConfigureAwait(false);
        foreach (var some in settings.Layout.Enabled.Chunk(64))
            await remote.DoAsync(Enable(some), cancellation).ConfigureAwait(false);
        return settings.Layout.Describe(rate, new ClockId(Address.ToString()));
    }

    private string Enable(IEnumerable<IntanWord> words)
    {
        var text = new StringBuilder();
        foreach (var word in words)
        {
            text.Append(CultureInfo.InvariantCulture, $"set {word.Name}.tcpdataoutputenabled{word.Suffix} true;");
            if (settings.HasSpikes && word.Kind == IntanWordKind.Wide)
                text.Append(CultureInfo.InvariantCulture, $"set {word.Name}.tcpdataoutputenabledspike true;");
        }

        return text.ToString();
    }

    private async Task<TcpClient> ConnectSpikesAsync(IntanRemote remote, CancellationToken cancellation)
    {
        await remote.DoAsync("execute connecttcpspikedataoutput;", cancellation).ConfigureAwait(false);
        return await TcpConnection.OpenAsync(settings.SpikeAddress, IntanSettings.SpikePort, clock.Time, cancellation).ConfigureAwait(false);
    }

    private async Task ReadAsync(Stream waveforms, Stream? spikes, SampleOutput output, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var inbox = spikes is null ? null : new IntanSpikeInbox();
        var parser = new IntanParser(settings.Layout, settings.IsUsb2, output.Stream!, inbox);
        var reading = new WireReader(parser, output, clock).ReadAsync(waveforms, stop.Token);
        var first = inbox is null ? reading : await Task.WhenAny(reading, ReadSpikesAsync(spikes!, inbox, stop.Token)).ConfigureAwait(false);
        try
        {
            await first.ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        throw new DeviceException(
            Address.ToString(), "RHX closed a data connection.", "Samples or spikes may be missing.", "Check that RHX is still running.")
        { Code = DeviceFaultCode.Closed };
    }

    private async Task ReadSpikesAsync(Stream spikes, IntanSpikeInbox inbox, CancellationToken stop)
    {
        var parser = new IntanSpikeParser(Address.ToString());
        var buffer = new byte[1024 * IntanSpikeParser.RecordBytes];
        for (var length = 0; ;)
        {
            var read = await spikes.ReadAsync(buffer.AsMemory(length), stop).ConfigureAwait(false);
            if (read == 0) return;
            length += read;
            var used = parser.Parse(buffer.AsSpan(0, length), inbox);
            length -= used;
            buffer.AsSpan(used, length).CopyTo(buffer);
        }
    }

    private static async Task<bool> IsStoppedAsync(IntanRemote remote, CancellationToken cancellation)
    {
        try
        {
            return !await remote.IsRunningAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is IOException or DeviceException)
        {
            return false; // RHX itself is gone: the link connects again
        }
    }
}
