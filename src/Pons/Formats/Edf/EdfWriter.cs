using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Pons.Streams;

namespace Pons.Formats.Edf;

/// <summary>
/// Writes a recording as EDF+C, or as EDF+D when it has gaps. Reads the samples for the scales first, and again to store them.
/// </summary>
internal sealed class EdfWriter
{
    /// <summary>Says where the samples that only fill the last record begin; the reader leaves them out again.</summary>
    public const string PaddingLabel = "Padding: no signal from here on";

    private const int SamplesPerLook = 4096, MostSignals = 9998;
    private readonly Recording _content;
    private readonly string _file;
    private readonly CancellationToken _cancellation;
    private readonly ImmutableArray<RecordedStream> _streams;
    private readonly List<string> _warnings = [];

    public EdfWriter(Recording content, string file, CancellationToken cancellation)
    {
        (_content, _file, _cancellation) = (content, file, cancellation);
        _streams = [.. content.Streams.Where(s => s.StoredCount > 0)];
        foreach (var empty in content.Streams.Except(_streams))
            _warnings.Add($"Stream '{empty.Info.Name}' holds no sample and is left out.");
    }

    /// <summary>Fills the file; throws before the first byte when the format cannot hold the recording.</summary>
    public CreationReport Write(Stream file)
    {
        RefuseWhatDoesNotFit();
        var plan = _streams.IsEmpty ? null : PlanRecords();
        var scalings = _streams.Select(ChooseScales).ToList();
        var start = StartOf(plan, out var packer, out var onsets);
        file.Write(Header(plan, scalings, packer, start, onsets.Count));
        var errors = scalings.Select(s => new double[s.Length]).ToList();
        if (plan is null) foreach (var record in packer.Records) file.Write(record);
        else WriteRecords(file, plan, scalings, packer, errors);
        var losses = _streams.SelectMany((s, i) => s.Info.Channels.Select((c, k) =>
            new ChannelLoss(s.Info.Name, c.Label, errors[i][k], scalings[i][k].Step)));
        return new([.. losses], [.. _warnings]);
    }

    private void RefuseWhatDoesNotFit()
    {
        if (_streams.FirstOrDefault(s => s.Info.RateHz is null) is { } irregular)
            throw Refusal($"Stream '{irregular.Info.Name}' has no fixed rate.", "EDF stores a fixed number of samples a second.",
                "Resample it first.");
        if (_streams.Sum(s => s.Info.ChannelCount) is > MostSignals and var count)
            throw Refusal($"The recording has {count} channels.",
                $"The header of EDF has four characters for their number, so {MostSignals} fit.", "Leave channels out.");
        if (_streams.Select(s => s.Segments.Length).Distinct().Count() > 1)
            throw Refusal("The streams have gaps at different places.",
                "A data record of EDF+D holds all signals, so all have the same gaps.",
                "Write the streams to files of their own.");
        foreach (var same in _streams.GroupBy(s => s.Info.RateHz).Where(g => g.Count() > 1))
            _warnings.Add($"The streams {string.Join(" and ", same.Select(s => $"'{s.Info.Name}'"))} have one rate and become one stream.");
    }

    private EdfRecordPlan PlanRecords()
    {
        var plan = EdfRecordPlan.Of(_streams, (_content.Header as EdfHeader)?.RecordDurationSeconds) ?? throw Refusal(
            _content.Gaps.IsEmpty ? "No length of a data record gives every stream a whole number of samples."
                : "No length of a data record fits between the gaps.",
            "EDF stores whole data records of one length.",
            "Resample the streams to rates in whole hertz, or cut the recording at its gaps.");
        foreach (var (info, samples) in _streams.Select(s => s.Info).Zip(plan.SamplesPerRecord))
            if (samples / plan.DurationSeconds != info.RateHz)
                _warnings.Add(FormattableString.Invariant(
                    $"The rate of '{info.Name}', {info.RateHz} Hz, is written as {samples / plan.DurationSeconds} Hz."));
        return plan;
    }

    private EdfScaling[] ChooseScales(RecordedStream stream)
    {
        var channels = stream.Info.Channels;
        var units = channels.Select(UnitOf).ToList();
        var searches = channels.Select((_, k) => new EdfScaleSearch(units[k], stream.Scales.IsEmpty ? null : stream.Scales[k])).ToArray();
        Look(stream, searches);
        if (searches.Any(s => s.HasLostSource))
        {
            // The scale of the source does not hold these channels any more: what else does takes another look.
            var again = searches.Select((s, k) => s.HasLostSource ? new EdfScaleSearch(units[k], null) : null).ToArray();
            Look(stream, again);
            searches = [.. searches.Zip(again, (s, other) => other ?? s)];
        }

        return [.. searches.Select((s, k) => s.Best() ?? throw Refusal(
            $"The values of channel '{channels[k].Label}' exceed what the 8 characters of a limit can state.",
            "They cannot be scaled.", "Give the channel a larger unit."))];
    }

    private void Look(RecordedStream stream, EdfScaleSearch?[] searches)
    {
        var channels = stream.Info.Channels;
        foreach (var block in stream.ReadBlocks(SamplesPerLook))
        {
            _cancellation.ThrowIfCancellationRequested();
            var values = block.Samples.Span;
            for (var c = 0; c < searches.Length; c++)
            {
                if (searches[c] is not { } search) continue;
                for (var i = c; i < values.Length; i += searches.Length)
                {
                    if (!float.IsFinite(values[i]))
                        throw Refusal(
                            $"Sample {block.FirstSampleIndex + i / searches.Length} of channel '{channels[c].Label}' is {values[i]}.",
                            "EDF stores whole numbers and knows no missing value.",
                            "Cut the recording there, so that the place becomes a gap, or fill it in.");
                    search.Add(values[i]);
                }
            }
        }
    }

    private string UnitOf(Channel channel) => channel.Unit switch
    {
        ChannelUnit.Microvolt => ChannelUnit.Microvolt,
        ChannelNaming.DigitalUnit => "",
        var other => EdfField.Text(other, 8, $"unit of channel '{channel.Label}'", _warnings).TrimEnd(),
    };

    /// <summary>The start in whole seconds, and the annotations packed with the rest as the onset of the first record.</summary>
    private DateTime? StartOf(EdfRecordPlan? plan, out EdfAnnotationPacker packer, out List<decimal> onsets)
    {
        var start = _content.Header.StartTime;
        var fraction = start is { } s ? s.Ticks % TimeSpan.TicksPerSecond / (decimal)TimeSpan.TicksPerSecond : 0;
        var origin = plan is null ? 0 : Seconds(_streams[0].Segments[0].Start.Nanoseconds);
        packer = new();
        onsets = plan is null ? [] : [.. RecordOnsets(plan, fraction - origin)];
        foreach (var (onset, marker) in Annotations(plan).OrderBy(a => a.Onset))
            packer.Add(fraction - origin + onset, marker.Length is { } length ? Seconds(length.Nanoseconds) : null, Clean(marker.Label));
        if (plan is null) packer.PackAlone();
        else packer.Pack(onsets);
        if (plan is null) onsets = [.. packer.Records.Select(_ => 0m)];
        return start is { } exact ? exact.AddTicks(-(exact.Ticks % TimeSpan.TicksPerSecond)) : null;
    }

    private IEnumerable<decimal> RecordOnsets(EdfRecordPlan plan, decimal shift)
    {
        var seconds = decimal.Parse(plan.DurationText, CultureInfo.InvariantCulture);
        for (var g = 0; g < plan.RecordsPerSegment.Length; g++)
            for (var r = 0L; r < plan.RecordsPerSegment[g]; r++)
                yield return shift + Seconds(_streams[0].Segments[g].Start.Nanoseconds) + r * seconds;
    }

    private IEnumerable<(decimal Onset, RecordedMarker Marker)> Annotations(EdfRecordPlan? plan)
    {
        foreach (var marker in _content.Markers)
            if (marker.Label.Length > 0) yield return (Seconds(marker.Onset.Nanoseconds), marker);
            else
                _warnings.Add($"The marker at {marker.Onset} has no text and is left out: "
                    + "in EDF+ an empty text keeps the time of a record.");
        if (plan is null or { PaddedSamples: 0 }) yield break;
        var end = EndOf(_streams[0]);
        _warnings.Add($"The last data record is filled with {plan.PaddedSamples} samples that are no signal; "
            + "an annotation says where they begin.");
        foreach (var stream in _streams.Where(s => Math.Abs(EndOf(s) - end) * (decimal)s.Info.RateHz!.Value > 0.5m))
            _warnings.Add($"Stream '{stream.Info.Name}' does not end together with '{_streams[0].Info.Name}': "
                + "it is cut or filled with its last value.");
        yield return (end, new(new((long)(end * 1_000_000_000m)), PaddingLabel));
    }

    private static decimal EndOf(RecordedStream stream) =>
        Seconds(stream.Segments[^1].Start.Nanoseconds) + stream.Segments[^1].SampleCount / (decimal)stream.Info.RateHz!.Value;

    private static decimal Seconds(long nanoseconds) => nanoseconds / 1_000_000_000m;

    private string Clean(string text)
    {
        if (text.AsSpan().IndexOfAny('\0', '\u0014', '\u0015') < 0) return text;
        _warnings.Add($"The marker '{text.Replace('\0', '?')}' holds bytes that EDF+ keeps for itself; each becomes '?'.");
        return text.Replace('\0', '?').Replace('\u0014', '?').Replace('\u0015', '?');
    }

    private byte[] Header(EdfRecordPlan? plan, List<EdfScaling[]> scalings, EdfAnnotationPacker packer, DateTime? start, int records)
    {
        var channels = _streams.SelectMany(s => s.Info.Channels).ToList();
        var scales = scalings.SelectMany(s => s).ToList();
        var samples = _streams.SelectMany((s, i) => s.Info.Channels.Select(_ => plan!.SamplesPerRecord[i])).ToList();
        var labels = Labels(channels);
        var count = channels.Count + 1;
        var kind = plan is { RecordsPerSegment.Length: > 1 } ? "EDF+D" : "EDF+C";
        var text = new StringBuilder("0       ");
        text.Append(Field(Patient(), 80, "patient")).Append(Field(Description(start), 80, "recording"));
        var isTwoDigitYear = start is { Year: >= 1985 and < 2085 };
        text.Append(start?.ToString(isTwoDigitYear ? "dd.MM.yy" : "dd.MM.'yy'", CultureInfo.InvariantCulture) ?? "01.01.85");
        text.Append(start?.ToString("HH.mm.ss", CultureInfo.InvariantCulture) ?? "00.00.00");
        text.Append(Number(256 * (count + 1), 8)).Append(kind.PadRight(44)).Append(Number(records, 8));
        text.Append((plan?.DurationText ?? "0").PadRight(8)).Append(Number(count, 4));
        void Each(int width, Func<int, string> signal, string annotations)
        {
            for (var i = 0; i < channels.Count; i++) text.Append(signal(i).PadRight(width));
            text.Append(annotations.PadRight(width));
        }

        var (transducers, prefilterings) = SignalTexts(channels.Count);
        Each(16, i => labels[i], "EDF Annotations");
        Each(80, i => transducers[i], "");
        Each(8, i => scales[i].Scale.Unit.Replace('µ', 'u'), "");
        string[] annotationLimits = ["-1", "1", "-32768", "32767"];
        for (var limit = 0; limit < 4; limit++) Each(8, i => scales[i].Limits[limit], annotationLimits[limit]);
        Each(80, i => prefilterings[i], "");
        Each(8, i => Number(samples[i], 8), Number(packer.Capacity / 2, 8));
        Each(32, _ => "", "");
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    /// <summary>What an EDF source says of transducers and filters, where its signals are the channels; else a warning if something is lost.</summary>
    private (string[] Transducers, string[] Prefilterings) SignalTexts(int channelCount)
    {
        var signals = _content.Header is EdfHeader header ? header.Signals.Where(s => !s.IsAnnotations).ToList() : [];
        if (signals.Count == channelCount && _streams.Length == 1)
            return ([.. signals.Select(s => Field(s.Transducer, 80, "transducer"))], [.. signals.Select(s => Field(s.Prefiltering, 80, "prefiltering"))]);
        if (signals.Any(s => s.Transducer.Length + s.Prefiltering.Length > 0))
            _warnings.Add("What the source says of transducers and filters is left out: its signals stand in another order than the channels.");
        return ([.. Enumerable.Repeat("", channelCount)], [.. Enumerable.Repeat("", channelCount)]);
    }

    private string Field(string text, int width, string what) => EdfField.Text(text, width, what, _warnings);

    /// <summary>Labels as they are written; a warning for each channel that will be read as another one.</summary>
    private List<string> Labels(List<Channel> channels)
    {
        var labels = channels.ConvertAll(c => Field(Label(c), 16, "label").TrimEnd());
        var read = ChannelNaming.Channels([.. labels.Zip(channels, (l, c) => (l, new DigitalScale(0, 1, 0, 1, c.Unit)))], []);
        foreach (var (before, after) in channels.Zip(read))
            if ((before.Label, before.Kind, before.Reference) != (after.Label, after.Kind, after.Reference))
                _warnings.Add($"Channel '{before.Label}' ({before.Kind}, reference {before.Reference ?? "unknown"}) "
                    + $"will be read as '{after.Label}' ({after.Kind}, reference {after.Reference ?? "unknown"}): "
                    + "the header of EDF has only a label of 16 characters.");
        return labels;
    }

    private static string Label(Channel channel)
    {
        var isPlace = channel.Kind == ChannelKind.Eeg && ElectrodeName.TryParse(channel.Label, out _);
        return isPlace ? $"EEG {channel.Label}{(channel.Reference is { } r ? $"-{r}" : "")}" : channel.Label;
    }

    private string Patient()
    {
        var subject = _content.Header.Subject;
        return _content.Header is EdfHeader { Kind: not EdfKind.Edf } ? subject : $"X X X {Word(subject)}";
    }

    private string Description(DateTime? start)
    {
        var date = start?.ToString("dd-MMM-yyyy", CultureInfo.InvariantCulture).ToUpperInvariant() ?? "X";
        var words = _content.Header.Description.Split(' ');
        return words is ["Startdate", _, .. var rest]
            ? $"Startdate {date} {string.Join(' ', rest)}"
            : $"Startdate {date} X X {Word(_content.Header.Description)}";
    }

    /// <summary>Subfields of EDF+ are parted by spaces, so that a space inside one becomes an underscore.</summary>
    private static string Word(string text) => string.IsNullOrWhiteSpace(text) ? "X" : text.Trim().Replace(' ', '_');

    private string Number(long number, int width)
    {
        var text = number.ToString(CultureInfo.InvariantCulture);
        return text.Length <= width ? text.PadRight(width) : throw Refusal(
            $"The number {text} needs more than the {width} characters that the header has for it.", "The layout could not be stated.",
            "Cut the recording.");
    }

    private void WriteRecords(Stream file, EdfRecordPlan plan, List<EdfScaling[]> scalings, EdfAnnotationPacker packer,
        List<double[]> errors)
    {
        var sampleBytes = _streams.Select((s, i) => s.Info.ChannelCount * plan.SamplesPerRecord[i] * 2).Sum();
        var record = new byte[sampleBytes + packer.Capacity];
        var rows = _streams.Select((s, i) => new float[s.Info.ChannelCount * plan.SamplesPerRecord[i]]).ToList();
        var number = 0;
        for (var g = 0; g < plan.RecordsPerSegment.Length; g++)
            for (var r = 0L; r < plan.RecordsPerSegment[g]; r++)
            {
                _cancellation.ThrowIfCancellationRequested();
                var at = 0;
                for (var i = 0; i < _streams.Length; i++)
                {
                    ReadRows(_streams[i], _streams[i].Segments[g], r * plan.SamplesPerRecord[i], rows[i]);
                    at += Store(rows[i], scalings[i], record.AsSpan(at), errors[i]);
                }

                packer.Records[number++].CopyTo(record, at);
                file.Write(record);
            }
    }

    /// <summary>Rows of one record; behind the end of the stretch the last row is repeated, so that no step looks like a signal.</summary>
    private static void ReadRows(RecordedStream stream, RecordedSegment segment, long offset, float[] rows)
    {
        var width = stream.Info.ChannelCount;
        var wanted = rows.Length / width;
        var present = (int)Math.Clamp(segment.SampleCount - offset, 0, wanted);
        stream.Read(segment.FirstSampleIndex + offset, rows.AsSpan(0, present * width));
        if (present == 0) stream.Read(segment.EndSampleIndex - 1, rows.AsSpan(0, width));
        for (var row = Math.Max(1, present); row < wanted; row++) rows.AsSpan((row - 1) * width, width).CopyTo(rows.AsSpan(row * width));
    }

    private static int Store(ReadOnlySpan<float> rows, EdfScaling[] scalings, Span<byte> into, double[] errors)
    {
        var (width, at) = (scalings.Length, 0);
        for (var c = 0; c < width; c++)
            for (var i = c; i < rows.Length; i += width, at += 2)
            {
                var digital = scalings[c].ToDigital(rows[i]);
                BinaryPrimitives.WriteInt16LittleEndian(into[at..], digital);
                errors[c] = Math.Max(errors[c], Math.Abs((double)scalings[c].ToPhysical(digital) - rows[i]));
            }

        return at;
    }

    private RecordingFormatException Refusal(string what, string why, string remedy) => new(_file, null, what, why, remedy);
}
