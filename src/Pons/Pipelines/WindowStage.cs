using System.Collections.Immutable;
using Pons.Decoding;
using Pons.Streams;

namespace Pons.Pipelines;

/// <summary>
/// Cuts the whole stream into windows of equal length, a step apart, counted from sample 0 of the stream. A window that lies
/// wholly within the time of a cue carries its class, otherwise none. Windows never span a gap.
/// </summary>
public sealed record WindowStage : Stage<SignalBlock, Trial>
{
    /// <summary>Describes the windows.</summary>
    /// <param name="lengthSeconds">Length of a window, above 0.</param>
    /// <param name="stepSeconds">From the start of one to the start of the next, above 0.</param>
    /// <param name="run">The recording or session that windows will say they come from.</param>
    /// <exception cref="ArgumentOutOfRangeException">A time is not positive and finite.</exception>
    public WindowStage(double lengthSeconds, double stepSeconds, RunKey run)
    {
        if (!(lengthSeconds > 0 && double.IsFinite(lengthSeconds)))
            throw new ArgumentOutOfRangeException(nameof(lengthSeconds), lengthSeconds, "Must be positive and finite.");
        if (!(stepSeconds > 0 && double.IsFinite(stepSeconds)))
            throw new ArgumentOutOfRangeException(nameof(stepSeconds), stepSeconds, "Must be positive and finite.");
        LengthSeconds = lengthSeconds;
        StepSeconds = stepSeconds;
        Run = run;
    }

    /// <summary>Length of a window in seconds.</summary>
    public double LengthSeconds { get; }

    /// <summary>From the start of one window to the start of the next, in seconds.</summary>
    public double StepSeconds { get; }

    /// <summary>The recording or session that windows say they come from.</summary>
    public RunKey Run { get; }

    /// <summary>Which markers are cues, and for what; none by default.</summary>
    public ImmutableSortedDictionary<string, ClassLabel> Labels { get; init; } = ImmutableSortedDictionary<string, ClassLabel>.Empty;

    /// <summary>How long a cue holds, in seconds; another cue ends it sooner. 4 by default.</summary>
    public double CueSeconds { get; init; } = 4;

    /// <summary>
    /// Whether all windows share one piece of memory, so that the signal of a trial holds only until the next one is cut; no by default.
    /// For stages that decide at once and keep nothing: a window every few milliseconds then costs no garbage collection.
    /// </summary>
    public bool ReusesMemory { get; init; }

    /// <inheritdoc/>
    public override string Name => "window";

    /// <inheritdoc/>
    public override StageOutput Describe(StreamInfo input)
    {
        _ = input.WholeSamples(Name, LengthSeconds, "a window");
        _ = input.WholeSamples(Name, StepSeconds, "a step");
        return new(input, 0);
    }

    /// <inheritdoc/>
    public override StageRun<SignalBlock> Start(StreamInfo input, StageRun<Trial> next) => new WindowRun(this, input, next);

    private sealed class WindowRun : StageRun<SignalBlock>
    {
        private readonly WindowStage _stage;
        private readonly StreamInfo _info;
        private readonly StageRun<Trial> _next;
        private readonly double _rateHz;
        private readonly int _length;
        private readonly int _step;
        private readonly long _cueLength;
        private readonly SampleRing _ring;
        private readonly double[]? _shared;
        private (long First, long End, ClassLabel? Label) _cue = (-1, -1, null);
        private long _nextStart;
        private bool _started;

        public WindowRun(WindowStage stage, StreamInfo info, StageRun<Trial> next)
        {
            _stage = stage;
            _info = info;
            _next = next;
            _rateHz = info.RegularRate(stage.Name);
            _length = info.WholeSamples(stage.Name, stage.LengthSeconds, "a window");
            _step = info.WholeSamples(stage.Name, stage.StepSeconds, "a step");
            _cueLength = (long)Math.Round(stage.CueSeconds * _rateHz);
            _ring = new(info.ChannelCount, _length);
            _shared = stage.ReusesMemory ? new double[info.ChannelCount * _length] : null;
        }

        public override void Process(SignalBlock block)
        {
            Follow(block);
            foreach (var marker in block.Markers)
            {
                if (!_stage.Labels.TryGetValue(marker.Label, out var label)) continue;
                Advance(block, Math.Clamp(marker.SampleIndex, block.FirstSampleIndex, block.EndSampleIndex));
                _cue = (marker.SampleIndex, marker.SampleIndex + _cueLength, label);
            }

            Advance(block, block.EndSampleIndex);
        }

        public override void Complete() => _next.Complete();

        private void Follow(SignalBlock block)
        {
            if (_started) block.RequireContinuation(_ring.EndIndex, _stage.Name, _info);
            if (!_started || block.MissingBefore > 0)
            {
                _ring.Restart(block.FirstSampleIndex);
                _nextStart = (block.FirstSampleIndex + _step - 1) / _step * _step;
            }

            _started = true;
        }

        private void Advance(SignalBlock block, long to)
        {
            while (_ring.EndIndex < to)
            {
                var until = Math.Min(to, _nextStart + _length);
                var from = (int)(_ring.EndIndex - block.FirstSampleIndex);
                var count = (int)(until - _ring.EndIndex);
                _ring.Append(block.Samples.Span.Slice(from * block.ChannelCount, count * block.ChannelCount));
                if (_ring.EndIndex < _nextStart + _length) continue;
                _next.Process(ToTrial(block));
                _nextStart += _step;
            }
        }

        private Trial ToTrial(SignalBlock block)
        {
            var end = _nextStart + _length;
            var inCue = _nextStart >= _cue.First && end <= _cue.End;
            var run = _stage.Run;
            var origin = new TrialOrigin(
                run.Subject, run.Session, run.Run, _nextStart, end, block.TimeOf(end - 1, _rateHz), inCue ? _cue.First : -1);
            return new(Signal(), _info.ChannelCount, inCue ? _cue.Label : null, origin);
        }

        private double[] Signal()
        {
            if (_shared is null) return _ring.ToChannelMajor(_nextStart, _length);
            _ring.CopyChannelMajor(_nextStart, _length, _shared);
            return _shared;
        }
    }
}
