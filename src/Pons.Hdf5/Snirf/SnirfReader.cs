using System.Collections.Immutable;
using System.Globalization;
using Pons.Formats;
using Pons.Hdf5.Library;
using Pons.Streams;

namespace Pons.Hdf5.Snirf;

/// <summary>Opens a SNIRF file: light and auxiliary signals are streams of their own rates, stimuli are markers.</summary>
internal sealed class SnirfReader(Hdf5File file)
{
    private const string RecordingWord = "nirs";
    private readonly List<string> _warnings = [];
    private readonly ClockId _clock = new($"recording {file.Name}");

    /// <summary>Whether a name is that of a recording in the file: <c>nirs</c>, or <c>nirs1</c> and so on.</summary>
    public static bool IsRecording(string name) => IsNumbered(name, RecordingWord);

    public Recording Open()
    {
        var groups = Numbered(file.Root, RecordingWord).ToList();
        if (groups.Count == 0)
            throw new RecordingFormatException(file.Name, null, "The file has no group '/nirs'.", "That is where SNIRF keeps its recordings.", "Export it again.");
        var parts = groups.SelectMany(g => Parts(g, groups.Count > 1)).ToList();
        if (parts.Count == 0)
            throw new RecordingFormatException(file.Name, null, "The file has no data block with samples and times.", "There is nothing to read.", "Export it again.");
        var origin = parts.Min(p => p.Times.StartSeconds);
        var markers = groups.SelectMany(g => Markers(g, origin)).OrderBy(m => m.Onset).ToImmutableArray();
        var streams = parts.Select(RecordedStream (p) => new Hdf5Stream(p.Info, p.Samples, p.Times, origin,
            p.Info.RateHz is { } rate ? [.. markers.Select(m => m.On(_clock, rate))] : [])).ToImmutableArray();
        return new(HeaderOf(groups[0], streams), streams, markers, [.. parts.SelectMany(p => p.Times.Gaps(origin)).OrderBy(g => g.Start)], file: file);
    }

    private RecordingHeader HeaderOf(Hdf5Group nirs, ImmutableArray<RecordedStream> streams) => new()
    {
        Format = $"SNIRF {file.Root.TextOf("formatVersion")}",
        File = file.Name,
        StartTime = StartOf(nirs),
        DurationSeconds = streams.Max(s => s.Info.RateHz is { } rate ? s.StoredCount / rate : 0),
        Subject = nirs.TextOf("metaDataTags/SubjectID"),
        Device = string.Join(' ', new[] { nirs.TextOf("metaDataTags/ManufacturerName"), nirs.TextOf("metaDataTags/Model") }.Where(t => t.Length > 0)),
        Fields = [.. Hdf5Fields.Of(nirs.Group("metaDataTags"), p => p.EndsWith("/SubjectID", StringComparison.Ordinal)),
            .. Hdf5Fields.Of(nirs.Group("probe"), p => p.Contains("Pos", StringComparison.Ordinal))],
        Streams = [.. streams.Select(s => s.Info)],
        Warnings = [.. _warnings],
    };

    /// <summary>Date and time may end in a zone; what the wall clock showed is kept.</summary>
    private static DateTime? StartOf(Hdf5Group nirs)
    {
        var text = $"{nirs.TextOf("metaDataTags/MeasurementDate")}T{nirs.TextOf("metaDataTags/MeasurementTime")}";
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var start) ? start.DateTime : null;
    }

    private IEnumerable<Part> Parts(Hdf5Group nirs, bool isOneOfSeveral)
    {
        var prefix = isOneOfSeveral ? nirs.Name + " " : "";
        var seconds = SecondsOf(nirs.TextOf("metaDataTags/TimeUnit"));
        foreach (var block in Numbered(nirs, "data"))
            if (Data(nirs, block) is { } part) yield return Make(prefix + block.Name, part.Data, part.Width, block, seconds, part.Channels);
        foreach (var block in Numbered(nirs, "aux"))
            if (Series(block) is { } data)
            {
                var name = block.TextOf("name") is { Length: > 0 } stated ? stated : block.Name;
                var width = data.Shape.Lengths is [_, var columns] ? (int)columns : 1;
                var unit = block.TextOf("dataUnit");
                yield return Make(prefix + name, data, width, block, seconds,
                    [.. Enumerable.Range(1, width).Select(i => (width == 1 ? name : $"{name} {i}", unit, new RecordedChannel()))]);
            }
    }

    private Part Make(string name, Hdf5Dataset data, int width, Hdf5Group block, double seconds, ImmutableArray<(string Label, string Unit, RecordedChannel Detail)> said)
    {
        var times = TimesOf(block, data.Shape.Lengths[0], seconds);
        var isLight = block.Name.StartsWith("data", StringComparison.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var channels = said.Select((s, i) =>
        {
            var unit = ChannelUnit.Of(s.Unit);
            var label = seen.Add(s.Label) ? s.Label : $"{s.Label} ({i + 1})";
            // Light detectors give volts too, but no voltage of the body.
            return new Channel(label, isLight ? ChannelKind.Nirs : ChannelKind.Other, isLight ? s.Unit : unit.Name);
        }).ToImmutableArray();
        var factors = said.Select(s => isLight ? 1 : ChannelUnit.Of(s.Unit).Factor).ToImmutableArray();
        var isPlain = factors.All(f => f == 1);
        return new(new(name, channels, times.RateHz, _clock),
            new(data, isPlain ? [] : factors, isPlain ? [] : [.. factors.Select(_ => 0.0)], [], [.. said.Select(s => s.Detail)]), times);
    }

    /// <summary>The samples of a block; null, and a warning, when they are missing.</summary>
    private Hdf5Dataset? Series(Hdf5Group block)
    {
        var data = block.Dataset("dataTimeSeries");
        if (data is { StoredAs: not null, IsOutOfReach: false, Shape.Lengths: [> 0] or [> 0, > 0 and < 1 << 16] } && block.Dataset("time") is not null) return data;
        _warnings.Add($"{block.Path}: 'dataTimeSeries' or 'time' is missing, empty or no numbers; the block is left out.");
        return null;
    }

    private (Hdf5Dataset Data, int Width, ImmutableArray<(string, string, RecordedChannel)> Channels)? Data(Hdf5Group nirs, Hdf5Group block)
    {
        if (Series(block) is not { } data) return null;
        var width = data.Shape.Lengths is [_, var columns] ? (int)columns : 1;
        var list = Numbered(block, "measurementList").ToList();
        if (list.Count != width)
            _warnings.Add($"{block.Path}: {list.Count} entries of 'measurementList' for {width} columns of data; those without one are numbered.");
        var probe = new SnirfProbe(nirs.Group("probe"), nirs.TextOf("metaDataTags/LengthUnit"));
        return (data, width, [.. Enumerable.Range(0, width).Select(i => i < list.Count ? probe.ChannelOf(list[i]) : ($"{block.Name} {i + 1}", "", new()))]);
    }

    /// <summary>Times are given for each sample, or as the first and the step.</summary>
    private Hdf5Times TimesOf(Hdf5Group block, long count, double seconds)
    {
        var time = block.Dataset("time")!;
        if (time.StoredAs is not null && time.Shape.Lengths is [var length] && length == count && count != 2) return Hdf5Times.At(time, count, seconds);
        if (time.Shape.Count == 2 && time.Numbers() is [var start, > 0 and var step] && double.IsFinite(start / step))
            return Hdf5Times.AtRate(1 / (step * seconds), start * seconds, count);
        throw new RecordingFormatException(file.Name, null, $"{block.Path}: there are {time.Shape} times for {count} samples.",
            "A time belongs to each sample, or there are two: the first and the step.", "Export the recording again.");
    }

    private static double SecondsOf(string unit) => unit switch { "ms" => 1e-3, "us" or "µs" => 1e-6, _ => 1 };

    /// <summary>Each row of a stimulus is onset, length, amplitude.</summary>
    private static IEnumerable<RecordedMarker> Markers(Hdf5Group nirs, double origin)
    {
        var seconds = SecondsOf(nirs.TextOf("metaDataTags/TimeUnit"));
        foreach (var stimulus in Numbered(nirs, "stim"))
        {
            if (stimulus.Dataset("data") is not { Shape.Lengths: [> 0, >= 2 and var columns] } data || data.Numbers() is not { } rows) continue;
            var name = stimulus.TextOf("name");
            for (var i = 0; i < rows.Length; i += (int)columns)
                if (double.IsFinite(rows[i]))
                    yield return new(new(Hdf5Times.Nanoseconds(rows[i] * seconds - origin)), name,
                        rows[i + 1] > 0 && double.IsFinite(rows[i + 1]) ? new(Hdf5Times.Nanoseconds(rows[i + 1] * seconds)) : null);
        }
    }

    /// <summary>The groups of one word in the order of their numbers; the word alone is the first.</summary>
    private static IEnumerable<Hdf5Group> Numbered(Hdf5Group parent, string word) => parent.Names().Where(n => IsNumbered(n, word))
        .OrderBy(n => n.Length == word.Length ? 0 : int.Parse(n.AsSpan(word.Length), CultureInfo.InvariantCulture)).Select(parent.Group).OfType<Hdf5Group>();

    private static bool IsNumbered(string name, string word) => name.StartsWith(word, StringComparison.Ordinal)
        && (name.Length == word.Length || int.TryParse(name.AsSpan(word.Length), NumberStyles.None, CultureInfo.InvariantCulture, out _));

    /// <summary>A stream in the making.</summary>
    private sealed record Part(StreamInfo Info, Hdf5Samples Samples, Hdf5Times Times);
}
