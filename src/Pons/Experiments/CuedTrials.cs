using System.Collections.Immutable;
using Pons.Decoding;
using Pons.Pipelines;
using Pons.Streams;

namespace Pons.Experiments;

/// <summary>
/// Trials behind any cues, for data sets that are described without code: the EEG channels behind a causal Butterworth band-pass over
/// the whole run, cut in a window after each marker that is named as a cue.
/// </summary>
public sealed record CuedTrials : Paradigm
{
    /// <summary>Describes the trials.</summary>
    /// <param name="cues">The class that each marker stands for; two classes or more.</param>
    /// <exception cref="ParadigmException">Fewer than two classes.</exception>
    public CuedTrials(ImmutableSortedDictionary<string, ClassLabel> cues)
    {
        ArgumentNullException.ThrowIfNull(cues);
        Cues = cues;
        if (Classes.Length < 2)
            throw new ParadigmException(
                $"The cues stand for {Classes.Length} classes.", "Telling classes apart needs at least two.", "Name the markers of every class.");
    }

    /// <summary>The class that each marker stands for.</summary>
    public ImmutableSortedDictionary<string, ClassLabel> Cues { get; }

    /// <summary>Lower edge of the band in hertz; 8 by default.</summary>
    public double LowHz { get; init; } = 8;

    /// <summary>Upper edge of the band in hertz; 30 by default.</summary>
    public double HighHz { get; init; } = 30;

    /// <summary>Order of the band-pass at each edge; 4 by default.</summary>
    public int Order { get; init; } = 4;

    /// <summary>Where a trial lies after its cue; 0.5 s to 3.5 s by default.</summary>
    public TrialWindow Window { get; init; } = new(0.5, 3);

    /// <inheritdoc/>
    public override string Name => "cued-trials";

    /// <inheritdoc/>
    public override ImmutableArray<ClassLabel> Classes => [.. Cues.Values.Distinct().Order()];

    /// <inheritdoc/>
    public override Protocol Protocol =>
        new(Classes, RestSeconds: 0, TaskSeconds: Math.Max(0, Window.StartSeconds) + Window.LengthSeconds, FeedbackSeconds: 0, JitterSeconds: 0);

    /// <inheritdoc/>
    public override ImmutableSortedDictionary<string, double> Parameters => ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal,
    [
        KeyValuePair.Create("lowHz", LowHz),
        KeyValuePair.Create("highHz", HighHz),
        KeyValuePair.Create("order", (double)Order),
        KeyValuePair.Create("startSeconds", Window.StartSeconds),
        KeyValuePair.Create("lengthSeconds", Window.LengthSeconds),
    ]);

    /// <inheritdoc/>
    public override Paradigm WithParameters(IReadOnlyDictionary<string, double> parameters)
    {
        if (!Parameters.Keys.ToHashSet().SetEquals(parameters.Keys))
            throw new ParadigmException(
                $"{Name} was given the parameters {string.Join(", ", parameters.Keys.Order())}.", "Another set would cut other trials.",
                $"It has {string.Join(", ", Parameters.Keys)}.");
        try
        {
            return this with
            {
                LowHz = parameters["lowHz"],
                HighHz = parameters["highHz"],
                Order = (int)parameters["order"],
                Window = new(parameters["startSeconds"], parameters["lengthSeconds"]),
            };
        }
        catch (ArgumentException fault)
        {
            throw new ParadigmException($"{Name} cannot take its parameters: {fault.Message}", "No trial could be cut with them.", "Correct them.");
        }
    }

    /// <inheritdoc/>
    public override Stage<SignalBlock, Trial> Preparation(RunKey run, Action<TrialLoss>? lost = null) =>
        PickStage.Eeg.Then(FilterStage.BandPass(LowHz, HighHz, Order)).Then(new CutStage(Cues, Window, run) { Lost = lost });

    /// <inheritdoc/>
    public override void RequireFit(RunKey run, IEnumerable<Marker> markers)
    {
        if (markers.Any(m => Cues.ContainsKey(m.Label))) return;
        throw new ParadigmException(
            $"The recording {run} has none of the markers {string.Join(", ", Cues.Keys)}.", "They are the cues of this data set.",
            "Use a recording of this data set, or correct the cues of its description.");
    }
}
