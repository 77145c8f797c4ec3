using System.Collections.Immutable;
using Pons.Decoding;
using Pons.Experiments;
using Pons.Experiments.MotorImagery;
using Pons.Formats;
using Pons.Pipelines;
using Pons.Streams;

namespace Pons.Evaluation.Asynchronous;

/// <summary>One recording, as what is learnt from it and as what is slid over.</summary>
/// <param name="Source">The file.</param>
/// <param name="Paradigm">The experiment, cut for feedback.</param>
/// <param name="Cut">The trials to learn from.</param>
/// <param name="Spans">What was asked over time.</param>
internal sealed record SlidRun(DatasetRecording Source, LeftRightImagery Paradigm, CutRecording Cut, ImmutableArray<AskedSpan> Spans)
{
    private const int SamplesPerBlock = 256;

    public string Name => Path.GetFileName(Source.Path);

    public TrialSet Trials => Cut.Trials;

    /// <summary>Reads a recording.</summary>
    /// <exception cref="ParadigmException">It is not one of this experiment.</exception>
    /// <exception cref="EvaluationException">Nothing in it says when nothing was asked.</exception>
    public static SlidRun Read(DatasetRecording source, LeftRightImagery paradigm, CancellationToken cancellation)
    {
        using var file = Recording.Open(source.Path);
        var stream = StreamOf(file);
        var cut = paradigm.Cut(file, source.Key, cancellation);
        var spans = paradigm.Spans(source.Key, stream.Markers, stream.SampleCount, stream.Info.RateHz!.Value);
        if (spans.Any(s => s.Label == LeftRightImagery.Idle)) return new(source, paradigm, cut, spans);
        throw new EvaluationException(
            $"'{Path.GetFileName(source.Path)}' has no marker of rest.", "False activations are counted while nothing is asked, and nothing says when that was.",
            "Use a recording with markers 'rest' (EEGMMIDB: T0).");
    }

    /// <summary>Every decision of a model over the whole run, by the stages of a live session.</summary>
    public (ImmutableArray<Decision> Decisions, StreamInfo Stream) Slide(FittedDecoder model, double stepSeconds, CancellationToken cancellation)
    {
        using var file = Recording.Open(Source.Path);
        var stream = StreamOf(file);
        var stages = Paradigm.Sliding(Source.Key, stepSeconds).Then(new DecodeStage(model));
        var decisions = ImmutableArray.CreateBuilder<Decision>();
        var run = stages.Start(stream.Info, new SinkRun<Decision>(decisions.Add));
        foreach (var block in stream.ReadBlocks(SamplesPerBlock))
        {
            cancellation.ThrowIfCancellationRequested();
            run.Process(block);
        }

        run.Complete();
        return (decisions.ToImmutable(), stages.Describe(stream.Info).Info);
    }

    private static RecordedStream StreamOf(Recording file) => Experiments.Paradigm.StreamOf(file);
}
