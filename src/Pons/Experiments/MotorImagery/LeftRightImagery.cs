using System.Collections.Immutable;
using Pons.Decoding;
using Pons.Pipelines;
using Pons.Streams;

namespace Pons.Experiments.MotorImagery;

/// <summary>
/// Imagined movement of the left or the right hand. The EEG channels pass a causal Butterworth band-pass over the whole run; a trial
/// lies from 0.5 s to 3.5 s after the cue, so that the person has read it and the filter's answer to the cue has died away.
/// Cues are markers named <c>left</c> and <c>right</c>; in runs 4, 8 and 12 of EEGMMIDB (Schalk et al. 2004,
/// doi 10.1109/TBME.2004.827072) also <c>T1</c> and <c>T2</c>, which mean something else in all other runs of that data set.
/// </summary>
public sealed record LeftRightImagery : Paradigm
{
    private static readonly ClassLabel Left = new("left");
    private static readonly ClassLabel Right = new("right");
    private static readonly ImmutableSortedDictionary<string, ClassLabel> NamedCues =
        ImmutableSortedDictionary.CreateRange(
            StringComparer.Ordinal, [KeyValuePair.Create(Left.Name, Left), KeyValuePair.Create(Right.Name, Right)]);

    private static readonly ImmutableSortedDictionary<string, ClassLabel> EegmmidbCues = NamedCues.Add("T1", Left).Add("T2", Right);
    private const string IdleParameter = "learnsIdle";
    private const string EegmmidbRest = "T0";

    /// <summary>The class of somebody who imagines nothing; cues of it are markers named <c>rest</c>, in EEGMMIDB also <c>T0</c>.</summary>
    public static ClassLabel Idle { get; } = new("idle");

    /// <summary>Lower edge of the band in hertz; 8 by default, the start of the mu band.</summary>
    public double LowHz { get; init; } = 8;

    /// <summary>Upper edge of the band in hertz; 30 by default, the end of the beta band.</summary>
    public double HighHz { get; init; } = 30;

    /// <summary>Order of the band-pass at each edge; 4 by default.</summary>
    public int Order { get; init; } = 4;

    /// <summary>Where a trial lies after its cue; 0.5 s to 3.5 s by default.</summary>
    public TrialWindow Window { get; init; } = new(0.5, 3);

    /// <summary>Length of the window that a decision rests on while feedback is given, in seconds; 1 s by default.</summary>
    public double FeedbackWindowSeconds { get; init; } = 1;

    /// <summary>From one such decision to the next, in seconds; 0.1 s by default.</summary>
    public double FeedbackStepSeconds { get; init; } = 0.1;

    /// <summary>Whether stretches of rest are cut as trials of class <see cref="Idle"/>, for decoders that are asked all the time; no by default.</summary>
    public bool LearnsIdle { get; init; }

    /// <inheritdoc/>
    public override string Name => "left-right-imagery";

    /// <inheritdoc/>
    public override ImmutableArray<ClassLabel> Classes => LearnsIdle ? [Idle, Left, Right] : [Left, Right];

    /// <inheritdoc/>
    public override Protocol Protocol => new(Classes, RestSeconds: 1.5, TaskSeconds: 3.5, FeedbackSeconds: 0.75, JitterSeconds: 0.5);

    /// <inheritdoc/>
    public override ImmutableSortedDictionary<string, double> Parameters => ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal,
    [
        KeyValuePair.Create("lowHz", LowHz),
        KeyValuePair.Create("highHz", HighHz),
        KeyValuePair.Create("order", (double)Order),
        KeyValuePair.Create("startSeconds", Window.StartSeconds),
        KeyValuePair.Create("lengthSeconds", Window.LengthSeconds),
        KeyValuePair.Create("windowsPerCue", (double)Window.Count),
        KeyValuePair.Create("stepSeconds", Window.StepSeconds),
        .. LearnsIdle ? [KeyValuePair.Create(IdleParameter, 1.0)] : ReadOnlySpan<KeyValuePair<string, double>>.Empty,
    ]);

    /// <inheritdoc/>
    public override Paradigm WithParameters(IReadOnlyDictionary<string, double> parameters)
    {
        if (!Parameters.Keys.Append(IdleParameter).ToHashSet().SetEquals(parameters.Keys.Append(IdleParameter)))
            throw new ParadigmException(
                $"{Name} was given the parameters {string.Join(", ", parameters.Keys.Order())}.",
                $"It has {string.Join(", ", Parameters.Keys)}; another set would cut other trials.",
                "Use the version of Pons that wrote them.");
        try
        {
            var window = new TrialWindow(parameters["startSeconds"], parameters["lengthSeconds"]);
            if (parameters["windowsPerCue"] != 1) window = window.Repeated((int)parameters["windowsPerCue"], parameters["stepSeconds"]);
            return this with
            {
                LowHz = parameters["lowHz"],
                HighHz = parameters["highHz"],
                Order = (int)parameters["order"],
                Window = window,
                LearnsIdle = parameters.GetValueOrDefault(IdleParameter) != 0,
            };
        }
        catch (ArgumentException fault)
        {
            throw new ParadigmException(
                $"{Name} cannot take its parameters: {fault.Message}", "No trial could be cut with them.", "Train the model again.");
        }
    }

    /// <inheritdoc/>
    public override Stage<SignalBlock, Trial> Preparation(RunKey run, Action<TrialLoss>? lost = null) =>
        PickStage.Eeg
            .Then(FilterStage.BandPass(LowHz, HighHz, Order))
            .Then(new CutStage(CuesOf(run.Run), Window, run) { Lost = lost });

    /// <summary>The stages from raw samples to windows over the whole run, whatever is asked of the person at the time; they carry no label.</summary>
    /// <param name="run">The recording or session that windows will say they come from.</param>
    /// <param name="stepSeconds">From one window to the next; their length is <see cref="FeedbackWindowSeconds"/>.</param>
    public Stage<SignalBlock, Trial> Sliding(RunKey run, double stepSeconds) =>
        PickStage.Eeg
            .Then(FilterStage.BandPass(LowHz, HighHz, Order))
            .Then(new WindowStage(FeedbackWindowSeconds, stepSeconds, run));

    /// <summary>What was asked of the person over time: imagery from each cue and nothing from each marker of rest, until the next of them.</summary>
    /// <param name="run">Which recording it is.</param>
    /// <param name="markers">Everything that was noted in it, in order.</param>
    /// <param name="sampleCount">Where the recording ends.</param>
    /// <param name="rateHz">Rate of the recording, for markers that say how long they last.</param>
    public ImmutableArray<AskedSpan> Spans(RunKey run, IEnumerable<Marker> markers, long sampleCount, double rateHz)
    {
        var cues = (this with { LearnsIdle = true }).CuesOf(run.Run);
        var asked = markers.Where(m => cues.ContainsKey(m.Label) && m.SampleIndex < sampleCount).ToList();
        return [.. asked.Select((m, i) => new AskedSpan(m.SampleIndex, EndOf(m, i + 1 < asked.Count ? asked[i + 1].SampleIndex : sampleCount, rateHz), cues[m.Label]))];
    }

    /// <inheritdoc/>
    public override void RequireFit(RunKey run, IEnumerable<Marker> markers)
    {
        var labels = markers.Select(m => m.Label).ToHashSet(StringComparer.Ordinal);
        if (labels.Overlaps(NamedCues.Keys)) return;
        if (!labels.Overlaps(EegmmidbCues.Keys))
            throw new ParadigmException(
                $"The recording {run} has no marker 'left', 'right', 'T1' or 'T2'.", "Nothing says when which hand was imagined.",
                "Use a recording of this experiment.");
        if (!IsEegmmidbRun(run.Run))
            throw new ParadigmException(
                $"The recording {run} has markers T1 and T2 but is not run R04, R08 or R12.",
                "They mean imagined left and right fist in these runs only; elsewhere it was executed, or both fists and both feet.",
                "Use runs 4, 8 and 12 under their own names (S007R04.edf), or name the markers 'left' and 'right'.");
    }

    /// <summary>
    /// The same experiment cut into windows as long as those of the feedback, half overlapping and within the trial, so that a
    /// decoder for the session is fitted to what it will meet there.
    /// </summary>
    public LeftRightImagery ForFeedback()
    {
        var step = FeedbackWindowSeconds / 2;
        var count = Math.Max(1, 1 + (int)Math.Floor((Window.LengthSeconds - FeedbackWindowSeconds) / step + 1e-9));
        return this with { Window = new TrialWindow(Window.StartSeconds, FeedbackWindowSeconds).Repeated(count, step) };
    }

    /// <summary>The stages of a live session with feedback, from raw samples to decisions ten times a second.</summary>
    /// <param name="model">A decoder fitted to trials of <see cref="ForFeedback"/>.</param>
    public Stage<SignalBlock, Decision> Online(FittedDecoder model) =>
        PickStage.Eeg
            .Then(FilterStage.BandPass(LowHz, HighHz, Order))
            .Then(new WindowStage(FeedbackWindowSeconds, FeedbackStepSeconds, new(new("live"), new("1"), new("1")))
            {
                Labels = NamedCues,
                CueSeconds = Protocol.TaskSeconds,
                ReusesMemory = true,
            })
            .Then(new DecodeStage(model))
            .Then(SmoothStage.Bayesian(FeedbackStepSeconds / FeedbackWindowSeconds));

    /// <inheritdoc/>
    /// <remarks>A model that was fitted to the short windows of <see cref="ForFeedback"/> decides all the time, as in feedback.</remarks>
    public override Stage<SignalBlock, Decision> Deciding(FittedDecoder model, RunKey run, Action<TrialLoss>? lost = null) =>
        Window.Count > 1 ? (this with { FeedbackWindowSeconds = Window.LengthSeconds }).Online(model) : base.Deciding(model, run, lost);

    private static long EndOf(Marker marker, long next, double rateHz) => marker.Duration == default ? next
        : Math.Min(next, marker.SampleIndex + (long)Math.Round(marker.Duration.Seconds * rateHz));

    private ImmutableSortedDictionary<string, ClassLabel> CuesOf(RunId run)
    {
        var isEegmmidb = IsEegmmidbRun(run);
        var cues = isEegmmidb ? EegmmidbCues : NamedCues;
        if (!LearnsIdle) return cues;
        cues = cues.Add(ImageryScript.RestMarker, Idle);
        return isEegmmidb ? cues.Add(EegmmidbRest, Idle) : cues;
    }

    private static bool IsEegmmidbRun(RunId run) => run.Name is "R04" or "R08" or "R12";
}
