using System.Collections.Immutable;
using Pons.Decoding;
using Pons.Pipelines;
using Pons.Server.Live;
using Pons.Streams;

namespace Pons.StudioHost;

/// <summary>A session without a decoder: the course of trials, decisions and latencies is drawn, in real time and seeded.</summary>
internal sealed class InventedSession(LiveFeed feed, int channelCount, double rateHz)
{
    private const int Seed = 7;
    private const double BlockSeconds = 0.008;
    private const double LossSecond = 6;
    private const long LostSamples = 60;
    private static readonly ClassLabel Left = new("left");
    private static readonly ClassLabel Right = new("right");
    private static readonly ClockId Clock = new("amplifier");
    private static readonly (CursorPhase Phase, double Seconds)[] Phases =
        [(CursorPhase.Rest, 1.5), (CursorPhase.Cue, 1), (CursorPhase.Imagery, 0.75), (CursorPhase.Feedback, 4)];

    private readonly StreamInfo _stream = new("EEG", Montage.Of(channelCount), rateHz, Clock);
    private readonly List<Marker> _markers = [];
    private Random _random = new(Seed);
    private InventedSignal _signal = null!;
    private long _sample;
    private long _lost;
    private long _missing;
    private int _phase;
    private double _phaseStart;
    private ClassLabel _target;
    private double _evidence;
    private double _position;
    private int _trials;
    private int _hits;
    private double _nextDecision;
    private double _nextCursor;
    private double _nextLatency;

    private double Now => _sample / rateHz;

    public async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            if (await feed.Commands.TakeAsync(cancellation) == LiveCommand.Start) await RunOnceAsync(cancellation);
        }
    }

    private async Task RunOnceAsync(CancellationToken cancellation)
    {
        Reset();
        feed.Begin(new(_stream, "left-right-imagery", [Left, Right], 0.7, "Invented signal", "S-TEST")
        {
            Seed = Seed,
            PlannedTrials = 40,
            PlannedDurationSeconds = 300,
        });
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(BlockSeconds));
        var start = TimeProvider.System.GetTimestamp();
        while (await timer.WaitForNextTickAsync(cancellation))
        {
            if (feed.Commands.TryTake(out var command))
            {
                if (command == LiveCommand.Stop) break;
                if (command == LiveCommand.Pause)
                {
                    feed.Paused();
                    var paused = TimeProvider.System.GetTimestamp();
                    if (await feed.Commands.TakeAsync(cancellation) == LiveCommand.Stop) break;
                    start += TimeProvider.System.GetTimestamp() - paused;
                    feed.Resumed();
                }
            }

            while (Now < TimeProvider.System.GetElapsedTime(start).TotalSeconds) Step();
        }

        feed.End("stopped in the studio");
    }

    private void Reset()
    {
        _random = new(Seed);
        _signal = new(_stream.Channels, rateHz, Seed);
        (_sample, _lost, _missing, _phase, _phaseStart, _trials, _hits) = (0, 0, 0, 0, 0, 0, 0);
        (_nextDecision, _nextCursor, _nextLatency, _position, _evidence) = (0, 0, 0, 0, 0);
        _markers.Clear();
    }

    private void Step()
    {
        AdvanceTask();
        var count = Math.Max(1, (int)(rateHz * BlockSeconds));
        var samples = _signal.Next(count);
        if (Now >= LossSecond && _lost < LostSamples)
        {
            // The wire is cut for a moment: time passes, nothing arrives.
            _lost += count;
            _missing += count;
            _sample += count;
            return;
        }

        feed.Block(new(_sample, Timestamp.FromSeconds(Clock, Now), samples, _stream.ChannelCount, [.. _markers], _missing));
        _missing = 0;
        _markers.Clear();
        _sample += count;
        Every(ref _nextDecision, 1 / 16.0, Decide);
        Every(ref _nextCursor, 1 / 30.0, ShowCursor);
        Every(ref _nextLatency, 1, ShowLatency);
    }

    private void Every(ref double next, double seconds, Action act)
    {
        if (Now < next) return;
        next += seconds;
        act();
    }

    private void AdvanceTask()
    {
        var (phase, seconds) = Phases[_phase];
        var reached = phase == CursorPhase.Feedback && Math.Abs(_position) >= 1;
        if (!reached && Now - _phaseStart < seconds) return;
        if (phase == CursorPhase.Feedback) FinishTrial(Now - _phaseStart);
        _phase = (_phase + 1) % Phases.Length;
        _phaseStart = Now;
        Enter(Phases[_phase].Phase);
    }

    private void Enter(CursorPhase phase)
    {
        if (phase == CursorPhase.Cue)
        {
            _target = _random.NextDouble() < 0.5 ? Left : Right;
            _markers.Add(new(_sample, Timestamp.FromSeconds(Clock, Now), $"cue {_target.Name}"));
        }

        _signal.Imagines = phase is CursorPhase.Imagery or CursorPhase.Feedback ? (_target == Left ? -1 : 1) : 0;
        if (phase == CursorPhase.Feedback) _markers.Add(new(_sample, Timestamp.FromSeconds(Clock, Now), "feedback"));
        if (phase == CursorPhase.Rest) _markers.Add(new(_sample, Timestamp.FromSeconds(Clock, Now), "rest"));
    }

    private void Decide()
    {
        _evidence += (_signal.Imagines * 0.75 - _evidence) * 0.12 + 0.3 * InventedSignal.Gaussian(_random);
        var right = 1 / (1 + Math.Exp(-1.6 * _evidence));
        var truth = _signal.Imagines == 0 ? (ClassLabel?)null : _target;
        feed.Decision(new(
            Timestamp.FromSeconds(Clock, Now), Math.Max(0, _sample - (long)rateHz), _sample,
            new([Left, Right], [1 - right, right]), "sha256:invented", truth, []));
        if (Phases[_phase].Phase == CursorPhase.Feedback) _position = Math.Clamp(_position + 0.11 * (2 * right - 1), -1, 1);
        else if (Phases[_phase].Phase == CursorPhase.Cue) _position = 0;
    }

    private void ShowCursor()
    {
        var (phase, seconds) = Phases[_phase];
        var target = phase == CursorPhase.Rest ? (ClassLabel?)null : _target;
        feed.Cursor(new(_position, target, phase, Math.Max(0, seconds - (Now - _phaseStart))));
    }

    private void FinishTrial(double seconds)
    {
        var outcome = Math.Abs(_position) < 1 ? TrialOutcome.Timeout
            : (_position > 0) == (_target == Right) ? TrialOutcome.Hit : TrialOutcome.Miss;
        _trials++;
        if (outcome == TrialOutcome.Hit) _hits++;
        var accuracy = (double)_hits / _trials;
        feed.Trial(new(_trials, _target, outcome, seconds, Interval(accuracy), 60 / 7.0 * Bits(accuracy)));
    }

    // Wilson's interval at 95 %.
    private RunningAccuracy Interval(double p)
    {
        const double Z = 1.96;
        double n = _trials;
        var middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n);
        var half = Z / (1 + Z * Z / n) * Math.Sqrt(p * (1 - p) / n + Z * Z / (4 * n * n));
        return new(p, Math.Max(0, middle - half), Math.Min(1, middle + half), 0.5);
    }

    private static double Bits(double p) => p <= 0.5 ? 0 : p >= 1 ? 1 : 1 + p * Math.Log2(p) + (1 - p) * Math.Log2(1 - p);

    private void ShowLatency()
    {
        ImmutableArray<LatencySummary> summaries =
        [
            Summary("receive", 0.021), Summary("filter", 0.048), Summary("window", 0.012),
            Summary("decode", 0.164), Summary("smooth", 0.004), Summary("command", 0.009), Summary("total", 0.262),
        ];
        feed.Latency(summaries, _sample, _sample - _lost, _lost);
    }

    private LatencySummary Summary(string stage, double milliseconds) => new(
        stage, (long)(Now * 125), milliseconds * (1 + 0.03 * _random.NextDouble()),
        milliseconds * 2.4, milliseconds * 4.1, milliseconds * 9.5);
}
