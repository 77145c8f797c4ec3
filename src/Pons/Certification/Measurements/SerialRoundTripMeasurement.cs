using Pons.Devices.Serial;

namespace Pons.Certification.Measurements;

/// <summary>
/// A block of EEG there and back over a serial port with a pseudo-terminal behind it, a millisecond apart: the system's own share. A real
/// adapter adds the time of its wire, and its latency timer (16 ms on FTDI adapters unless set otherwise). Not on Windows, which has
/// no pseudo-terminals that are serial ports.
/// </summary>
public sealed class SerialRoundTripMeasurement : Measurement
{
    private const int Baud = 115_200;

    /// <inheritdoc/>
    public override string Name => "serial";

    /// <inheritdoc/>
    public override double RelativeSeconds => 2;

    /// <inheritdoc/>
    protected override async Task<MeasurementResult> MeasureAsync(MeasuringTime time, CancellationToken cancellation)
    {
        if (OperatingSystem.IsWindows()) return MeasurementResult.Missing(Name, NotMeasuredKind.NotOnThisSystem, "pseudo-terminal");
        var terminal = PseudoTerminal.Open();
        await using var closing = terminal.ConfigureAwait(false);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var echo = RoundTrips.EchoAsync(terminal.Bytes, over.Token);
        try
        {
            var port = SerialPort.Open(terminal.Path, Baud);
            await using var closingPort = port.ConfigureAwait(false);
            return await RoundTrips.MeasureAsync(Name, time, port.Bytes, cancellation).ConfigureAwait(false);
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
            await echo.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
