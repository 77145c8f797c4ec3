using Pons.Streams.Clocks;

namespace Pons.Devices.Neuroscan;

/// <summary>Asks a server what it is and what it sends, and starts its samples. Every answer has a limit in time and in length.</summary>
/// <param name="connection">The connection; belongs to the caller.</param>
/// <param name="dialect">Which of the two protocols.</param>
/// <param name="device">The device, for messages.</param>
/// <param name="clock">Measures the limit.</param>
internal sealed class NeuroscanHandshake(Stream connection, NeuroscanDialect dialect, string device, HostClock clock)
{
    private static readonly TimeSpan PatienceForVersion = TimeSpan.FromSeconds(0.45);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(0.9);

    private readonly byte[] _header = new byte[NeuroscanMessage.HeaderBytes(dialect)];

    private bool IsCurry => dialect == NeuroscanDialect.Curry8;

    /// <summary>Asks for the version; the width of the answer's header tells the dialect.</summary>
    /// <returns>Whether the server answered as this dialect does.</returns>
    public async Task<bool> IsAnsweredAsync(CancellationToken cancellation)
    {
        try
        {
            var code = IsCurry ? NeuroscanCode.FromClient : NeuroscanCode.General;
            var version =
                await AskAsync(code, NeuroscanCode.Version, NeuroscanCode.InfoVersion, PatienceForVersion, cancellation).ConfigureAwait(false);
            return version.Length > 0;
        }
        catch (Exception fault) when (fault is DeviceException or IOException && !cancellation.IsCancellationRequested)
        {
            return false; // silent, or of the other width
        }
    }

    /// <summary>Asks what is sent, then has it sent.</summary>
    public async Task<NeuroscanLayout> StartAsync(CancellationToken cancellation)
    {
        var layout = IsCurry ? await CurryLayoutAsync(cancellation).ConfigureAwait(false)
            : await AcquireLayoutAsync(cancellation).ConfigureAwait(false);
        if (IsCurry)
        {
            await OrderAsync(NeuroscanCode.FromClient, NeuroscanCode.StartStreaming, cancellation).ConfigureAwait(false);
        }
        else
        {
            await OrderAsync(NeuroscanCode.Server, NeuroscanCode.StartAcquisition, cancellation).ConfigureAwait(false);
            await OrderAsync(NeuroscanCode.Client, NeuroscanCode.StartData, cancellation).ConfigureAwait(false);
        }

        return layout;
    }

    /// <summary>Has the sending ended; a server that is gone already does not matter.</summary>
    public async Task StopAsync()
    {
        using var limit = new CancellationTokenSource(Patience, clock.Time);
        try
        {
            if (IsCurry) await OrderAsync(NeuroscanCode.FromClient, NeuroscanCode.StopStreaming, limit.Token).ConfigureAwait(false);
            else await OrderAsync(NeuroscanCode.Client, NeuroscanCode.StopData, limit.Token).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException)
        {
            // The connection is gone; so is the sending.
        }
    }

    private async Task<NeuroscanLayout> AcquireLayoutAsync(CancellationToken cancellation) => NeuroscanLayout.OfAcquire(
        await AskAsync(NeuroscanCode.Client, NeuroscanCode.BasicInfo, NeuroscanCode.AcquireInfo, Patience, cancellation).ConfigureAwait(false),
        device);

    private async Task<NeuroscanLayout> CurryLayoutAsync(CancellationToken cancellation)
    {
        const ushort From = NeuroscanCode.FromClient;
        var info = await AskAsync(From, NeuroscanCode.CurryBasicInfo, NeuroscanCode.InfoBasic, Patience, cancellation).ConfigureAwait(false);
        var list = await AskAsync(From, NeuroscanCode.ChannelInfo, NeuroscanCode.InfoChannels, Patience, cancellation).ConfigureAwait(false);
        return NeuroscanLayout.OfCurry(info, list, device);
    }

    private ValueTask OrderAsync(ushort code, ushort request, CancellationToken cancellation) =>
        connection.WriteAsync(Question(code, request), cancellation);

    private byte[] Question(ushort code, ushort request)
    {
        var question = new byte[_header.Length];
        NeuroscanMessage.Write(question, dialect, "CTRL"u8, code, request);
        return question;
    }

    /// <summary>The body of the answer; what the server says of itself meanwhile is passed over.</summary>
    private async Task<byte[]> AskAsync(ushort code, ushort request, ushort answer, TimeSpan patience, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(patience, clock.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            await OrderAsync(code, request, either.Token).ConfigureAwait(false);
            while (true)
            {
                var (message, body) = await MessageAsync(either.Token).ConfigureAwait(false);
                if (message.IsData(NeuroscanCode.Info, answer)) return body;
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw NeuroscanMessage.Broken(device, dialect, FormattableString.Invariant($"no whole answer came within {patience.TotalSeconds} s."));
        }
    }

    private async Task<(NeuroscanMessage Message, byte[] Body)> MessageAsync(CancellationToken cancellation)
    {
        await connection.ReadExactlyAsync(_header.AsMemory(0, 4), cancellation).ConfigureAwait(false);
        NeuroscanMessage.RequireStart(_header.AsSpan(0, 4), dialect, device);
        await connection.ReadExactlyAsync(_header.AsMemory(4), cancellation).ConfigureAwait(false);
        var message = NeuroscanMessage.Read(_header, dialect, device);
        var body = new byte[message.Size];
        await connection.ReadExactlyAsync(body, cancellation).ConfigureAwait(false);
        return (message, body);
    }
}
