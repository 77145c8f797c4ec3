using System.Collections.Immutable;
using Pons.Decoding;
using Pons.Formats;
using Pons.Pipelines;
using Pons.Streams;

namespace Pons.Experiments.Workload;

/// <summary>
/// Rest against serial subtraction, as in "EEG During Mental Arithmetic Tasks" (Zyma and others 2019, doi 10.3390/data4010014): run 1 is the rest before,
/// run 2 the task. Windows follow each other without overlap through the last minute of rest and the first minute of the task, without
/// any filter. The two stand in different recordings: whatever else changed between them is told apart as well, so that a score says
/// nothing about work. <see cref="WithinRest"/> is the control: the first against the last minute of the same rest.
/// </summary>
public sealed record MentalArithmetic : Paradigm
{
    private const int SamplesPerBlock = 256;
    private const string RestRun = "1", TaskRun = "2";
    private static readonly ClassLabel Rest = new("rest"), Task = new("arithmetic"), Early = new("early"), Late = new("late");

    /// <summary>Length of the stretch that windows are cut from, in seconds; 60 by default.</summary>
    public double StretchSeconds { get; init; } = 60;

    /// <summary>Length of a window in seconds; 2 by default.</summary>
    public double WindowSeconds { get; init; } = 2;

    /// <summary>Whether the first stretch of rest is told from its last one instead; false by default.</summary>
    public bool WithinRest { get; init; }

    /// <inheritdoc/>
    public override string Name => WithinRest ? "mental-arithmetic-control" : "mental-arithmetic";

    /// <inheritdoc/>
    public override ImmutableArray<ClassLabel> Classes => WithinRest ? [Early, Late] : [Task, Rest];

    /// <inheritdoc/>
    public override Protocol Protocol => new(Classes, RestSeconds: 0, TaskSeconds: WindowSeconds, FeedbackSeconds: 0, JitterSeconds: 0);

    /// <inheritdoc/>
    public override ImmutableSortedDictionary<string, double> Parameters => ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal,
        [KeyValuePair.Create("stretchSeconds", StretchSeconds), KeyValuePair.Create("windowSeconds", WindowSeconds)]);

    /// <inheritdoc/>
    public override Paradigm WithParameters(IReadOnlyDictionary<string, double> parameters)
    {
        if (Parameters.Keys.ToHashSet().SetEquals(parameters.Keys) && parameters.Values.All(v => v > 0 && double.IsFinite(v)))
            return this with { StretchSeconds = parameters["stretchSeconds"], WindowSeconds = parameters["windowSeconds"] };
        throw new ParadigmException(
            FormattableString.Invariant($"{Name} was given {string.Join(", ", parameters.Select(p => $"{p.Key} = {p.Value}"))}."),
            $"It has {string.Join(", ", Parameters.Keys)}, all above 0.", "Use the version of Pons that wrote them.");
    }

    /// <inheritdoc/>
    public override CutRecording Cut(Recording recording, RunKey run, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(recording);
        var stream = StreamOf(recording);
        RequireFit(run, stream.Markers);
        var rateHz = stream.Info.RateHz ?? throw new ParadigmException(
            $"'{recording.Header.File}' has no constant rate.", "Windows are counted in samples.", "Use a recording of EEG.");
        return Cut(stream.Info, Blocks(stream, [.. CuesOf(run, stream, rateHz)], cancellation), run, cancellation);
    }

    /// <inheritdoc/>
    public override Stage<SignalBlock, Trial> Preparation(RunKey run, Action<TrialLoss>? lost = null) =>
        PickStage.ScalpEeg.Then(new CutStage(
            ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, Classes.Select(c => KeyValuePair.Create(c.Name, c))), new(0, WindowSeconds), run)
        {
            Lost = lost,
        });

    /// <inheritdoc/>
    public override void RequireFit(RunKey run, IEnumerable<Marker> markers)
    {
        if (run.Run.Name == RestRun || (run.Run.Name == TaskRun && !WithinRest)) return;
        throw new ParadigmException(
            $"The recording {run} is not of {Name}.",
            WithinRest ? $"The control needs rest, which is run {RestRun}." : $"Rest is run {RestRun} and arithmetic run {TaskRun}; nothing else says which is which.",
            "Use recordings under their own names (Subject00_1.edf).");
    }

    private IEnumerable<Marker> CuesOf(RunKey run, RecordedStream stream, double rateHz)
    {
        var length = (long)Math.Round(StretchSeconds * rateHz);
        var last = Math.Max(0, stream.SampleCount - length);
        if (WithinRest) return [.. Cues(Early, 0), .. Cues(Late, last)];
        return run.Run.Name == RestRun ? Cues(Rest, last) : Cues(Task, 0);

        IEnumerable<Marker> Cues(ClassLabel label, long first) => Enumerable.Range(0, (int)Math.Floor(StretchSeconds / WindowSeconds + 1e-9))
            .Select(i => first + (long)Math.Round(i * WindowSeconds * rateHz))
            .Select(sample => new Marker(sample, TimeOf(stream, sample, rateHz), label.Name));
    }

    private static IEnumerable<SignalBlock> Blocks(RecordedStream stream, ImmutableArray<Marker> cues, CancellationToken cancellation)
    {
        var next = 0;
        foreach (var block in stream.ReadBlocks(SamplesPerBlock))
        {
            cancellation.ThrowIfCancellationRequested();
            var first = next;
            while (next < cues.Length && cues[next].SampleIndex < block.EndSampleIndex) next++;
            yield return new(block.FirstSampleIndex, block.Time, block.Samples, block.ChannelCount, cues[first..next], block.MissingBefore);
        }
    }

    private static Timestamp TimeOf(RecordedStream stream, long sample, double rateHz) => new(stream.Info.Clock, (long)Math.Round(sample / rateHz * 1e9));
}
