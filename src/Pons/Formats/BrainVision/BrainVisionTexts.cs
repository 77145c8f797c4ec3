using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Pons.Streams;

namespace Pons.Formats.BrainVision;

/// <summary>The header and marker texts of a recording that is written.</summary>
internal sealed class BrainVisionTexts
{
    private const string NoUnit = "n/a";
    private readonly Recording _content;
    private readonly ImmutableArray<RecordedStream> _streams;
    private readonly string _stem;
    private readonly List<string> _warnings;
    private readonly List<Channel> _channels;
    private readonly List<RecordedChannel> _details;
    private readonly double _rateHz;

    /// <summary>Whether the channels are those of a BrainVision source: labels and comment, which names them, stay as they were.</summary>
    private readonly bool _isOfSameKind;

    public BrainVisionTexts(Recording content, ImmutableArray<RecordedStream> streams, string stem, List<string> warnings)
    {
        (_content, _streams, _stem, _warnings) = (content, streams, stem, warnings);
        _channels = [.. streams.SelectMany(s => s.Info.Channels)];
        _details = [.. streams.SelectMany(s => s.Info.Channels.Select((_, i) => s.Details.IsEmpty ? new() : s.Details[i]))];
        _rateHz = streams[0].Info.RateHz!.Value;
        _isOfSameKind = content.Header is BrainVisionHeader && _channels.SequenceEqual(content.Header.Streams.SelectMany(s => s.Channels));
    }

    private ImmutableArray<RecordedSegment> Segments => _streams[0].Segments;

    /// <summary>The header file.</summary>
    public string Header(BrainVisionScaling[] scalings, bool isChannelMajor)
    {
        WarnOfGuesses();
        var format = scalings[0].StoredAs switch { SampleType.Int16 => "INT_16", SampleType.Int32 => "INT_32", _ => "IEEE_FLOAT_32" };
        List<string> lines =
        [
            "Brain Vision Data Exchange Header File Version 1.0", "; Data created by Pons", "", "[Common Infos]", "Codepage=UTF-8",
            $"DataFile={_stem}.eeg", $"MarkerFile={_stem}.vmrk", "DataFormat=BINARY",
            "; Data orientation: VECTORIZED=ch1,pt1, ch1,pt2 ..., MULTIPLEXED=ch1,pt1, ch2,pt1 ...",
            $"DataOrientation={(isChannelMajor ? "VECTORIZED" : "MULTIPLEXED")}", $"NumberOfChannels={_channels.Count}",
            Invariant($"DataPoints={_streams[0].StoredCount}"), "; Sampling interval in microseconds", $"SamplingInterval={Interval()}", "",
            "[Binary Infos]", $"BinaryFormat={format}", "", "[Channel Infos]",
            "; Each entry: Ch<Channel number>=<Name>,<Reference channel name>,<Resolution in \"Unit\">,<Unit>",
            "; A comma inside a field is coded as \"\\1\".",
        ];
        for (var i = 0; i < _channels.Count; i++)
            lines.Add($"Ch{i + 1}={Field(LabelOf(i))},{Field(_channels[i].Reference ?? "")},{Resolution(scalings[i])},{UnitOf(scalings[i])}");
        lines.AddRange(Coordinates());
        var comment = Comment(scalings);
        if (comment.Length > 0) lines.AddRange(["", "[Comment]", "", comment]);
        return string.Join("\r\n", lines) + "\r\n";
    }

    /// <summary>The marker file: where every stretch begins, with its time, and everything that was noted.</summary>
    public string Markers()
    {
        var lines = new StringBuilder(string.Join("\r\n", "Brain Vision Data Exchange Marker File, Version 1.0", "", "[Common Infos]",
            "Codepage=UTF-8", $"DataFile={_stem}.eeg", "", "[Marker Infos]",
            "; Each entry: Mk<Marker number>=<Type>,<Description>,<Position in data points>,<Size in data points>,",
            "; <Channel number (0 = marker is related to all channels)>,<Date (YYYYMMDDhhmmssuuuuuu)>",
            "; A comma inside a field is coded as \"\\1\".", ""));
        var number = 0;
        foreach (var (_, text) in SegmentLines().Concat(MarkerLines()).OrderBy(l => l.Position))
            lines.Append(CultureInfo.InvariantCulture, $"Mk{++number}={text}\r\n");
        return lines.ToString();
    }

    private IEnumerable<(long Position, string Text)> SegmentLines()
    {
        var start = _content.Header.StartTime;
        if (start is null && Segments.Length > 1)
        {
            start = BrainVisionMarkerReader.UnknownStart;
            _warnings.Add("The recording does not say when it began, and BrainVision states gaps by dates: "
                + "its dates count from 1 January 1970, which stands for an unknown time.");
        }

        var position = 1L;
        foreach (var segment in Segments)
        {
            var offset = segment.Start.Nanoseconds - Segments[0].Start.Nanoseconds;
            // Half a microsecond more, so that cutting the last digit rounds.
            var date = start?.AddTicks(offset / 100 + 5).ToString(BrainVisionMarkerReader.DateFormat, CultureInfo.InvariantCulture);
            yield return (position, Invariant($"{BrainVisionMarker.NewSegmentType},,{position},1,0") + (date is null ? "" : $",{date}"));
            position += segment.SampleCount;
        }
    }

    private List<(long Position, string Text)> MarkerLines()
    {
        var (lines, between, inGap, shortened) = (new List<(long Position, string Text)>(), 0, 0, 0);
        foreach (var marker in _content.Markers)
        {
            var (position, isBetween, isInGap) = PositionOf(marker.Onset);
            var points = marker.Length is { } length ? length.Seconds * _rateHz : 0;
            if (isBetween) between++;
            if (isInGap) inGap++;
            if (marker.Length is not null && (Math.Abs(points - Math.Round(points)) > 1e-6 || Math.Round(points) < 2)) shortened++;
            lines.Add((position, Line(marker, position, Math.Max(1, (long)Math.Round(points)))));
        }

        if (between > 0) _warnings.Add($"{between} markers lie between two samples: they are moved to the nearest one.");
        if (inGap > 0) _warnings.Add($"{inGap} markers lie in a gap: they are moved to the stored sample that is nearest.");
        if (shortened > 0) _warnings.Add($"{shortened} markers do not last a whole number of samples, at least two: "
            + "their lengths are rounded.");
        return lines;
    }

    private string Line(RecordedMarker marker, long position, long points)
    {
        var type = marker.Kind.Length > 0 ? marker.Kind : BrainVisionMarker.CommentType;
        var isSegment = type.Equals(BrainVisionMarker.NewSegmentType, StringComparison.OrdinalIgnoreCase) && marker.Label == type;
        var channel = marker.Channel is { } label ? _channels.FindIndex(c => c.Label == label) + 1 : 0;
        return Invariant($"{Field(type)},{Field(isSegment ? "" : marker.Label)},{position},{points},{channel}");
    }

    /// <summary>Place in the file, from 1; before and behind the samples it is counted on.</summary>
    private (long Position, bool IsBetween, bool IsInGap) PositionOf(Duration onset)
    {
        var (before, next) = (0L, 0);
        var half = 0.5e9 / _rateHz;
        while (next + 1 < Segments.Length && Segments[next + 1].Start.Nanoseconds <= onset.Nanoseconds + half)
            before += Segments[next++].SampleCount;
        var segment = Segments[next];
        var offset = (onset.Nanoseconds - segment.Start.Nanoseconds) * 1e-9 * _rateHz;
        var row = (long)Math.Round(offset);
        // Beyond the last stretch, and before the first, a marker keeps its distance.
        if (row < segment.SampleCount || next + 1 == Segments.Length)
            return (before + row + 1, Math.Abs(offset - row) > 1e-6 * _rateHz + 1e-6, false);
        var (sinceEnd, untilNext) = (row - segment.SampleCount + 1,
            (Segments[next + 1].Start.Nanoseconds - onset.Nanoseconds) * 1e-9 * _rateHz);
        return (before + segment.SampleCount + (sinceEnd <= untilNext ? 0 : 1), false, true);
    }

    private string Interval()
    {
        var interval = 1e6 / _rateHz;
        double[] near = [interval, Math.BitIncrement(interval), Math.BitDecrement(interval)];
        var exact = near.FirstOrDefault(i => 1e6 / i == _rateHz);
        if (exact == 0)
            _warnings.Add(Invariant($"The rate, {_rateHz} Hz, is written as an interval and will be read as {1e6 / interval} Hz."));
        return (exact == 0 ? interval : exact).ToString("R", CultureInfo.InvariantCulture);
    }

    private string LabelOf(int channel) =>
        _isOfSameKind && _details[channel].SourceLabel is { Length: > 0 } label ? label : _channels[channel].Label;

    private static string Resolution(BrainVisionScaling scaling) => scaling.Resolution.ToString(CultureInfo.InvariantCulture);

    private string UnitOf(BrainVisionScaling scaling) => scaling.Unit.Length == 0 ? NoUnit : Field(scaling.Unit);

    private IEnumerable<string> Coordinates()
    {
        var isKnown = _channels.Zip(_details).Any(c => c.Second.LocationMetres is not null
            || (c.First.Position is { } p && !(ElectrodeName.TryParse(c.First.Label, out var name) && name.Position == p)));
        if (!isKnown) yield break;
        yield return "";
        yield return "[Coordinates]";
        yield return "; Each entry: Ch<Channel number>=<Radius>,<Theta>,<Phi>";
        for (var i = 0; i < _channels.Count; i++)
        {
            var place = _details[i].LocationMetres;
            if (place is null && _channels[i].Position is { } direction) place = (direction.X, direction.Y, direction.Z);
            var at = place ?? default;
            var radius = Math.Sqrt(at.X * at.X + at.Y * at.Y + at.Z * at.Z);
            if (!(radius > 0))
            {
                yield return $"Ch{i + 1}=0,0,0";
                continue;
            }

            // On the left side the angle from the vertex is negative, so that no angle exceeds 90 degrees at the front.
            var side = at.X < 0 ? -1 : 1;
            var (theta, phi) = (side * Math.Acos(at.Z / radius) * 180 / Math.PI, Math.Atan2(side * at.Y, side * at.X) * 180 / Math.PI);
            yield return Invariant($"Ch{i + 1}={(_details[i].LocationMetres is null ? 1 : radius * 1000):0.######},{theta:0.########},{phi:0.########}");
        }
    }

    /// <summary>The comment of the source as it is, where it speaks of the same channels; else tables as
    /// the recorders write them.</summary>
    private string Comment(BrainVisionScaling[] scalings)
    {
        var source = _isOfSameKind ? _content.Header.Fields.FirstOrDefault(f => f.Name == "Comment")?.Value : null;
        if (source is not null) return source.ReplaceLineEndings("\r\n");
        var lines = new List<string>();
        if (_details.Any(d => d.HighPassHz is not null || d.LowPassHz is not null || d.NotchHz is not null))
            lines.AddRange(Filters(scalings));
        if (_details.Any(d => d.ImpedanceOhms is not null)) lines.AddRange(Impedances());
        return string.Join("\r\n", lines);
    }

    private IEnumerable<string> Filters(BrainVisionScaling[] scalings)
    {
        yield return "A m p l i f i e r  S e t u p";
        yield return "============================";
        yield return $"Number of channels: {_channels.Count}";
        yield return Invariant($"Sampling Rate [Hz]: {_rateHz}");
        yield return "";
        yield return "Channels";
        yield return "--------";
        yield return "#     Name      Phys. Chn.    Resolution / Unit   Low Cutoff [Hz]   High Cutoff [Hz]   Notch [Hz]";
        for (var i = 0; i < _channels.Count; i++)
        {
            var (d, unit) = (_details[i], scalings[i].Unit.Length == 0 ? NoUnit : scalings[i].Unit.Replace(' ', '_'));
            var (low, notch) = (d.HighPassHz is 0 ? "DC" : Cell(d.HighPassHz), d.NotchHz is 0 ? "Off" : Cell(d.NotchHz));
            yield return string.Join("  ", $"{i + 1}".PadRight(4), _channels[i].Label.PadRight(8), $"{i + 1}".PadRight(12),
                $"{Resolution(scalings[i])} {unit}".PadRight(18), low.PadRight(16), Cell(d.LowPassHz).PadRight(17), notch);
        }

        yield return "";
    }

    private static string Cell(double? hertz) => hertz is { } value ? value.ToString("R", CultureInfo.InvariantCulture) : "NaN";

    private IEnumerable<string> Impedances()
    {
        var time = _content.Header.Fields.FirstOrDefault(f => f.Name == "Impedances measured at")?.Value ?? "00:00:00";
        yield return $"Impedance [kOhm] at {time} :";
        for (var i = 0; i < _channels.Count; i++)
            yield return $"{_channels[i].Label}:   "
                + $"{(_details[i].ImpedanceOhms is { } ohms ? (ohms / 1000).ToString("R", CultureInfo.InvariantCulture) : "???")}";
    }

    /// <summary>A header line holds no line break, and between commas no comma.</summary>
    private string Field(string text)
    {
        var field = text.Replace(",", @"\1", StringComparison.Ordinal);
        if (text.Contains(@"\1", StringComparison.Ordinal)) _warnings.Add($"'{text}' holds \\1, which will be read as a comma.");
        if (!field.Any(char.IsControl)) return field;
        _warnings.Add($"'{string.Concat(text.Select(c => char.IsControl(c) ? '␣' : c))}' holds control characters; each becomes a space.");
        return string.Concat(field.Select(c => char.IsControl(c) ? ' ' : c));
    }

    private void WarnOfGuesses()
    {
        var read = ChannelNaming.Channels([.. _channels.Select((c, i) => (LabelOf(i), new DigitalScale(0, 1, 0, 1, c.Unit)))], []);
        foreach (var (before, after) in _channels.Zip(read))
            if (before.Label != after.Label || before.Kind != after.Kind)
                _warnings.Add($"Channel '{before.Label}' ({before.Kind}) will be read as '{after.Label}' ({after.Kind}): "
                    + "BrainVision has no field for the kind of a channel.");
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
