using System.Collections.Immutable;
using Pons.Decoding;
using Pons.Formats;
using Pons.Pipelines;
using Pons.Streams;

namespace Pons.Experiments.Speller;

/// <summary>
/// A speller whose rows and columns flash in random order while somebody counts the flashes of a letter (Farwell and Donchin 1988,
/// doi 10.1016/0013-4694(88)90149-6). Every flash is an epoch of class <c>target</c> or <c>nontarget</c>: the EEG behind a
/// causal Butterworth band-pass over the whole run, 0.8 s from the flash on. Markers are named by class; recordings with the states of BCI2000 beside the signal (BCI
/// Competition 2003, set IIb: Blankertz and others 2004, doi 10.1109/TBME.2004.826692) are read with those.
/// </summary>
public sealed record RowColumnSpeller : Paradigm
{
    private const int SamplesPerBlock = 256;

    /// <summary>The class of flashes that hold the letter.</summary>
    public static ClassLabel Target { get; } = new("target");

    /// <summary>The class of all other flashes.</summary>
    public static ClassLabel NonTarget { get; } = new("nontarget");

    /// <summary>Lower edge of the band in hertz; 0.5 by default.</summary>
    public double LowHz { get; init; } = 0.5;

    /// <summary>Upper edge of the band in hertz; 20 by default.</summary>
    public double HighHz { get; init; } = 20;

    /// <summary>Order of the band-pass at each edge; 4 by default.</summary>
    public int Order { get; init; } = 4;

    /// <summary>Where an epoch lies after its flash; 0 to 0.8 s by default.</summary>
    public TrialWindow Window { get; init; } = new(0, 0.8);

    /// <summary>Samples per second of recordings that do not say it; 240 by default, as in set IIb.</summary>
    public double UnstatedRateHz { get; init; } = 240;

    /// <inheritdoc/>
    public override string Name => "p300-row-column";

    /// <inheritdoc/>
    public override ImmutableArray<ClassLabel> Classes => [NonTarget, Target];

    /// <inheritdoc/>
    public override Protocol Protocol => new(Classes, RestSeconds: 0, TaskSeconds: 0.175, FeedbackSeconds: 0, JitterSeconds: 0);

    /// <inheritdoc/>
    public override ImmutableSortedDictionary<string, double> Parameters => ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal,
    [
        KeyValuePair.Create("lowHz", LowHz),
        KeyValuePair.Create("highHz", HighHz),
        KeyValuePair.Create("order", (double)Order),
        KeyValuePair.Create("startSeconds", Window.StartSeconds),
        KeyValuePair.Create("lengthSeconds", Window.LengthSeconds),
        KeyValuePair.Create("unstatedRateHz", UnstatedRateHz),
    ]);

    /// <inheritdoc/>
    public override Paradigm WithParameters(IReadOnlyDictionary<string, double> parameters)
    {
        try
        {
            if (Parameters.Keys.ToHashSet().SetEquals(parameters.Keys))
                return this with
                {
                    LowHz = parameters["lowHz"],
                    HighHz = parameters["highHz"],
                    Order = (int)parameters["order"],
                    Window = new(parameters["startSeconds"], parameters["lengthSeconds"]),
                    UnstatedRateHz = parameters["unstatedRateHz"],
                };
        }
        catch (ArgumentException fault)
        {
            throw new ParadigmException(
                $"{Name} cannot take its parameters: {fault.Message}", "No epoch could be cut with them.", "Train the model again.");
        }

        throw new ParadigmException(
            $"{Name} was given the parameters {string.Join(", ", parameters.Keys.Order())}.",
            $"It has {string.Join(", ", Parameters.Keys)}; another set would cut other epochs.", "Use the version of Pons that wrote them.");
    }

    /// <inheritdoc/>
    public override CutRecording Cut(Recording recording, RunKey run, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(recording);
        return SpellerRun.IsIn(recording)
            ? Cut(SignalOf(recording), SpellerRun.Read(recording), run, cancellation)
            : base.Cut(recording, run, cancellation);
    }

    /// <inheritdoc/>
    public override Stage<SignalBlock, Trial> Preparation(RunKey run, Action<TrialLoss>? lost = null) =>
        PickStage.Eeg
            .Then(FilterStage.BandPass(LowHz, HighHz, Order))
            .Then(new CutStage(
                ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, Classes.Select(c => KeyValuePair.Create(c.Name, c))), Window, run)
            {
                Lost = lost,
            });

    /// <inheritdoc/>
    public override void RequireFit(RunKey run, IEnumerable<Marker> markers)
    {
        if (markers.Any(m => m.Label == Target.Name)) return;
        throw new ParadigmException(
            $"The recording {run} has no marker '{Target}' and no states of BCI2000.", "Nothing says which flash held the letter.",
            "Use a recording of a speller, or name the markers 'target' and 'nontarget'.");
    }

    private static RecordedStream SignalOf(Recording recording) =>
        recording.Streams.Where(s => s.Info.Channels.All(c => c.Kind is ChannelKind.Eeg or ChannelKind.Unknown))
            .MaxBy(s => s.Info.ChannelCount) ?? StreamOf(recording);

    private CutRecording Cut(RecordedStream signal, SpellerRun flashes, RunKey run, CancellationToken cancellation)
    {
        var rateHz = signal.Info.RateHz ?? UnstatedRateHz;
        var info = signal.Info with { RateHz = rateHz };
        return Cut(info, Blocks(), run, cancellation);

        IEnumerable<SignalBlock> Blocks()
        {
            var next = 0;
            for (long at = 0; at < signal.SampleCount; at += SamplesPerBlock)
            {
                var count = (int)Math.Min(SamplesPerBlock, signal.SampleCount - at);
                var markers = ImmutableArray.CreateBuilder<Marker>();
                for (; next < flashes.Flashes.Length && flashes.Flashes[next].SampleIndex < at + count; next++)
                    markers.Add(MarkerOf(flashes.Flashes[next]));
                yield return new(at, TimeOf(at), signal.Read(at, count), info.ChannelCount, markers.ToImmutable());
            }
        }

        Marker MarkerOf(SpellerFlash flash) =>
            new(flash.SampleIndex, TimeOf(flash.SampleIndex), flash.IsTarget == true ? Target.Name : NonTarget.Name);

        Timestamp TimeOf(long sample) => new(info.Clock, (long)Math.Round(sample / rateHz * 1e9));
    }
}
