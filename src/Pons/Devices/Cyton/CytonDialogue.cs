using System.Text;

namespace Pons.Devices.Cyton;

/// <summary>Commands to a board that does not stream, and its answers, which end with <c>$$$</c>.</summary>
internal sealed class CytonDialogue(DeviceAddress address, Stream bytes, TimeProvider clock)
{
    private const int LongestAnswer = 1 << 16;
    private readonly byte[] _buffer = new byte[1024];

    /// <summary>Sends a command and waits for its answer.</summary>
    /// <returns>The answer without <c>$$$</c>, or <see langword="null"/> when none came in time.</returns>
    /// <exception cref="DeviceException">More comes than an answer can be.</exception>
    public async Task<string?> AskAsync(string command, TimeSpan patience, CancellationToken cancellation)
    {
        await bytes.WriteAsync(Encoding.ASCII.GetBytes(command), cancellation).ConfigureAwait(false);
        using var limit = new CancellationTokenSource(patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        var text = new StringBuilder();
        try
        {
            while (text.Length < LongestAnswer)
            {
                var read = await bytes.ReadAsync(_buffer, either.Token).ConfigureAwait(false);
                text.Append(Encoding.Latin1.GetString(_buffer, 0, read));
                var answer = text.ToString();
                if (answer.IndexOf("$$$", StringComparison.Ordinal) is >= 0 and var end) return answer[..end];
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }

        throw new DeviceException(
            address.ToString(), $"it sent {text.Length} bytes without an end when asked '{command}'.", "An OpenBCI board ends an answer with $$$.",
            "Check that the port is that of an OpenBCI dongle.")
        { IsFinal = true };
    }
}
