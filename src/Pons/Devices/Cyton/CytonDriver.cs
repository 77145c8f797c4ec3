using System.Globalization;
using System.Text;
using Pons.Devices.Serial;
using Pons.Streams.Clocks;

namespace Pons.Devices.Cyton;

/// <summary>Reads an OpenBCI Cyton, with or without Daisy, over its dongle: resets the board, sets it, streams, stops it at the end.</summary>
public sealed class CytonDriver : DeviceDriver
{
    private static readonly TimeSpan ResetPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);
    private readonly CytonSettings _settings;
    private readonly HostClock _clock;
    private volatile SerialPort? _streaming;

    internal CytonDriver(DeviceAddress address, HostClock clock)
        : base(address) => (_settings, _clock) = (CytonSettings.Of(address), clock);

    /// <inheritdoc/>
    public override async Task RunAsync(SampleOutput output, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(output);
        await using var port = SerialPort.Open(Address, CytonProtocol.Baud, output);
        await SetUpAsync(new(Address, port.Bytes, _clock.Time), output, cancellation).ConfigureAwait(false);
        output.Begin(_settings.Stream(Address));
        try
        {
            Send(port, "b");
            _streaming = port;
            await new WireReader(new CytonParser(_settings), output, _clock).ReadAsync(port.Bytes, cancellation).ConfigureAwait(false);
            throw new IOException("The serial port ended.");
        }
        finally
        {
            _streaming = null;
            StopBoard(port);
        }
    }

    /// <summary>Switches the current for measuring impedance (6 nA at 31.5 Hz, as the board's converter gives it) on or off for one channel while
    /// the board streams. The signal then holds that rhythm: its amplitude over the current is the impedance.</summary>
    /// <param name="channel">Channel from 0 on.</param>
    /// <param name="onPositive">Whether the P input is driven.</param>
    /// <param name="onNegative">Whether the N input is driven.</param>
    /// <exception cref="InvalidOperationException">The board does not stream.</exception>
    /// <exception cref="IOException">The port vanished.</exception>
    public void DriveImpedance(int channel, bool onPositive, bool onNegative)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(channel);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(channel, _settings.ChannelCount);
        var port = _streaming ?? throw new InvalidOperationException("Impedance is measured while the board streams.");
        Send(port, $"z{CytonSettings.ChannelKeys[channel]}{(onPositive ? 1 : 0)}{(onNegative ? 1 : 0)}Z");
    }

    private static void Send(SerialPort port, string command) => port.Bytes.Write(Encoding.ASCII.GetBytes(command));

    private static void StopBoard(SerialPort port)
    {
        try
        {
            Send(port, "s");
        }
        catch (Exception fault) when (fault is IOException or ObjectDisposedException)
        {
            // The board is gone, and with it what is to be stopped.
        }
    }

    private async Task SetUpAsync(CytonDialogue board, SampleOutput output, CancellationToken cancellation)
    {
        var banner = await board.AskAsync("sv", ResetPatience, cancellation).ConfigureAwait(false) ?? throw Silent();
        if (banner.Contains("Failure", StringComparison.OrdinalIgnoreCase)) throw Off(banner.Trim());
        await ChooseChannelsAsync(board, cancellation).ConfigureAwait(false);
        for (var c = 0; c < _settings.ChannelCount; c++)
            if (_settings.Gains[c] != 24)
                await RequireAsync(board, _settings.GainCommand(c), cancellation).ConfigureAwait(false);
        if (_settings.AuxCommand is { } aux) await RequireAsync(board, aux, cancellation).ConfigureAwait(false);
        if (_settings.UsesTime && await board.AskAsync("<", Patience, cancellation).ConfigureAwait(false) is null)
            output.Note(DeviceNoticeKind.Note, DeviceFaultCode.NoTimeOfBoard,
                "the board does not answer the request for its time; only its counter tells of gaps.");
    }

    private async Task ChooseChannelsAsync(CytonDialogue board, CancellationToken cancellation)
    {
        var answer = await RequireAsync(board, _settings.HasDaisy ? "C" : "c", cancellation).ConfigureAwait(false);
        if (!_settings.HasDaisy || answer.TrimEnd().EndsWith("16", StringComparison.Ordinal)) return;
        throw new DeviceException(
            Address.ToString(), $"the board has no Daisy ('{answer.Trim()}').", "Sixteen channels were asked for.",
            "Plug the Daisy in, or leave out daisy=yes.")
        { IsFinal = true, Code = DeviceFaultCode.Refused };
    }

    private async Task<string> RequireAsync(CytonDialogue board, string command, CancellationToken cancellation)
    {
        var answer = await board.AskAsync(command, Patience, cancellation).ConfigureAwait(false) ?? throw Refused(command, "nothing");
        return answer.Contains("Failure", StringComparison.OrdinalIgnoreCase) ? throw Refused(command, answer.Trim()) : answer;
    }

    private DeviceException Silent() => new(
        Address.ToString(), FormattableString.Invariant($"no answer within {ResetPatience.TotalSeconds} s."), "Without an answer nothing can be set.",
        "Check that the board is on (switch at PC), that the dongle's switch is at GPIO 6, and that this is the dongle's port.")
    { Code = DeviceFaultCode.Silent, Values = [ResetPatience.TotalSeconds.ToString(CultureInfo.InvariantCulture)] };

    private DeviceException Off(string banner) => new(
        Address.ToString(), $"the dongle answers, but not the board ('{banner}').", "Samples come from the board.",
        "Switch the board on and bring it near; dongle and board must use one radio channel.")
    { Code = DeviceFaultCode.Refused };

    private DeviceException Refused(string command, string answer) => new(
        Address.ToString(), $"the board answered '{answer}' to '{command}'.", "Its settings would not be those that were asked for.",
        "Check the firmware (3.1 or later) and the options of the address.")
    { Code = DeviceFaultCode.Refused };
}
