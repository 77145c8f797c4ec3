using System.Net;
using System.Net.Sockets;

namespace Pons.Certification.Measurements;

/// <summary>A block of EEG there and back over TCP on the loopback interface, both ends without delay (NoDelay), a millisecond apart.</summary>
public sealed class TcpRoundTripMeasurement : Measurement
{
    /// <inheritdoc/>
    public override string Name => "tcp";

    /// <inheritdoc/>
    public override double RelativeSeconds => 4.2;

    /// <inheritdoc/>
    protected override async Task<MeasurementResult> MeasureAsync(MeasuringTime time, CancellationToken cancellation)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var near = new TcpClient { NoDelay = true };
        await near.ConnectAsync((IPEndPoint)listener.LocalEndpoint, cancellation).ConfigureAwait(false);
        using var far = await listener.AcceptTcpClientAsync(cancellation).ConfigureAwait(false);
        far.NoDelay = true;
        var echo = RoundTrips.EchoAsync(far.GetStream(), cancellation);
        try
        {
            return await RoundTrips.MeasureAsync(Name, time, near.GetStream(), cancellation).ConfigureAwait(false);
        }
        finally
        {
            near.Dispose();
            await echo.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
