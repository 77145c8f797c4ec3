using System.Collections.Immutable;
using Pons.Decoding;
using Pons.Decoding.Vep;
using Pons.Pipelines;
using Pons.Streams;

namespace Pons.Experiments.Ssvep;

/// <summary>
/// Three lights that flicker at 13, 17 and 21 Hz, one of which is looked at for five seconds (Kalunga and others 2016,
/// doi 10.1016/j.neucom.2016.01.007). The EEG channels pass a causal Butterworth filter bank over the whole run; a trial lies from 2 s to
/// 4 s after the onset, when the response stands. Cues are markers named by their class (<c>13Hz</c>, …, <c>rest</c>); in the
/// recordings of that data set also the codes 33024 to 33027 before 32779, and 1 to 4, where the third code is 21 Hz and the fourth 17 Hz.
/// Rest is left out unless <see cref="WithRest"/> asks for it: in three of the four recordings at hand all rest stands first, so that it
/// is confounded with time. The lights are not locked to the onset: decoders that need a fixed phase must refuse these trials.
/// </summary>
public sealed record ExoskeletonSsvep : Paradigm
{
    private const string Rest = "rest";
    private const string OnsetCode = "32779";

    private static readonly ImmutableArray<FrequencyBand> Broad = [new(7, 45)];
    private static readonly ImmutableArray<FrequencyBand> SubBands = [new(7, 80), new(20, 80)];
    private static readonly ImmutableArray<FrequencyBand> Narrow = [new(12.5, 13.5), new(16.5, 17.5), new(20.5, 21.5)];

    private static readonly ImmutableDictionary<string, string> Announcements = ImmutableDictionary.CreateRange(
        [KeyValuePair.Create("33024", Rest), new("33025", "13Hz"), new("33026", "21Hz"), new("33027", "17Hz")]);

    private static readonly ImmutableDictionary<string, string> Codes = ImmutableDictionary.CreateRange(
        [KeyValuePair.Create("1", Rest), new("2", "13Hz"), new("3", "21Hz"), new("4", "17Hz")]);

    /// <summary>
    /// The bands that the channels are stacked of, in order; 7 to 45 Hz by default, which <see cref="For"/> replaces by what a
    /// decoder is written for.
    /// </summary>
    public ImmutableArray<FrequencyBand> Bands { get; init; } = Broad;

    /// <summary>Order of the band-passes at each edge; 4 by default.</summary>
    public int Order { get; init; } = 4;

    /// <summary>Where a trial lies after the onset; 2 s to 4 s by default.</summary>
    public TrialWindow Window { get; init; } = new(2, 2);

    /// <summary>Whether rest is a class of its own; false by default.</summary>
    public bool WithRest { get; init; }

    /// <inheritdoc/>
    public override string Name => WithRest ? "ssvep-exoskeleton-rest" : "ssvep-exoskeleton";

    /// <inheritdoc/>
    public override ImmutableArray<ClassLabel> Classes =>
        WithRest ? [new("13Hz"), new("17Hz"), new("21Hz"), new(Rest)] : [new("13Hz"), new("17Hz"), new("21Hz")];

    /// <inheritdoc/>
    public override Protocol Protocol => new(Classes, RestSeconds: 1.5, TaskSeconds: 5, FeedbackSeconds: 0, JitterSeconds: 0);

    /// <inheritdoc/>
    public override ImmutableSortedDictionary<string, double> Parameters => ImmutableSortedDictionary.CreateRange(
        StringComparer.Ordinal,
        Bands.SelectMany((b, i) => (KeyValuePair<string, double>[])
            [new(FormattableString.Invariant($"band{i + 1}LowHz"), b.LowHz), new(FormattableString.Invariant($"band{i + 1}HighHz"), b.HighHz)])
            .Append(new("order", Order))
            .Append(new("startSeconds", Window.StartSeconds))
            .Append(new("lengthSeconds", Window.LengthSeconds)));

    /// <inheritdoc/>
    public override Paradigm WithParameters(IReadOnlyDictionary<string, double> parameters)
    {
        try
        {
            var bands = Enumerable.Range(1, (parameters.Count - 3) / 2).Select(i => new FrequencyBand(
                parameters[FormattableString.Invariant($"band{i}LowHz")], parameters[FormattableString.Invariant($"band{i}HighHz")]));
            var made = this with
            {
                Bands = [.. bands],
                Order = (int)parameters["order"],
                Window = new(parameters["startSeconds"], parameters["lengthSeconds"]),
            };
            if (made.Bands.Length > 0 && made.Parameters.Count == parameters.Count) return made;
        }
        catch (Exception fault) when (fault is KeyNotFoundException or ArgumentException)
        {
            throw Unusable(parameters.Keys, fault.Message);
        }

        throw Unusable(parameters.Keys, "their number does not fit");
    }

    /// <summary>
    /// The bands that a decoder is written for: 7 to 45 Hz for canonical correlation, sub-bands from 7 and from 20 to 80 Hz for
    /// filter-bank and template decoders, and one hertz around each stimulus frequency for decoders by covariance. Bands that were
    /// chosen otherwise stay.
    /// </summary>
    public override Paradigm For(Decoder decoder)
    {
        ArgumentNullException.ThrowIfNull(decoder);
        if (!Bands.SequenceEqual(Broad) || decoder is Cca) return this;
        return this with { Bands = decoder.GetType().Namespace == typeof(Cca).Namespace ? SubBands : Narrow };
    }

    /// <inheritdoc/>
    public override Stage<SignalBlock, Trial> Preparation(RunKey run, Action<TrialLoss>? lost = null)
    {
        var names = IsOfDataSet(run)
            ? new CueNameStage { Announcements = Announcements, Onset = OnsetCode, Cues = Codes }
            : new CueNameStage();
        var labels = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, Classes.Select(c => KeyValuePair.Create(c.Name, c)));
        return PickStage.Eeg.Then(names).Then(new BandStage(Bands, Order)).Then(new CutStage(labels, Window, run) { Lost = lost });
    }

    /// <inheritdoc/>
    public override void RequireFit(RunKey run, IEnumerable<Marker> markers)
    {
        if (run.Run.Name.EndsWith("-eve", StringComparison.Ordinal))
            throw new ParadigmException(
                $"'{run.Subject}_{run.Run}' is the list of events beside a recording.",
                "It leads to the same samples, so that every trial would count twice.", "Name the recording itself (…_raw.fif).");
        var labels = markers.Select(m => m.Label).ToHashSet(StringComparer.Ordinal);
        if (labels.Overlaps(Classes.Select(c => c.Name))) return;
        if (!IsOfDataSet(run))
            throw new ParadigmException(
                $"The recording {run} has no marker {string.Join(", ", Classes.Select(c => $"'{c}'"))}.",
                "Nothing says when which light was looked at. Codes count only in files named as those of the data set, "
                + "since they mean something else elsewhere.",
                "Use a recording of this experiment under its own name (subject01_record-….gdf), or name the markers by frequency.");
        if (labels.Contains(OnsetCode) || labels.IsSupersetOf(Codes.Keys)) return;
        throw new ParadigmException(
            $"The recording {run} has neither the onset code {OnsetCode} nor the codes 1 to 4.",
            "Nothing says when which light was looked at.", "Keep the file of events (-eve.fif) beside the recording.");
    }

    private static bool IsOfDataSet(RunKey run) => run.Run.Name.StartsWith("record-", StringComparison.Ordinal);

    private ParadigmException Unusable(IEnumerable<string> names, string reason) => new(
        $"{Name} cannot take the parameters {string.Join(", ", names.Order())}: {reason}.",
        $"It has {string.Join(", ", Parameters.Keys)}, and two more for each band more.", "Use the version of Pons that wrote them.");
}
