using System.Net;
using System.Net.Sockets;
using Pons.Streams;
using Pons.Streams.Clocks;

namespace Pons.Devices.Lsl;

/// <summary>
/// Reads the clock of an outlet's computer: waves of eight questions, 64 ms apart, every two seconds; the answer that was under way for the
/// shortest time counts, when at least six came. Source: time service of LSL protocol 1.10, after NTP (RFC 5905, section 8).
/// </summary>
internal sealed class LslTimeService(IPEndPoint service, ClockId device, HostClock clock)
{
    private const int Questions = 8, LeastAnswers = 6;
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(64), Longer = TimeSpan.FromMilliseconds(128),
        Every = TimeSpan.FromSeconds(2);
    private readonly double[] _asked = new double[Questions];
    private readonly byte[] _buffer = new byte[512];
    private int _wave;

    /// <summary>Measures until cancelled, and hands on what was measured.</summary>
    public async Task RunAsync(Action<ClockProbe> take, CancellationToken cancellation)
    {
        using var socket = Open();
        while (true)
        {
            if (await MeasureAsync(socket, LeastAnswers, cancellation).ConfigureAwait(false) is { } probe) take(probe);
            await Task.Delay(Every - (Questions * Between) - Longer, clock.Time, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Measures once; <see langword="null"/> when too few answers came.</summary>
    public async Task<ClockProbe?> MeasureOnceAsync(CancellationToken cancellation)
    {
        using var socket = Open();
        return await MeasureAsync(socket, 1, cancellation).ConfigureAwait(false);
    }

    /// <summary>Both clocks at the middle of a question and its answer.</summary>
    /// <param name="device">The clock that answered.</param>
    /// <param name="asked">When the question left, t0.</param>
    /// <param name="arrived">When it came there, t1.</param>
    /// <param name="left">When the answer left there, t2.</param>
    /// <param name="answered">When it came back, t3.</param>
    public static ClockProbe ProbeOf(ClockId device, double asked, double arrived, double left, double answered) => new(
        Timestamp.FromSeconds(device, (arrived + left) / 2), Timestamp.FromSeconds(ClockId.Host, (asked + answered) / 2),
        Duration.FromSeconds(Math.Max(0, answered - asked - (left - arrived)) / 2));

    private Socket Open()
    {
        var socket = new Socket(service.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        socket.Connect(service);
        return socket;
    }

    private async Task<ClockProbe?> MeasureAsync(Socket socket, int least, CancellationToken cancellation)
    {
        _wave++;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var listening = ListenAsync(socket, over.Token);
        for (var i = 0; i < Questions; i++)
        {
            _asked[i] = clock.Now.Seconds;
            try
            {
                await socket.SendAsync(LslTimeMessage.Ask((_wave * Questions) + i, _asked[i]), SocketFlags.None, cancellation).ConfigureAwait(false);
            }
            catch (SocketException)
            {
                // Nobody listens there now; the wave has an answer less.
            }

            await Task.Delay(Between, clock.Time, cancellation).ConfigureAwait(false);
        }

        await Task.Delay(Longer, clock.Time, cancellation).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        var (best, count) = await listening.ConfigureAwait(false);
        return count >= least ? best : null;
    }

    private async Task<(ClockProbe? Best, int Count)> ListenAsync(Socket socket, CancellationToken over)
    {
        (ClockProbe? best, var count) = (null, 0);
        while (true)
            try
            {
                var length = await socket.ReceiveAsync(_buffer, SocketFlags.None, over).ConfigureAwait(false);
                var now = clock.Now.Seconds;
                if (LslTimeMessage.Read(_buffer.AsSpan(0, length)) is not { } answer) continue;
                if (answer.Id / Questions != _wave) continue;
                var probe = ProbeOf(device, _asked[answer.Id % Questions], answer.Arrived, answer.Left, now);
                count++;
                if (best is null || probe.Uncertainty < best.Uncertainty) best = probe;
            }
            catch (SocketException)
            {
                // A question was refused; others may be answered.
                await Task.Yield();
            }
            catch (OperationCanceledException)
            {
                return (best, count);
            }
    }
}
