using System.Collections.Immutable;
using System.Globalization;

namespace Pons.Formats.Edf;

/// <summary>The annotations that are written, and when each record starts; onsets count from the whole second of the start.</summary>
internal sealed class EdfNewAnnotations
{
    /// <summary>Says where the samples that only fill the last record begin; the reader leaves them out again.</summary>
    public const string PaddingLabel = "Padding: no signal from here on";

    private readonly ImmutableArray<RecordedStream> _streams;
    private readonly EdfRecordPlan? _plan;
    private readonly List<string> _warnings;
    private readonly decimal _shift;

    /// <summary>Fixes the time from which onsets count.</summary>
    /// <param name="start">When the first sample was taken.</param>
    /// <param name="streams">The streams that are written.</param>
    /// <param name="plan">How they are cut into records; <see langword="null"/> without streams.</param>
    /// <param name="warnings">Gets what is changed or left out.</param>
    public EdfNewAnnotations(DateTime? start, ImmutableArray<RecordedStream> streams, EdfRecordPlan? plan, List<string> warnings)
    {
        (_streams, _plan, _warnings) = (streams, plan, warnings);
        var fraction = start is { } s ? s.Ticks % TimeSpan.TicksPerSecond / (decimal)TimeSpan.TicksPerSecond : 0;
        _shift = fraction - (plan is null ? 0 : Seconds(streams[0].Segments[0].Start.Nanoseconds));
        Start = start is { } exact ? exact.AddTicks(-(exact.Ticks % TimeSpan.TicksPerSecond)) : null;
    }

    /// <summary>The start in whole seconds, as the header states it.</summary>
    public DateTime? Start { get; }

    /// <summary>Packs the markers; those that readers take from samples are left out.</summary>
    /// <param name="markers">What was noted.</param>
    /// <param name="names">How annotations name channels.</param>
    /// <param name="sampleBytes">Bytes of a sample.</param>
    /// <returns>The packed annotations, and how many records they need.</returns>
    public (EdfAnnotationPacker Packer, long Records) Pack(IEnumerable<RecordedMarker> markers, EdfChannelNames names, int sampleBytes)
    {
        var packer = new EdfAnnotationPacker(sampleBytes);
        foreach (var marker in markers.Concat(Padding()).OrderBy(m => m.Onset.Nanoseconds))
            if (TextOf(marker, names) is { Length: > 0 } text)
                packer.Add(_shift + Seconds(marker.Onset.Nanoseconds), marker.Length is { } l ? Seconds(l.Nanoseconds) : null, text);
        if (_plan is null) return (packer, packer.PackAlone());
        packer.Pack(RecordOnsets(_plan));
        return (packer, _plan.RecordsPerSegment.Sum());
    }

    private IEnumerable<decimal> RecordOnsets(EdfRecordPlan plan)
    {
        var seconds = decimal.Parse(plan.DurationText, NumberStyles.Float, CultureInfo.InvariantCulture);
        for (var g = 0; g < plan.RecordsPerSegment.Length; g++)
            for (var r = 0L; r < plan.RecordsPerSegment[g]; r++)
                yield return _shift + Seconds(_streams[0].Segments[g].Start.Nanoseconds) + r * seconds;
    }

    private string TextOf(RecordedMarker marker, EdfChannelNames names)
    {
        if (marker.Label.Length == 0)
            _warnings.Add($"The marker at {marker.Onset} has no text and is left out: "
                + "in EDF+ an empty text keeps the time of a record.");
        if (marker.Label.Length == 0) return "";
        var (text, isKept) = names.Written(marker);
        if (!isKept)
            _warnings.Add($"The marker '{text}' will be read with "
                + (marker.Channel is null ? "a channel: its text names one behind '@@'."
                    : "its channel in the text: no signal has that label."));
        return Clean(text);
    }

    private string Clean(string text)
    {
        if (text.AsSpan().IndexOfAny('\0', '\u0014', '\u0015') < 0) return text;
        _warnings.Add($"The marker '{text.Replace('\0', '?')}' holds bytes that EDF+ keeps for itself; each becomes '?'.");
        return text.Replace('\0', '?').Replace('\u0014', '?').Replace('\u0015', '?');
    }

    private IEnumerable<RecordedMarker> Padding()
    {
        if (_plan is null or { PaddedSamples: 0 }) yield break;
        var end = EndOf(_streams[0]);
        _warnings.Add($"The last data record is filled with {_plan.PaddedSamples} samples that are no signal; "
            + "an annotation says where they begin.");
        foreach (var stream in _streams.Where(s => Math.Abs(EndOf(s) - end) * (decimal)s.Info.RateHz!.Value > 0.5m))
            _warnings.Add($"Stream '{stream.Info.Name}' does not end together with '{_streams[0].Info.Name}': "
                + "it is cut or filled with its last value.");
        yield return new(new((long)(end * 1_000_000_000m)), PaddingLabel);
    }

    private static decimal EndOf(RecordedStream stream) =>
        Seconds(stream.Segments[^1].Start.Nanoseconds) + stream.Segments[^1].SampleCount / (decimal)stream.Info.RateHz!.Value;

    private static decimal Seconds(long nanoseconds) => nanoseconds / 1_000_000_000m;
}
