using System.Collections.Immutable;

namespace Pons.Formats.Edf;

/// <summary>
/// Writes a recording as EDF+C or BDF+C, or as EDF+D or BDF+D when it has gaps. Samples stream through; only markers are held.
/// </summary>
internal sealed class EdfWriter
{
    private const int MostSignals = 9998;
    private readonly Recording _content;
    private readonly EdfDialect _dialect;
    private readonly EdfRefusal _refusal;
    private readonly CreationOptions _options;
    private readonly CancellationToken _cancellation;
    private readonly ImmutableArray<RecordedStream> _streams;
    private readonly List<string> _warnings = [];

    public EdfWriter(Recording content, string file, EdfDialect dialect, CreationOptions options, CancellationToken cancellation)
    {
        (_content, _dialect, _options, _cancellation) = (content, dialect, options, cancellation);
        _refusal = new(file, dialect);
        _streams = [.. content.Streams.Where(s => s.StoredCount > 0)];
        foreach (var empty in content.Streams.Except(_streams))
            _warnings.Add($"Stream '{empty.Info.Name}' holds no sample and is left out.");
    }

    /// <summary>What the dialect can hold.</summary>
    public static FormatCapabilities Capabilities(EdfDialect dialect) => new()
    {
        SampleTypes = [dialect.StoredAs],
        HoldsSeveralRates = true,
        HoldsGaps = true,
        MarkerStepSeconds = 0,
        HoldsFilters = true,
        HoldsSubject = true,
    };

    /// <summary>What writing would lose: chooses the scales as writing does, which may look at all samples, and writes nothing.</summary>
    public CreationPreview Preview()
    {
        var general = CreationPreview.Of(_dialect.Name, Capabilities(_dialect), _content, _options);
        try
        {
            var signals = Signals(Plan());
            _ = Markers(signals);
            var lossy = signals.SelectMany(s => s).Where(s => !s.Scaling.IsExact).ToList();
            var losses = general.Losses.AddRange(_warnings.Distinct());
            if (lossy.Count == 0) return new(true, losses);
            return new(false, losses.Add($"{_dialect.Name} stores {8 * _dialect.SampleBytes}-bit numbers: "
                + $"the samples of {lossy.Count} channels are rounded, the first '{lossy[0].Label}' "
                + FormattableString.Invariant($"to steps of {lossy[0].Scaling.Step:G4}.")));
        }
        catch (RecordingFormatException refusal) when (refusal == _refusal.Last)
        {
            return new(false, general.Losses.Add($"{_dialect.Name} cannot hold the recording at all: {refusal.What}"));
        }
    }

    /// <summary>Fills the file; throws before the first byte when the format cannot hold the recording.</summary>
    public CreationReport Write(Stream file)
    {
        var plan = Plan();
        var signals = Signals(plan);
        var all = signals.SelectMany(s => s).ToList();
        var annotations = new EdfNewAnnotations(_content.Header.StartTime, _streams, plan, _warnings);
        var (packer, records) = annotations.Pack(Markers(signals), Names(all), _dialect.SampleBytes);
        var count = new EdfRecordCount(records, plan?.DurationText ?? "0", plan is { RecordsPerSegment.Length: > 1 });
        file.Write(new EdfHeaderWriter(_dialect, _refusal, _warnings).Lay(_content.Header, annotations.Start, all, count, packer.Capacity));
        return plan is null ? WriteAnnotations(file, packer) : WriteSamples(file, plan, signals, packer);
    }

    private CreationReport WriteAnnotations(Stream file, EdfAnnotationPacker packer)
    {
        foreach (var record in packer.Records()) file.Write(record);
        _options.Progress?.Invoke(1);
        return new([], [.. _warnings.Distinct()]);
    }

    private CreationReport WriteSamples(Stream file, EdfRecordPlan plan, EdfNewSignal[][] signals, EdfAnnotationPacker packer)
    {
        var writer = new EdfRecordWriter(_dialect, plan, _refusal, _streams, signals);
        writer.Write(file, packer.Records(), _options.Progress, _cancellation);
        var losses = _streams.SelectMany((s, i) => s.Info.Channels.Select((c, k) =>
            new ChannelLoss(s.Info.Name, c.Label, writer.LargestErrors[i][k], signals[i][k].Scaling.Step)));
        return new([.. losses], [.. _warnings.Distinct()]);
    }

    private EdfRecordPlan? Plan()
    {
        RefuseWhatDoesNotFit();
        if (_streams.IsEmpty) return null;
        var preferred = (_content.Header as EdfHeader)?.RecordDurationSeconds;
        var plan = EdfRecordPlan.Of(_streams, preferred, _dialect.SampleBytes) ?? throw _refusal.Of(
            _content.Gaps.IsEmpty ? "No length of a data record gives every stream a whole number of samples."
                : "No length of a data record fits between the gaps.",
            $"{_dialect.Name} stores whole data records of one length.",
            "Resample the streams to rates in whole hertz, or cut the recording at its gaps.");
        foreach (var (info, samples) in _streams.Select(s => s.Info).Zip(plan.SamplesPerRecord))
            if (samples / plan.DurationSeconds != info.RateHz)
                _warnings.Add(FormattableString.Invariant(
                    $"The rate of '{info.Name}', {info.RateHz} Hz, is written as {samples / plan.DurationSeconds} Hz."));
        return plan;
    }

    private void RefuseWhatDoesNotFit()
    {
        if (_options.SampleType is { } type && type != _dialect.StoredAs)
            throw _refusal.Of($"Samples of type {type} were asked for.", $"{_dialect.Name} knows {_dialect.StoredAs} alone.",
                "Leave the type open, or choose another format.");
        if (_streams.FirstOrDefault(s => s.Info.RateHz is null) is { } irregular)
            throw _refusal.Of($"Stream '{irregular.Info.Name}' has no fixed rate.",
                $"{_dialect.Name} stores a fixed number of samples a second.", "Resample it first.");
        if (_streams.Sum(s => s.Info.ChannelCount) is > MostSignals and var count)
            throw _refusal.Of($"The recording has {count} channels.",
                $"The header of {_dialect.Name} has four characters for their number, so {MostSignals} fit.", "Leave channels out.");
        if (_streams.Select(s => s.Segments.Length).Distinct().Count() > 1)
            throw _refusal.Of("The streams have gaps at different places.",
                $"A data record of {_dialect.Name}+D holds all signals, so all have the same gaps.",
                "Write the streams to files of their own.");
        foreach (var same in _streams.GroupBy(s => s.Info.RateHz).Where(g => g.Count() > 1))
            _warnings.Add($"The streams {string.Join(" and ", same.Select(s => $"'{s.Info.Name}'"))} have one rate and become one stream.");
    }

    /// <summary>The signals of each stream.</summary>
    private EdfNewSignal[][] Signals(EdfRecordPlan? plan)
    {
        var labels = EdfLabels.Of(_streams, _dialect, _warnings);
        var chooser = new EdfScaleChooser(_dialect, _refusal, _warnings, _cancellation);
        var signals = new EdfNewSignal[_streams.Length][];
        foreach (var (i, stream) in _streams.Index())
        {
            var ofStream = labels.AsSpan(signals.Take(i).Sum(s => s.Length), stream.Info.ChannelCount).ToArray();
            signals[i] = [.. chooser.Choose(stream, ofStream).Select((scaling, k) => new EdfNewSignal(
                ofStream[k], stream.Details.IsEmpty ? new() : stream.Details[k], scaling, plan!.SamplesPerRecord[i]))];
        }

        return signals;
    }

    /// <summary>The markers that become annotations.</summary>
    private List<RecordedMarker> Markers(EdfNewSignal[][] signals)
    {
        var triggers = new EdfNewTriggers(_dialect, _cancellation);
        for (var i = 0; i < signals.Length; i++)
            for (var c = 0; c < signals[i].Length; c++) triggers.Look(_streams[i], c, signals[i][c]);
        var markers = triggers.Without(_content.Markers, _warnings);
        if (markers.Count(m => m.Kind.Length > 0) is > 0 and var kinds)
            _warnings.Add($"{_dialect.Name} holds no kind of a marker; {kinds} markers have one, "
                + $"such as '{markers.First(m => m.Kind.Length > 0).Kind}'.");
        return markers;
    }

    private EdfChannelNames Names(List<EdfNewSignal> signals) =>
        new([.. signals.Select(s => s.Label)], [.. _streams.SelectMany(s => s.Info.Channels).Select(c => c.Label)]);
}
