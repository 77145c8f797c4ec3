using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Pons.Streams.Clocks;

namespace Pons.Devices.Lsl;

/// <summary>
/// Finds streams of the Lab Streaming Layer: asks by multicast and broadcast on every interface, on this computer at the port of discovery
/// and at every port of the range (several outlets share the first one, and only one of them is given a datagram), and known computers one
/// by one. Asks again every half second. Stateless; any thread. Source: discovery of LSL protocol 1.10 and liblsl pull request 282.
/// </summary>
/// <param name="settings">Where to look; those of LSL by default.</param>
/// <param name="clock">Measures patience.</param>
public sealed class LslResolver(LslSettings? settings = null, HostClock? clock = null)
{
    private static readonly TimeSpan Wave = TimeSpan.FromSeconds(0.5);
    private readonly LslSettings _settings = settings ?? LslSettings.Default;
    private readonly HostClock _clock = clock ?? HostClock.System;

    /// <summary>Finds all streams of the session.</summary>
    /// <param name="patience">How long to look.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<ImmutableArray<LslStreamInfo>> FindAllAsync(TimeSpan patience, CancellationToken cancellation = default) =>
        FindAsync(LslPredicate.Of(_settings.SessionId), patience, int.MaxValue, cancellation);

    /// <summary>Finds streams.</summary>
    /// <param name="predicate">Which: an XPath 1.0 predicate on the stream info, such as <c>name='EEG' and starts-with(source_id,'amp')</c>.</param>
    /// <param name="patience">How long to look.</param>
    /// <param name="enough">Number of streams with which the looking ends early.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Each stream once, by name and source id, with the address from which it answered first.</returns>
    public Task<ImmutableArray<LslStreamInfo>> FindAsync(
        string predicate, TimeSpan patience, int enough = int.MaxValue, CancellationToken cancellation = default) =>
        FindAsync(predicate, patience, enough, only: null, cancellation);

    /// <summary>As the public one, but asking only one place when <paramref name="only"/> is given.</summary>
    internal async Task<ImmutableArray<LslStreamInfo>> FindAsync(
        string predicate, TimeSpan patience, int enough, IPEndPoint? only, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        var found = new Found(enough);
        var id = BitConverter.ToUInt64(Guid.NewGuid().ToByteArray()).ToString(CultureInfo.InvariantCulture);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var asking = only is null ? await LslTargets.OfAsync(_settings, cancellation).ConfigureAwait(false) : [LslTargets.Only(_settings, only)];
        try
        {
            var listening = asking.Select(a => ListenAsync(a.Socket, id, found, over.Token)).ToArray();
            await AskAgainAndAgainAsync(asking, predicate, id, found, patience, cancellation).ConfigureAwait(false);
            await over.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(listening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return found.Streams;
        }
        finally
        {
            foreach (var one in asking) one.Socket.Dispose();
        }
    }

    private async Task AskAgainAndAgainAsync(
        ImmutableArray<LslTargets> asking, string predicate, string id, Found found, TimeSpan patience, CancellationToken cancellation)
    {
        var begun = _clock.Time.GetTimestamp();
        while (true)
        {
            foreach (var one in asking) one.Ask(predicate, id);
            var left = patience - _clock.Time.GetElapsedTime(begun);
            if (left <= TimeSpan.Zero) return;
            var pause = Task.Delay(left < Wave ? left : Wave, _clock.Time, cancellation);
            if (await Task.WhenAny(pause, found.Enough).ConfigureAwait(false) == found.Enough) return;
            await pause.ConfigureAwait(false);
        }
    }

    private static async Task ListenAsync(Socket socket, string id, Found found, CancellationToken over)
    {
        var buffer = new byte[65_536];
        var anyone = new IPEndPoint(LslSockets.AnyOf(socket.AddressFamily), 0);
        while (!over.IsCancellationRequested)
            try
            {
                var got = await socket.ReceiveFromAsync(buffer, SocketFlags.None, anyone, over).ConfigureAwait(false);
                if (LslQuery.ReadAnswer(buffer.AsSpan(0, got.ReceivedBytes), id) is { } xml) found.Add(xml, (IPEndPoint)got.RemoteEndPoint);
            }
            catch (SocketException)
            {
                await Task.Yield(); // somebody refused the question; others may answer
            }
    }

    /// <summary>What was found so far; answers come on several threads.</summary>
    private sealed class Found(int enough)
    {
        private readonly Lock _gate = new();
        private readonly SortedDictionary<string, LslStreamInfo> _byUid = new(StringComparer.Ordinal);
        private readonly TaskCompletionSource _enough = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Enough => _enough.Task;

        public ImmutableArray<LslStreamInfo> Streams
        {
            get
            {
                lock (_gate) return [.. _byUid.Values.OrderBy(s => s.Name, StringComparer.Ordinal).ThenBy(s => s.SourceId, StringComparer.Ordinal)];
            }
        }

        public void Add(string xml, IPEndPoint from)
        {
            try
            {
                var info = LslStreamInfo.Parse(xml, from.ToString()) with { Address = from.Address };
                if (info.DataPort == 0) return;
                lock (_gate)
                {
                    if (_byUid.Count >= 10_000 || !_byUid.TryAdd(info.Uid, info)) return;
                    if (_byUid.Count >= enough) _enough.TrySetResult();
                }
            }
            catch (DeviceException)
            {
                // An answer that is no stream info; whoever sent it cannot be received either.
            }
        }
    }
}
