using System.Collections.Immutable;
using Pons.Decoding;
using Pons.Streams;

namespace Pons.Pipelines;

/// <summary>
/// Cuts trials around markers. The first sample of a window is round((onset + start) · rate), onset being the time of the
/// marker since sample 0; halves go to the even sample. A trial is handed on with its last sample, so the stage adds no delay.
/// A trial that touches a gap, or the start or end of the stream, is not cut and is reported to <see cref="Lost"/>.
/// Holds as many samples as the window is long, plus what it reaches back before its marker.
/// </summary>
public sealed record CutStage : Stage<SignalBlock, Trial>
{
    /// <summary>Describes what to cut.</summary>
    /// <param name="labels">Which markers are cues, and for what; other markers are passed over.</param>
    /// <param name="window">Where the trials lie.</param>
    /// <param name="run">The recording that trials will say they come from.</param>
    /// <exception cref="ArgumentException">No marker is named.</exception>
    public CutStage(ImmutableSortedDictionary<string, ClassLabel> labels, TrialWindow window, RunKey run)
    {
        ArgumentOutOfRangeException.ThrowIfZero(labels.Count);
        ArgumentNullException.ThrowIfNull(window);
        Labels = labels;
        Window = window;
        Run = run;
    }

    /// <summary>Which markers are cues, and for what.</summary>
    public ImmutableSortedDictionary<string, ClassLabel> Labels { get; }

    /// <summary>Where the trials lie.</summary>
    public TrialWindow Window { get; }

    /// <summary>The recording that trials say they come from.</summary>
    public RunKey Run { get; }

    /// <summary>Told of every trial that cannot be cut, on the thread that pumps; nobody by default.</summary>
    public Action<TrialLoss>? Lost { get; init; }

    /// <inheritdoc/>
    public override string Name => "cut";

    /// <inheritdoc/>
    public override StageOutput Describe(StreamInfo input)
    {
        _ = input.WholeSamples(Name, Window.LengthSeconds, "a trial");
        return new(input, 0);
    }

    /// <inheritdoc/>
    public override StageRun<SignalBlock> Start(StreamInfo input, StageRun<Trial> next) => new CutRun(this, input, next);

    private sealed class CutRun : StageRun<SignalBlock>
    {
        private readonly CutStage _stage;
        private readonly StreamInfo _info;
        private readonly StageRun<Trial> _next;
        private readonly double _rateHz;
        private readonly int _length;
        private readonly int _piece;
        private readonly SampleRing _ring;
        private readonly List<Pending> _pending = [];
        private bool _started;
        private bool _gapSeen;

        public CutRun(CutStage stage, StreamInfo info, StageRun<Trial> next)
        {
            _stage = stage;
            _info = info;
            _next = next;
            _rateHz = info.RegularRate(stage.Name);
            _length = info.WholeSamples(stage.Name, stage.Window.LengthSeconds, "a trial");
            var reachBack = (int)Math.Ceiling(Math.Max(0, -stage.Window.StartSeconds) * _rateHz) + 1;
            _piece = _length;
            _ring = new(info.ChannelCount, _length + reachBack);
        }

        public override void Process(SignalBlock block)
        {
            Follow(block);
            foreach (var marker in block.Markers)
            {
                if (!_stage.Labels.TryGetValue(marker.Label, out var label)) continue;
                Advance(block, Math.Clamp(marker.SampleIndex, block.FirstSampleIndex, block.EndSampleIndex));
                Ask(block, marker, label);
            }

            Advance(block, block.EndSampleIndex);
        }

        public override void Complete()
        {
            Lose(_ => true, LossReason.EndOfStream);
            _next.Complete();
        }

        private void Follow(SignalBlock block)
        {
            if (!_started) _ring.Restart(block.FirstSampleIndex);
            else block.RequireContinuation(_ring.EndIndex, _stage.Name, _info);
            if (_started && block.MissingBefore > 0) RestartAt(block.FirstSampleIndex);
            _started = true;
        }

        private void RestartAt(long sampleIndex)
        {
            _gapSeen = true;
            Lose(p => p.First < sampleIndex, LossReason.Gap);
            _ring.Restart(sampleIndex);
        }

        private void Ask(SignalBlock block, Marker cue, ClassLabel label)
        {
            var position = block.PositionOf(cue, _rateHz);
            for (var i = 0; i < _stage.Window.Count; i++)
            {
                var startSeconds = _stage.Window.StartSeconds + i * _stage.Window.StepSeconds;
                // Times are whole nanoseconds: what they add in the sixth place must not decide a tie.
                var first = (long)Math.Round(Math.Round(position + startSeconds * _rateHz, 5));
                var pending = new Pending(cue, label, first, first + _length);
                if (first < _ring.StartIndex) Report(pending, _gapSeen ? LossReason.Gap : LossReason.BeforeStart);
                else _pending.Add(pending);
            }

            Emit(block);
        }

        private void Advance(SignalBlock block, long to)
        {
            while (_ring.EndIndex < to)
            {
                var until = Math.Min(to, _ring.EndIndex + _piece);
                foreach (var pending in _pending) until = Math.Min(until, pending.End);
                var from = (int)(_ring.EndIndex - block.FirstSampleIndex);
                var count = (int)(until - _ring.EndIndex);
                _ring.Append(block.Samples.Span.Slice(from * block.ChannelCount, count * block.ChannelCount));
                Emit(block);
            }
        }

        private void Emit(SignalBlock block)
        {
            for (var i = 0; i < _pending.Count;)
            {
                if (_pending[i].End > _ring.EndIndex)
                {
                    i++;
                    continue;
                }

                var due = _pending[i];
                _pending.RemoveAt(i);
                _next.Process(ToTrial(due, block.TimeOf(due.End - 1, _rateHz)));
            }
        }

        private Trial ToTrial(Pending due, Timestamp time)
        {
            var run = _stage.Run;
            var origin = new TrialOrigin(run.Subject, run.Session, run.Run, due.First, due.End, time, due.Cue.SampleIndex);
            return new(_ring.ToChannelMajor(due.First, _length), _info.ChannelCount, due.Label, origin);
        }

        private void Lose(Predicate<Pending> which, LossReason reason)
        {
            foreach (var pending in _pending.FindAll(which)) Report(pending, reason);
            _pending.RemoveAll(which);
        }

        private void Report(Pending lost, LossReason reason) =>
            _stage.Lost?.Invoke(new(lost.Cue, lost.Label, lost.First, lost.End, reason));
    }

    private sealed record Pending(Marker Cue, ClassLabel Label, long First, long End);
}
