namespace Pons.Devices.Zmtp;

/// <summary>The publisher's side of a connection, as far as an emulator needs it.</summary>
internal static class ZmtpPublisher
{
    /// <summary>Greets a subscriber and waits for its first subscription.</summary>
    /// <exception cref="IOException">The subscriber went away, or is none.</exception>
    public static async Task GreetAsync(Stream subscriber, string device, CancellationToken cancellation)
    {
        try
        {
            var connection = await ZmtpConnection.OpenAsync(subscriber, "PUB", device, cancellation).ConfigureAwait(false);
            while (!IsSubscription((await connection.ReceiveAsync(cancellation).ConfigureAwait(false))[0]))
            {
                // Anything else that a subscriber sends means nothing to a publisher.
            }
        }
        catch (DeviceException fault)
        {
            throw new IOException(fault.Message, fault);
        }
    }

    private static bool IsSubscription(byte[] frame) => frame is [1, ..] || frame.AsSpan().StartsWith("\u0009SUBSCRIBE"u8);
}
