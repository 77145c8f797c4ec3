using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Pons.Streams;

namespace Pons.Formats.OpenEphys;

/// <summary>Opens an experiment: all streams of all record nodes, its recordings one after the other.</summary>
internal sealed partial class OpenEphysReader : IDisposable
{
    private const double LongestSeconds = 1e9;
    private const int LongestMessages = 1 << 16;

    private readonly RecordingFiles _files;
    private readonly List<string> _warnings = [];
    private readonly List<Stream> _opened = [];
    private readonly List<(OpenEphysFolder Folder, OpenEphysStructure Structure)> _recordings;
    private readonly List<OpenEphysTrack> _tracks = [];

    private OpenEphysReader(RecordingFiles files)
    {
        _files = files;
        try
        {
            var folders = OpenEphysFolder.All(files);
            RefuseSeveralExperiments(folders);
            _recordings = [.. folders.Select(f => (f, ReadStructure(f)))];
            foreach (var (folder, structure) in _recordings)
                foreach (var continuous in structure.Continuous) AddPart(folder, continuous);
            Header = Described();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private RecordingHeader Header { get; }

    public static RecordingHeader ReadHeader(RecordingFiles files)
    {
        using var reader = new OpenEphysReader(files);
        return reader.Header with { Warnings = [.. reader._warnings] };
    }

    public static Recording Open(RecordingFiles files)
    {
        var reader = new OpenEphysReader(files);
        try
        {
            return reader.Recording();
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    public void Dispose() => _opened.ForEach(f => f.Dispose());

    private void RefuseSeveralExperiments(List<OpenEphysFolder> folders)
    {
        if (folders.Count == 0)
            throw new RecordingFormatException(_files.Name, null, $"There is no {OpenEphysFolder.StructureFile} in the folder.",
                "It says how the samples lie.", "Name the folder of a recording, or copy it again from where it was recorded.");
        var experiments = folders.Select(f => f.Experiment).Distinct(StringComparer.Ordinal).ToList();
        if (experiments.Count > 1)
            throw new RecordingFormatException(_files.Name, null, $"The folder holds {experiments.Count} experiments: {string.Join(", ", experiments)}.",
                "The acquisition was stopped between them, so that they have no common time.",
                $"Name one of them, or one recording, such as '{folders[0].StructurePath}'.");
    }

    private OpenEphysStructure ReadStructure(OpenEphysFolder folder)
    {
        using var file = _files.IsFolder ? _files.Open(folder.StructurePath, "the description of the recording") : _files.OpenMain();
        return OpenEphysStructure.Read(file, _files.IsFolder ? folder.StructurePath : _files.Name);
    }

    private void AddPart(OpenEphysFolder folder, OpenEphysContinuous continuous)
    {
        var path = $"{folder.Path}continuous/{continuous.Folder}/";
        if (continuous.Folder.Length == 0 || _files.TryOpen(path + "continuous.dat") is not { } file)
        {
            _warnings.Add($"The stream '{continuous.Folder}' is described, but its file 'continuous.dat' is not there: it is left out.");
            return;
        }

        _opened.Add(file);
        var name = string.Join('/', new[] { folder.Node, continuous.StreamName.Length > 0 ? continuous.StreamName : continuous.Folder }.Where(p => p.Length > 0));
        var (rows, rest) = Math.DivRem(file.Length, 2L * continuous.ChannelCount);
        if (rest > 0)
            _warnings.Add($"'{path}continuous.dat': {rest} bytes at its end make no whole sample of {continuous.ChannelCount} channels: they are left out.");
        var part = Numbered(path, file, rows);
        var track = _tracks.Find(t => t.Name == name && t.Description.Folder == continuous.Folder);
        if (track is null) _tracks.Add(new(name, continuous, [part]));
        else if (track.Description.ChannelCount != continuous.ChannelCount || track.Description.RateHz != continuous.RateHz)
            throw new RecordingFormatException(folder.StructurePath, null,
                $"The stream '{name}' has {continuous.ChannelCount} channels at {continuous.RateHz.ToString(CultureInfo.InvariantCulture)} Hz, "
                + $"and {track.Description.ChannelCount} at {track.Description.RateHz.ToString(CultureInfo.InvariantCulture)} Hz in a recording before.",
                "Its recordings cannot be one stream.", "Name one recording by its structure.oebin.");
        else track.Parts.Add(part);
    }

    /// <summary>Version 0.6 writes sample numbers, and times in seconds beside; earlier ones call the sample numbers time stamps.</summary>
    private OpenEphysPart Numbered(string path, Stream file, long rows)
    {
        foreach (var name in new[] { "sample_numbers.npy", "timestamps.npy" })
        {
            if (_files.TryOpen(path + name) is not { } numbers) continue;
            _opened.Add(numbers);
            var array = OpenEphysArray.Open(numbers, path + name);
            if (array.AsStream() is not { } stream) continue;
            if (array.Count != rows)
                _warnings.Add($"'{path}' holds {rows} samples and {array.Count} numbers of samples: only the first {Math.Min(rows, array.Count)} are read.");
            return new(file, Math.Min(rows, array.Count), stream, array.IsFloat);
        }

        _warnings.Add($"'{path}' holds no numbers of samples: they are taken to follow each other without a gap, from 0 on.");
        return new(file, rows, null, false);
    }

    private RecordingHeader Described()
    {
        var clock = new ClockId($"recording {_files.Name}");
        var structures = _recordings.Select(r => r.Structure).ToList();
        if (structures.Sum(s => s.SpikeFolders) is > 0 and var spikes)
            _warnings.Add($"{spikes} folders of detected spikes are not read.");
        return new()
        {
            Format = "Open Ephys binary",
            File = _files.Name,
            StartTime = StartTime(),
            DurationSeconds = _tracks.Count == 0 ? 0 : _tracks.Max(t => t.Rows / t.Description.RateHz),
            Device = _tracks.Count == 0 ? "" : _tracks[0].Description.Processor,
            Fields = [new("GUI version", structures[0].Version), .. _recordings.Where(r => r.Folder.Path.Length > 0)
                .Select(r => new HeaderField("recording", r.Folder.Path.TrimEnd('/'), IsPersonal: true))],
            Streams = [.. _tracks.Select(t => new StreamInfo(t.Name, t.Channels(_warnings), t.Description.RateHz, clock))],
        };
    }

    /// <summary>From version 0.6 on the time of the computer stands in a text beside the first recording.</summary>
    private DateTime? StartTime()
    {
        using var file = _files.TryOpen(_recordings[0].Folder.Path + "sync_messages.txt");
        if (file is null) return null;
        var bytes = new byte[Math.Min(LongestMessages, file.Length)];
        file.ReadExactly(bytes);
        var match = SoftwareTime().Match(System.Text.Encoding.Latin1.GetString(bytes));
        return match.Success ? DateTime.UnixEpoch.AddMilliseconds(double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)) : null;
    }

    [GeneratedRegex(@"Software Time \(milliseconds since midnight Jan 1st 1970 UTC\): ([0-9]{1,14})\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex SoftwareTime();

    private Recording Recording()
    {
        var stretches = _tracks.Select(Stretches).ToList();
        var starts = _tracks.Zip(stretches).Where(p => p.Second.Count > 0).Select(p => p.Second[0].First / p.First.Description.RateHz);
        var start = starts.DefaultIfEmpty(0).Min();
        var events = new OpenEphysEvents(_files, start, _warnings);
        foreach (var (folder, structure) in _recordings)
            foreach (var folderOfEvents in structure.Events) events.Read(folder.Path, folderOfEvents);
        var markers = events.All;
        var streams = _tracks.Select((track, i) =>
        {
            var (info, rate) = (Header.Streams[i], track.Description.RateHz);
            var origin = (long)Math.Round(start * rate);
            return track.Open(info, [.. stretches[i].Select(s => new RecordedSegment(s.First - origin, s.Count,
                new(info.Clock, Duration.OfSamples(s.First - origin, rate).Nanoseconds)))], [.. markers.Select(m => m.On(info.Clock, rate))]);
        }).ToImmutableArray<RecordedStream>();
        return new(Header with { Warnings = [.. _warnings] }, streams, markers, Gaps(streams), file: this);
    }

    private List<(long First, long Count)> Stretches(OpenEphysTrack track)
    {
        var stretches = new List<(long First, long Count)>();
        var backSteps = 0;
        foreach (var part in track.Parts) part.AddStretches(stretches, track.Description.RateHz, ref backSteps);
        if (backSteps > 0)
            _warnings.Add($"The sample numbers of '{track.Name}' step back at {backSteps} places: what stands there is taken to follow without a gap.");
        if (stretches.Count > 0 && (stretches[^1].First - stretches[0].First) / track.Description.RateHz > LongestSeconds)
            throw new RecordingFormatException(_files.Name, null,
                $"The sample numbers of '{track.Name}' reach from {stretches[0].First} to {stretches[^1].First}, more than any recording.",
                "The time of every sample follows from them.", "Copy the file 'sample_numbers.npy' again from where it was recorded.");
        return stretches;
    }

    /// <summary>Gaps of the widest stream; each stream has its own in its segments.</summary>
    private static ImmutableArray<RecordingGap> Gaps(ImmutableArray<RecordedStream> streams)
    {
        if (streams.IsEmpty) return [];
        var stream = streams.MaxBy(s => s.Info.RateHz)!;
        return [.. stream.Segments.Zip(stream.Segments.Skip(1), (a, b) => new RecordingGap(
            Duration.OfSamples(a.EndSampleIndex, stream.Info.RateHz!.Value),
            Duration.OfSamples(b.FirstSampleIndex - a.EndSampleIndex, stream.Info.RateHz!.Value)))];
    }
}
