using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Pons.Sessions.Remote;

/// <summary>
/// Takes LabRecorder's remote commands over TCP, a line each, and answers each line. There is neither log-in nor encryption, so it listens on
/// this computer alone unless another address is given. Lines have at most <see cref="RemoteCommand.LongestLine"/> bytes, and at most
/// <see cref="MostClients"/> programs may be connected.
/// </summary>
public sealed class RemoteListener
{
    /// <summary>LabRecorder's port.</summary>
    public const int DefaultPort = 22345;

    /// <summary>Programs that may be connected at once.</summary>
    public const int MostClients = 16;

    private readonly TcpListener _listener;
    private readonly Func<string, Task<string>> _answer;

    /// <summary>Begins to listen.</summary>
    /// <param name="place">Where; port 0 for any free one.</param>
    /// <param name="answer">Does what a line asks for, and answers.</param>
    /// <exception cref="SessionException">The port is taken.</exception>
    public RemoteListener(IPEndPoint place, Func<string, Task<string>> answer)
    {
        ArgumentNullException.ThrowIfNull(place);
        ArgumentNullException.ThrowIfNull(answer);
        (_listener, _answer) = (new(place), answer);
        try
        {
            _listener.Start();
        }
        catch (SocketException fault)
        {
            throw new SessionException(
                $"Port {place.Port} cannot be used ({fault.Message}).", "Remote commands would reach another program, such as LabRecorder itself.",
                "End that program, or give another port.", fault);
        }
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint Place => (IPEndPoint)_listener.LocalEndpoint;

    /// <summary>Answers until cancelled.</summary>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var clients = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(cancellation).ConfigureAwait(false);
                clients.RemoveAll(c => c.IsCompleted);
                if (clients.Count >= MostClients) client.Dispose();
                else clients.Add(ServeAsync(client, cancellation));
            }
        }
        finally
        {
            _listener.Stop();
            await Task.WhenAll(clients).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ServeAsync(TcpClient client, CancellationToken cancellation)
    {
        using (client)
        {
            client.NoDelay = true;
            try
            {
                await AnswerAsync(client.GetStream(), cancellation).ConfigureAwait(false);
            }
            catch (Exception fault) when (fault is IOException or SocketException or OperationCanceledException)
            {
                // The other side is gone, or the recording ends.
            }
        }
    }

    private async Task AnswerAsync(NetworkStream wire, CancellationToken cancellation)
    {
        var buffer = new byte[RemoteCommand.LongestLine];
        for (var length = 0; ;)
        {
            var read = await wire.ReadAsync(buffer.AsMemory(length), cancellation).ConfigureAwait(false);
            if (read == 0) return;
            length += read;
            for (int end; (end = Array.IndexOf(buffer, (byte)'\n', 0, length)) >= 0;)
            {
                var line = Encoding.UTF8.GetString(buffer, 0, end).TrimEnd('\r');
                buffer.AsSpan(end + 1, length - end - 1).CopyTo(buffer);
                length -= end + 1;
                if (line.Trim().Length > 0) await SayAsync(wire, await _answer(line).ConfigureAwait(false), cancellation).ConfigureAwait(false);
            }

            if (length < buffer.Length) continue;
            await SayAsync(wire, $"ERROR a line has at most {buffer.Length} bytes", cancellation).ConfigureAwait(false);
            return;
        }
    }

    private static ValueTask SayAsync(NetworkStream wire, string answer, CancellationToken cancellation) =>
        wire.WriteAsync(Encoding.UTF8.GetBytes(answer + "\n"), cancellation);
}
