namespace Pons.Formats.Bids.Validation;

/// <summary>Opens the header of a recording and holds it against what side-cars and tables say about it. No sample is read.</summary>
internal sealed class RecordingCheck(DatasetContext dataset, FaultList faults)
{
    /// <summary>People round durations; a second, or half a percent of a long recording, is no contradiction.</summary>
    private const double ToleratedSeconds = 1, ToleratedShare = 0.005, ToleratedRateShare = 0.001;

    /// <summary>A month: an onset that is later belongs to another clock, whatever was recorded.</summary>
    private const double LatestOnsetSeconds = 31 * 86_400;

    /// <summary>Checks one recording.</summary>
    /// <param name="file">The file that stands for it.</param>
    /// <param name="sidecar">Its side-cars.</param>
    /// <param name="channelTable">Its channels.tsv; <see langword="null"/> when there is none.</param>
    /// <param name="eventTable">Its events.tsv; <see langword="null"/> when there is none.</param>
    /// <returns>Whether its header was looked into; no reader may be at hand for its format.</returns>
    public bool Check(DatasetFile file, MergedSidecar sidecar, DatasetFile? channelTable, DatasetFile? eventTable)
    {
        if (file.Blocked is { } blocked)
        {
            blocked.Hides("recording-channels", "recording-rate", "recording-duration");
            CompareCounts(sidecar, channelTable, null);
            CompareEvents(eventTable, sidecar.Number("RecordingDuration"));
            return true;
        }

        var isReadable = IsReadable(file);
        var header = isReadable ? Open(file) : null;
        var differing = header is null || channelTable?.Channels is not { } listed ? null : CompareChannels(file, header, listed, channelTable);
        var tooMany = header is null ? null : Compare(header, file, sidecar);
        CompareCounts(sidecar, channelTable, tooMany ?? differing);
        CompareEvents(eventTable, header?.DurationSeconds ?? sidecar.Number("RecordingDuration"));
        return isReadable;
    }

    /// <summary>Of MEG only raw FIF is looked into: other extensions mean other formats there, and files of calibration are no recordings.</summary>
    private bool IsReadable(DatasetFile file) =>
        !file.IsFolder && dataset.Readers.Contains(file.Name!.Extension)
        && (file.Datatype != "meg" || (file.Name.Extension == ".fif" && file.Name.Task is not null));

    private RecordingHeader? Open(DatasetFile file)
    {
        try
        {
            var files = RecordingFiles.At(file.FullPath);
            // The formats of the extension are asked first; whatever else it is, all are asked.
            var format = dataset.Readers[file.Name!.Extension].FirstOrDefault(f => f.Recognise(files)) ?? RecordingFormat.Of(files);
            return format.ReadHeader(files);
        }
        catch (RecordingFormatException fault)
        {
            var unreadable = faults.Block(file, "recording-unreadable", found: fault.What, expected: fault.Remedy);
            unreadable.Byte = fault.ByteOffset;
            unreadable.Hides("recording-channels", "recording-rate", "recording-duration");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            faults.Block(file, "file-unreadable", found: fault.Message);
        }

        return null;
    }

    private Fault? CompareChannels(DatasetFile file, RecordingHeader header, ChannelContent table, DatasetFile tableFile)
    {
        var rates = new Dictionary<string, double?>(StringComparer.Ordinal);
        foreach (var stream in header.Streams)
            foreach (var channel in stream.Channels) rates[channel.Label] = stream.RateHz;
        var (onlyTable, listed) = (new List<string>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var channel in table.Channels)
        {
            if (LabelIn(rates, channel.Name) is not { } label)
            {
                if (!IsAnnotations(channel.Name)) onlyTable.Add(channel.Name);
                continue;
            }

            listed.Add(label);
            if (channel.RateHz is { } stated && rates[label] is { } recorded && !IsSameRate(stated, recorded))
                faults.AddInRow(tableFile, "channel-rate", channel.Line, channel.Name, Shown.Of(stated), Shown.Of(recorded));
        }

        var onlyRecorded = rates.Keys.Where(l => !listed.Contains(l) && !IsAnnotations(l)).ToList();
        if (onlyTable.Count == 0 && onlyRecorded.Count == 0) return null;
        var differing = faults.Add(tableFile, "recording-channels", Shown.Of(onlyTable), Shown.Of(onlyRecorded), other: file.FileName);
        differing.Because = tableFile.Doubt;
        return differing;
    }

    /// <summary>The recorded label that a name of the table means: as it stands, or brought to its canonical form.</summary>
    private static string? LabelIn(Dictionary<string, double?> recorded, string name)
    {
        if (recorded.ContainsKey(name)) return name;
        var label = ChannelNaming.Of(name, new(-1, 1, -1, 1, "uV")).Label;
        return recorded.ContainsKey(label) ? label : null;
    }

    private static bool IsAnnotations(string name) => name is "EDF Annotations" or "BDF Annotations" or "Status";

    private void CompareCounts(MergedSidecar sidecar, DatasetFile? channelTable, Fault? cause)
    {
        if (channelTable?.Channels is not { } channels) return;
        foreach (var count in dataset.Rules.ChannelCounts)
        {
            var (least, most) = count.Of(channels);
            if (sidecar.Number(count.Field) is not { } number || number == least || number == most) continue;
            var stated = sidecar.Find(count.Field)!.Value;
            faults.AddOnce(new("channel-count", stated.File.Path)
            {
                Line = stated.File.Json!.PlaceOf(stated.Value.Offset).Line,
                Name = count.Field,
                Found = Shown.Of(number),
                Expected = Shown.Of(least),
                Other = channelTable.FileName,
                Because = cause ?? channelTable.Doubt,
            });
        }
    }

    /// <summary>Compares a side-car with the recording; the fault when it counts channels that are not there.</summary>
    private Fault? Compare(RecordingHeader header, DatasetFile file, MergedSidecar sidecar)
    {
        Fault? tooMany = null;
        var recordedCount = header.Streams.Sum(s => s.ChannelCount);
        var main = dataset.Rules.ChannelCounts.FirstOrDefault(c => c.Field.StartsWith(file.Name!.Suffix, StringComparison.OrdinalIgnoreCase));
        if (main is not null && sidecar.Number(main.Field) > recordedCount)
            tooMany = AddContradiction(sidecar, file, "recording-channel-count", main.Field, Shown.Of(sidecar.Number(main.Field)!.Value), Shown.Of(recordedCount));
        var regular = header.Streams.Where(s => s.RateHz is not null).ToList();
        if (sidecar.Number("SamplingFrequency") is { } stated && regular.Count > 0 && !regular.Any(s => IsSameRate(stated, s.RateHz!.Value)))
        {
            AddContradiction(
                sidecar, file, "recording-rate", "SamplingFrequency", Shown.Of(stated), string.Join(", ", regular.Select(s => Shown.Of(s.RateHz!.Value)).Distinct()));
        }

        if (sidecar.Number("RecordingDuration") is { } duration && !IsSameDuration(duration, header.DurationSeconds) && !IsDiscontinuous(header))
            AddContradiction(sidecar, file, "recording-duration", "RecordingDuration", Shown.Of(duration), Shown.Of(header.DurationSeconds));
        if (IsDiscontinuous(header) && sidecar.Find("RecordingType") is { } type && type.Value.IsText("continuous")) CountGaps(file, sidecar);
        return tooMany;
    }

    private void CountGaps(DatasetFile file, MergedSidecar sidecar)
    {
        try
        {
            using var recording = Recording.Open(file.FullPath);
            if (recording.Gaps.Length > 0)
                AddContradiction(sidecar, file, "recording-gaps", "RecordingType", "continuous", Shown.Of(recording.Gaps.Length));
        }
        catch (RecordingFormatException fault)
        {
            faults.Block(file, "recording-unreadable", found: fault.What, expected: fault.Remedy).Byte = fault.ByteOffset;
        }
    }

    private Fault AddContradiction(MergedSidecar sidecar, DatasetFile recording, string rule, string field, string found, string expected)
    {
        var (value, file) = sidecar.Find(field)!.Value;
        return faults.AddOnce(new(rule, file.Path)
        {
            Line = file.Json!.PlaceOf(value.Offset).Line,
            Name = field,
            Found = found,
            Expected = expected,
            Other = recording.FileName,
        });
    }

    private void CompareEvents(DatasetFile? table, double? durationSeconds)
    {
        if (table?.Events is not { } events || !double.IsFinite(events.LatestOnset)) return;
        var end = Math.Min(durationSeconds ?? LatestOnsetSeconds, LatestOnsetSeconds);
        if (events.LatestOnset > end + ToleratedSeconds)
            faults.AddInRow(table, "event-late", events.LatestLine, "onset", Shown.Of(events.LatestOnset), Shown.Of(end));
    }

    private static bool IsDiscontinuous(RecordingHeader header) => header.Format.EndsWith("+D", StringComparison.Ordinal);

    private static bool IsSameRate(double stated, double recorded) => Math.Abs(stated - recorded) <= ToleratedRateShare * recorded;

    private static bool IsSameDuration(double stated, double recorded) =>
        Math.Abs(stated - recorded) <= Math.Max(ToleratedSeconds, ToleratedShare * recorded);
}
