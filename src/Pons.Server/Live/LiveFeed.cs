using System.Collections.Immutable;
using Pons.Pipelines;
using Pons.Streams;

namespace Pons.Server.Live;

/// <summary>
/// Between one running session and the browsers that watch it. The session pushes, in one thread at a time; any number of
/// browsers read. Pushing never waits for a browser: each has a queue with a bound, and one that is too slow sees a counted
/// gap. Members may be called by any thread.
/// </summary>
public sealed class LiveFeed : IDisposable
{
    private const int TrialHistory = 1000;
    private const double RecentSeconds = 10;
    private readonly Lock _lock = new();
    private readonly TimeProvider _clock;
    private readonly Queue<LiveMessage> _trials = new();
    private readonly RecentMessages _recent = new();
    private ImmutableArray<LiveClient> _clients = [];
    private LiveMessage? _info;
    private LiveMessage? _latency;
    private LiveMessage? _end;
    private BlockCoalescer _coalescer = new(null);
    private ClockWatch? _clockWatch;
    private SpectrumTap? _spectra;
    private long _nextClockReport;
    private LiveCommands? _own;
    private bool _isGuest;
    private ImmutableArray<LiveTap> _taps = [];

    /// <summary>Makes a feed without a session.</summary>
    /// <param name="clock">Where arrival is timed; the system's clock unless a test says otherwise.</param>
    public LiveFeed(TimeProvider? clock = null) => _clock = clock ?? TimeProvider.System;

    /// <summary>What people at the studio asked for; the session observes it.</summary>
    public LiveCommands Commands { get; } = new();

    /// <summary>Who takes the commands of the moment: the session itself where it brought a taker, else <see cref="Commands"/>.</summary>
    internal LiveCommands Listening => Volatile.Read(ref _own) ?? Commands;

    /// <summary>What the session does, as it said itself.</summary>
    public LiveState State { get; private set; }

    /// <summary>Whether the program's own session goes on, and not a device that is shown or a recording that is played.</summary>
    internal bool HasOwnSession => !_isGuest && State is (LiveState.Running or LiveState.Paused);

    /// <summary>What was said of the session; <see langword="null"/> before the first one.</summary>
    public LiveSessionInfo? Session { get; private set; }

    /// <summary>The number of browsers that watch.</summary>
    public int ClientCount => _clients.Length;

    /// <summary>A session begins; what was shown of the one before is forgotten.</summary>
    public void Begin(LiveSessionInfo info)
    {
        lock (_lock)
        {
            Open(info);
            foreach (var tap in _taps) tap.Begin(Session!, isFromStart: true);
        }
    }

    /// <summary>Begins a session unless another one goes on.</summary>
    /// <param name="info">What it is.</param>
    /// <param name="commands">Takes what is asked until this session ends.</param>
    /// <returns>The session, by which its blocks are told from those of others; <see langword="null"/> when another one goes on.</returns>
    internal LiveSessionInfo? TryBegin(LiveSessionInfo info, LiveCommands commands)
    {
        lock (_lock)
        {
            if (State is LiveState.Running or LiveState.Paused) return null;
            Open(info);
            (_own, _isGuest) = (commands, true);
            return Session;
        }
    }

    /// <summary>Pushes a block of a session that may have been followed by another one; then nothing happens.</summary>
    internal void Block(LiveSessionInfo session, SignalBlock block)
    {
        lock (_lock)
            if (ReferenceEquals(Session, session) && State == LiveState.Running) Block(block);
    }

    /// <summary>Ends a session that may have been followed by another one; then nothing happens.</summary>
    internal void End(LiveSessionInfo session, string reason)
    {
        lock (_lock)
            if (ReferenceEquals(Session, session) && State != LiveState.Ended) End(reason);
    }

    /// <summary>Samples as the source delivered them, in the channels' units, with their markers.</summary>
    /// <exception cref="InvalidOperationException">No session has begun.</exception>
    /// <exception cref="ArgumentException">The block does not have the channels of the session.</exception>
    public void Block(SignalBlock rawBlock)
    {
        ArgumentNullException.ThrowIfNull(rawBlock);
        lock (_lock)
        {
            var session = Session ?? throw new InvalidOperationException("A block was pushed before a session had begun.");
            if (rawBlock.ChannelCount != session.Stream.ChannelCount)
                throw new ArgumentException(
                    $"A block of {rawBlock.ChannelCount} channels does not belong to a session of {session.Stream.ChannelCount}.",
                    nameof(rawBlock));
            foreach (var marker in rawBlock.Markers) SendAndRemember(LiveJson.Marker(marker));
            foreach (var message in _coalescer.Add(rawBlock)) SendAndRemember(message);
            foreach (var tap in OwnTaps) tap.Take(rawBlock);
            _clockWatch?.Arrived(rawBlock.EndSampleIndex);
            if (_clients.Length > 0) _spectra?.Add(rawBlock);
            ReportClock();
        }
    }

    /// <summary>The decoder has decided.</summary>
    public void Decision(Decision decision)
    {
        lock (_lock)
        {
            SendAndRemember(LiveJson.Decision(decision));
            foreach (var tap in OwnTaps) tap.Take(decision);
        }
    }

    /// <summary>The cursor task has moved on.</summary>
    public void Cursor(CursorView view) => Send(LiveJson.Cursor(view));

    /// <summary>A trial is over.</summary>
    public void Trial(TrialView view)
    {
        var message = LiveJson.Trial(view);
        lock (_lock)
        {
            _trials.Enqueue(message);
            if (_trials.Count > TrialHistory) _trials.Dequeue();
            Send(message);
        }
    }

    /// <summary>What the ledger has measured so far; about once a second is enough.</summary>
    /// <param name="summaries">One summary a stage in the order of passing, then <see cref="LatencyLedger.Total"/>.</param>
    /// <param name="expected">Samples that should have arrived.</param>
    /// <param name="received">Samples that have.</param>
    /// <param name="lost">Samples that never will.</param>
    public void Latency(IReadOnlyList<LatencySummary> summaries, long expected, long received, long lost)
    {
        var message = LiveJson.Latency(summaries, expected, received, lost);
        lock (_lock)
        {
            _latency = message;
            Send(message);
        }
    }

    /// <summary>The session has followed a request to pause.</summary>
    public void Paused()
    {
        lock (_lock) Enter(LiveState.Paused);
    }

    /// <summary>The session goes on after a pause.</summary>
    public void Resumed()
    {
        lock (_lock)
        {
            _clockWatch?.Restart();
            Enter(LiveState.Running);
        }
    }

    /// <summary>The session is over.</summary>
    /// <param name="reason">Why, for people, such as <c>planned duration reached</c>.</param>
    public void End(string reason)
    {
        lock (_lock)
        {
            if (_coalescer.Flush() is { } rest) SendAndRemember(rest);
            if (State is LiveState.Running or LiveState.Paused)
                foreach (var tap in OwnTaps) tap.End();
            Send(_end = LiveJson.End(reason));
            _own = null;
            Enter(LiveState.Ended);
        }
    }

    /// <summary>Stops the work on spectra.</summary>
    public void Dispose() => _spectra?.Dispose();

    /// <summary>A browser watches from now on; it first learns what the others know already.</summary>
    internal LiveClient Join()
    {
        lock (_lock)
        {
            LiveMessage?[] known = [_info, .. _trials, _latency, _end, LiveJson.State(State), .. _recent];
            var client = new LiveClient(known.OfType<LiveMessage>());
            _clients = _clients.Add(client);
            return client;
        }
    }

    /// <summary>A browser has gone.</summary>
    internal void Leave(LiveClient client)
    {
        lock (_lock) _clients = _clients.Remove(client);
    }

    /// <summary>From now on a tap is handed the program's own sessions, the one that goes on first.</summary>
    internal void Add(LiveTap tap)
    {
        lock (_lock)
        {
            if (HasOwnSession) tap.Begin(Session!, isFromStart: false);
            _taps = _taps.Add(tap);
        }
    }

    /// <summary>A tap is handed nothing any more.</summary>
    internal void Remove(LiveTap tap)
    {
        lock (_lock) _taps = _taps.Remove(tap);
    }

    private ImmutableArray<LiveTap> OwnTaps => _isGuest ? [] : _taps;

    private void Open(LiveSessionInfo info)
    {
        ArgumentNullException.ThrowIfNull(info);
        if (info.DisplayFilters.IsDefault) info = info with { DisplayFilters = DisplayFilters.For(info.Stream.RateHz, info.MainsHz) };
        _spectra?.Dispose();
        (_own, _isGuest) = (null, false);
        (Session, _info) = (info, LiveJson.Info(info));
        (_latency, _end) = (null, null);
        _trials.Clear();
        _recent.Restart((long)(RecentSeconds * (info.Stream.RateHz ?? 0)));
        _coalescer = new(info.Stream.RateHz);
        _clockWatch = info.Stream.RateHz is { } rate ? new(rate, _clock) : null;
        _spectra = info.Stream.RateHz is { } hz ? new(info.Stream.ChannelCount, hz, Send) : null;
        Send(_info);
        Enter(LiveState.Running);
    }

    private void Enter(LiveState state)
    {
        State = state;
        Send(LiveJson.State(state));
    }

    private void ReportClock()
    {
        var now = _clock.GetTimestamp();
        if (now < _nextClockReport) return;
        _nextClockReport = now + _clock.TimestampFrequency;
        if (_clockWatch?.Read() is { } health) Send(LiveJson.Clock(health));
    }

    private void SendAndRemember(LiveMessage message)
    {
        lock (_lock)
        {
            _recent.Add(message);
            Send(message);
        }
    }

    private void Send(LiveMessage message)
    {
        lock (_lock)
            foreach (var client in _clients) client.Add(message);
    }
}
