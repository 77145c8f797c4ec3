using System.Collections.Immutable;
using System.Text;
using Pons.Streams;

namespace Pons.Formats.NihonKohden;

/// <summary>Opens a recording: its blocks as stretches of one time axis, its log as markers, its patient as personal fields.</summary>
internal sealed class NihonKohdenReader
{
    /// <summary>Starts of blocks are whole seconds in older files: an overlap below this is none.</summary>
    private const double OverlapSeconds = 1;

    /// <summary>Fields of the patient file: name, place, length.</summary>
    private static readonly (string Name, int At, int Length)[] PatientFields =
        [("ID", 0x604, 10), ("EEG number", 0x61C, 10), ("Name", 0x62E, 20), ("Sex", 0x64A, 6), ("Birth date", 0x660, 10),
            ("Age", 0x672, 5)];

    private readonly RecordingFiles _files;
    private readonly Stream _file;
    private readonly string _name;
    private readonly List<string> _warnings = [];
    private readonly NihonKohdenElectrodes _electrodes = new();

    public NihonKohdenReader(RecordingFiles files, Stream file, string name) => (_files, _file, _name) = (files, file, name);

    public Recording Open()
    {
        if (OpenSide(".21E") is var (electrodes, electrodesName))
            using (electrodes) _electrodes.Rename(StoredBytes.ReadText(electrodes, electrodesName, _warnings));
        else _warnings.Add("There is no .21E file: electrodes have the names that the amplifier gives them.");
        var blocks = new NihonKohdenBlocks(_file, _name, _warnings).Read();
        var starts = Starts(blocks);
        var markers = Markers(blocks, starts);
        var streams = Group(blocks).Select(RecordedStream (group) => Stream(group, blocks, starts, markers)).ToImmutableArray();
        var widest = streams.MaxBy(s => s.StoredCount)!;
        RecordingTimeline.WarnOfMarkersOutside(widest, _warnings);
        var patient = Patient();
        var head = StoredBytes.Read(_file, _name, 0, 0x81, "device block");
        var header = new RecordingHeader
        {
            Format = "Nihon Kohden",
            File = _name,
            StartTime = blocks[0].Start,
            DurationSeconds = streams.Max(s => s.StoredCount / s.Info.RateHz!.Value),
            Device = $"{Encoding.Latin1.GetString(head, 0, 16).TrimEnd()} {StoredText.Field(head.AsSpan(0x6F, 17))}".TrimEnd(),
            Subject = string.Join(", ", patient.Where(f => f.Name != "Other text").Select(f => $"{f.Name}: {f.Value}")),
            Fields = [.. patient],
            Streams = [.. streams.Select(s => s.Info)],
            Warnings = [.. _warnings],
        };
        return new(header, streams, markers, RecordingTimeline.GapsOf(widest.Segments, widest.Info.RateHz!.Value), file: _file);
    }

    private NumberStream Stream(int[] group, List<NihonKohdenBlock> blocks, double[] starts, ImmutableArray<RecordedMarker> markers)
    {
        var first = blocks[group[0]];
        var timeline = new RecordingTimeline(_name, first.RateHz);
        foreach (var b in group.Where(b => blocks[b].Count > 0)) timeline.Add(Duration.FromSeconds(starts[b]), blocks[b].Count);
        ImmutableArray<DigitalScale> scales = [.. first.Channels.Select(NihonKohdenElectrodes.ScaleOf)];
        return new(RecordingTimeline.Describe(_name, _electrodes.Channels(first.Channels, _warnings), first.RateHz),
            timeline.Segments, timeline.Place(markers), new()
            {
                File = _file,
                FileName = _name,
                Type = SampleType.Int16,
                IsOffsetBinary = true,
                NumbersPerSample = first.Channels.Length + 1,
                Columns = [.. Enumerable.Range(0, first.Channels.Length)],
                Parts = [.. group.Where(b => blocks[b].Count > 0).Select(b => new SamplePart(blocks[b].SamplesAt, blocks[b].Count))],
                Lines = SamplePlan.LinesOf(scales),
                Scales = scales,
                Details = [.. first.Channels.Select(n => new RecordedChannel { SourceLabel = _electrodes.NameOf(n) })],
            });
    }

    /// <summary>Blocks of one rate and one list of channels are one stream.</summary>
    private List<int[]> Group(List<NihonKohdenBlock> blocks)
    {
        var groups = new List<List<int>>();
        for (var b = 0; b < blocks.Count; b++)
        {
            if (blocks[b].Channels.Length == 0)
                throw new RecordingFormatException(_name, blocks[b].SamplesAt, "A data block has no channels.",
                    "It holds nothing that could be read.",
                    "Copy the file again from where it was recorded.");
            var group = groups.Find(g => blocks[g[0]].IsLike(blocks[b]));
            if (group is null) groups.Add([b]);
            else group.Add(b);
        }

        if (groups.Count > 1) _warnings.Add($"The data blocks have {groups.Count} different rates or lists of channels: each is a "
            + "stream of its own.");
        return [.. groups.Select(g => g.ToArray())];
    }

    /// <summary>When each block starts, in seconds from the first; where that is not stated or too early, behind the one before.</summary>
    private double[] Starts(List<NihonKohdenBlock> blocks)
    {
        var starts = new double[blocks.Count];
        for (var b = 1; b < blocks.Count; b++)
        {
            var earliest = starts[b - 1] + blocks[b - 1].Count / blocks[b - 1].RateHz;
            var stated = (blocks[b].Start - blocks[0].Start)?.TotalSeconds;
            if (stated is null || stated < earliest - OverlapSeconds)
                _warnings.Add($"Data block {b + 1} states no start behind the one before: it is taken to follow without a gap.");
            starts[b] = Math.Max(earliest, stated is { } s && RecordingTimeline.IsTime(s) ? s : earliest);
        }

        return starts;
    }

    /// <summary>Across pauses only the clock of the room tells where a note belongs; without them, the time since the start.</summary>
    private ImmutableArray<RecordedMarker> Markers(List<NihonKohdenBlock> blocks, double[] starts)
    {
        if (OpenSide(".LOG") is not var (file, name)) return [];
        using var log = file;
        if (!NihonKohdenFormat.BeginsWithDevice(StoredBytes.Read(file, name, 0, Math.Min(16, file.Length), "name of the device")))
        {
            _warnings.Add($"'{name}' does not begin with the name of a known device: there are no markers.");
            return [];
        }

        var isPaused = starts.Skip(1).Zip(blocks).Select((p, i) => p.First > starts[i] + p.Second.Count / p.Second.RateHz).Any(p => p);
        var markers = new List<RecordedMarker>();
        foreach (var note in NihonKohdenLog.Read(file, name))
        {
            var byClock = (note.Clock - blocks[0].Start)?.TotalSeconds;
            var onset = isPaused ? byClock ?? note.ElapsedSeconds : note.ElapsedSeconds ?? byClock;
            if (onset is { } seconds && RecordingTimeline.IsTime(seconds)) markers.Add(new(Duration.FromSeconds(seconds), note.Text));
            else _warnings.Add($"The note '{note.Text}' has no time: it is left out.");
        }

        return [.. markers.OrderBy(m => m.Onset.Nanoseconds)];
    }

    private List<HeaderField> Patient()
    {
        if (OpenSide(".PNT") is not var (file, name)) return [];
        using var patient = file;
        var bytes = StoredBytes.Read(file, name, 0, Math.Min(file.Length, 1 << 20), "patient");
        var fields = PatientFields.Where(f => f.At + f.Length <= bytes.Length)
            .Select(f => new HeaderField(f.Name, StoredText.Field(bytes.AsSpan(f.At, f.Length)), true)).Where(f => f.Value.Length > 0)
                .ToList();
        var rest = Texts(bytes.AsSpan(Math.Min(bytes.Length, 0x678)));
        if (rest.Length > 0) fields.Add(new("Other text", rest, true));
        return fields;
    }

    /// <summary>Everything that looks like text; labels and values of the form stand one after the other, empty places are left
    /// out.</summary>
    private static string Texts(ReadOnlySpan<byte> bytes)
    {
        var texts = new List<string>();
        foreach (var range in bytes.Split((byte)0))
        {
            var text = bytes[range];
            if (text.Length > 0 && text.IndexOfAnyInRange((byte)0x01, (byte)0x1F) < 0) texts.Add(StoredText.Decode(text, out _).Trim());
        }

        return string.Join(" | ", texts.Where(t => t.Length > 0
            && !t.StartsWith("Report0", StringComparison.Ordinal) && !t.StartsWith("Reserve0", StringComparison.Ordinal)));
    }

    private (Stream File, string Name)? OpenSide(string extension) =>
        _files.Find(Path.ChangeExtension(_name, extension)) is { } name && name != _name && _files.TryOpen(name) is { } file ? (file, name)
            : null;
}
