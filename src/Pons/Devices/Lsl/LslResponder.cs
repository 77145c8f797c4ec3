using System.Net;
using System.Net.Sockets;
using System.Xml.Linq;

namespace Pons.Devices.Lsl;

/// <summary>Answers datagrams for one outlet: who has a stream, and, on its own port, what time it is.</summary>
internal sealed class LslResponder
{
    private const int MostRemembered = 64;
    private readonly LslStreamInfo _info;
    private readonly Func<double> _seconds;
    private readonly XElement _element;
    private readonly Dictionary<string, bool> _answers = [];
    private readonly Lock _gate = new();

    public LslResponder(LslStreamInfo info, Func<double> seconds) => (_info, _seconds, _element) = (info, seconds, info.ToElement(isFull: true));

    /// <summary>Whether a stream is meant by a predicate.</summary>
    public bool IsMeant(string predicate)
    {
        lock (_gate)
        {
            if (_answers.TryGetValue(predicate, out var known)) return known;
            if (_answers.Count >= MostRemembered) _answers.Clear();
            return _answers[predicate] = LslPredicate.Holds(predicate, _element);
        }
    }

    /// <summary>Answers until cancelled.</summary>
    /// <param name="socket">Where questions come; disposed by whoever cancels.</param>
    /// <param name="tellsTime">Whether it is the outlet's own port.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task RunAsync(Socket socket, bool tellsTime, CancellationToken cancellation)
    {
        var buffer = new byte[65_536];
        var anyone = new IPEndPoint(LslSockets.AnyOf(socket.AddressFamily), 0);
        while (!cancellation.IsCancellationRequested)
            try
            {
                var got = await socket.ReceiveFromAsync(buffer, SocketFlags.None, anyone, cancellation).ConfigureAwait(false);
                var (answer, to) = Answer(buffer.AsSpan(0, got.ReceivedBytes), (IPEndPoint)got.RemoteEndPoint, tellsTime);
                if (answer is not null) await socket.SendToAsync(answer, SocketFlags.None, to, cancellation).ConfigureAwait(false);
            }
            catch (SocketException) when (!cancellation.IsCancellationRequested)
            {
                // Whoever asked cannot be reached; others can.
            }
    }

    private (byte[]? Answer, IPEndPoint To) Answer(ReadOnlySpan<byte> datagram, IPEndPoint from, bool tellsTime)
    {
        if (tellsTime && datagram.StartsWith("LSL:timedata"u8)) return (LslTimeMessage.Answer(datagram, _seconds(), _seconds()), from);
        return LslQuery.Parse(datagram) is { } query && IsMeant(query.Predicate)
            ? (query.Answer(_info), new(from.Address, query.ReturnPort))
            : (null, from);
    }
}
