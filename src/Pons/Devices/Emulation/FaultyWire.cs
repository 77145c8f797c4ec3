namespace Pons.Devices.Emulation;

/// <summary>Writes to a connection as its script wants it: in pieces of a few bytes, or whole.</summary>
/// <param name="connection">Where to write; belongs to the caller.</param>
/// <param name="script">How.</param>
public sealed class FaultyWire(Stream connection, FaultScript script)
{
    /// <summary>Writes bytes.</summary>
    /// <param name="bytes">What to write.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="IOException">The other side is gone.</exception>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        var piece = script.SplitBytes > 0 ? script.SplitBytes : Math.Max(1, bytes.Length);
        for (var at = 0; at < bytes.Length; at += piece)
        {
            await connection.WriteAsync(bytes.Slice(at, Math.Min(piece, bytes.Length - at)), cancellation).ConfigureAwait(false);
            await connection.FlushAsync(cancellation).ConfigureAwait(false);
        }
    }
}
