using System.Collections.Immutable;
using System.Globalization;
using Pons.Streams;

namespace Pons.Formats.Intan;

/// <summary>Opens a recording in one file, or in a folder with one file for each kind of signal or for each channel.</summary>
internal sealed class IntanReader : IDisposable
{
    private readonly RecordingFiles _files;
    private readonly List<string> _warnings = [];
    private readonly List<Stream> _opened = [];
    private readonly IntanHeader _header;
    private readonly IntanSetup _setup;
    private readonly ImmutableArray<IntanTrack> _tracks;
    private readonly long _rows;
    private readonly LaidOutStream? _numbers;

    private IntanReader(RecordingFiles files)
    {
        _files = files;
        try
        {
            var name = IntanFiles.IsHeader(files.FirstBytes.Span) ? null : IntanFiles.HeaderBeside(files);
            if (name is null && files.IsFolder)
                throw new RecordingFormatException(files.Name, null, "There is no header of an Intan system: info.rhd or info.rhs is missing or damaged.",
                    "Without it, nothing is known of the channels.", "Copy the whole folder again from where it was recorded.");
            var file = Keep(name is null ? files.OpenMain() : files.Open(name, "the header"));
            (_header, _setup) = IntanHeaderReader.Read(file, name ?? files.Name);
            var sections = IntanSection.Of(_header, _setup);
            var isFolder = file.Length == _setup.HeaderBytes && files.Find(IntanFiles.NumbersFile) is not null;
            (_tracks, _numbers, _rows) = isFolder ? InFolder(sections) : InBlocks(file, sections);
            _header = Described();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public static RecordingHeader ReadHeader(RecordingFiles files)
    {
        using var reader = new IntanReader(files);
        return reader._header with { Warnings = [.. reader._warnings] };
    }

    public static Recording Open(RecordingFiles files)
    {
        var reader = new IntanReader(files);
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

    private Stream Keep(Stream file)
    {
        _opened.Add(file);
        return file;
    }

    private (ImmutableArray<IntanTrack> Tracks, LaidOutStream? Numbers, long Rows) InBlocks(Stream file, ImmutableArray<IntanSection> sections)
    {
        var rows = _setup.BlockRows;
        long At(int section) => 4L * rows + sections[..section].Sum(s => 2L * s.WordsPerRow * (rows / s.Divider));
        var blockBytes = At(sections.Length);
        var (blocks, rest) = Math.DivRem(file.Length - _setup.HeaderBytes, blockBytes);
        if (rest > 0) _warnings.Add($"{rest} bytes at the end of the file make no whole block of {blockBytes} bytes: they are left out.");
        if (blocks == 0) _warnings.Add("The file holds no block of samples: it opens with 0 samples.");
        SampleRun Run(long offset, int blockRows) => new(file, _setup.HeaderBytes + offset, blockRows, blockBytes, blocks);
        var tracks = sections.Select((section, i) => new IntanTrack
        {
            Section = section,
            Channels = section.Channels,
            IsBlock = true,
            Divider = section.Divider,
            Layout = SampleLayout.ByChannel(section.TypeIn(true), section.WordsPerRow, rows / section.Divider),
            Columns = [[Run(At(i), rows / section.Divider)]],
        });
        return ([.. tracks], Numbers(Run(0, rows)), blocks * rows);
    }

    private (ImmutableArray<IntanTrack> Tracks, LaidOutStream? Numbers, long Rows) InFolder(ImmutableArray<IntanSection> sections)
    {
        var numbers = Keep(_files.Open(_files.Find(IntanFiles.NumbersFile)!, "the number of each sample"));
        var rows = numbers.Length / 4;
        if (numbers.Length % 4 != 0) _warnings.Add($"'{IntanFiles.NumbersFile}' ends inside a number: its last {numbers.Length % 4} bytes are left out.");
        var tracks = sections.Where(s => s.FileName is not null).Select(s => InFolder(s, rows)).OfType<IntanTrack>().ToList();
        var shortest = tracks.Select(t => t.Rows * t.Divider).Append(rows).Min();
        if (tracks.Exists(t => t.Rows * t.Divider > shortest + t.Divider - 1) || shortest < rows)
            _warnings.Add($"The files do not hold equally many samples: only the first {shortest}, which all have, are read.");
        return ([.. tracks.Select(t => Shortened(t, (shortest + t.Divider - 1) / t.Divider))],
            Numbers(SampleRun.Whole(numbers, 0, shortest, 4)), shortest);
    }

    private IntanTrack? InFolder(IntanSection section, long rows)
    {
        var rowBytes = 2 * section.WordsPerRow;
        if (_files.Find(section.FileName!) is { } shared)
        {
            var file = Keep(_files.Open(shared, "samples"));
            var count = file.Length / rowBytes;
            return Track(section, section.Channels, section.WordsPerRow, [[SampleRun.Whole(file, 0, count, rowBytes)]], rows) with { IsShared = true };
        }

        var found = section.Channels.Select(c => (Channel: c, Name: _files.Find(section.FileNameOf(c)))).ToLookup(p => p.Name is not null);
        if (found[false].Any())
            _warnings.Add($"There is no file '{section.FileNameOf(found[false].First().Channel)}': "
                + $"{found[false].Count()} of {section.Channels.Length} {section.Name} channels were not saved.");
        if (!found[true].Any()) return null;
        var files = found[true].Select(p => Keep(_files.Open(p.Name!, "samples"))).ToList();
        var shortest = files.Min(f => f.Length / 2);
        return Track(section, [.. found[true].Select(p => p.Channel)], 1, [.. files.Select(f => ImmutableArray.Create(SampleRun.Whole(f, 0, shortest, 2)))],
            rows);
    }

    /// <summary>Slow signals stand in files of their own at their own rate, or repeated at that of the amplifiers: the size tells.</summary>
    private static IntanTrack Track(
        IntanSection section, ImmutableArray<IntanChannel> channels, int width, ImmutableArray<ImmutableArray<SampleRun>> columns, long rows)
    {
        var count = columns[0].Sum(r => r.RowCount);
        return new()
        {
            Section = section,
            Channels = channels,
            IsBlock = false,
            Divider = Math.Abs(count - rows) <= Math.Abs(count * section.Divider - rows) ? 1 : section.Divider,
            Layout = SampleLayout.Interleaved(section.TypeIn(false), false, width),
            Columns = columns,
        };
    }

    private static IntanTrack Shortened(IntanTrack track, long rows) => track with
    {
        Columns = [.. track.Columns.Select(runs => ImmutableArray.Create(
            SampleRun.Whole(runs[0].File, 0, Math.Min(rows, runs[0].RowCount), track.Layout.RowBytes)))],
    };

    private LaidOutStream? Numbers(SampleRun run)
    {
        if (run.RowCount == 0) return null;
        var clock = new ClockId("numbers");
        return new(_files.Name, new("numbers", [new("number", ChannelKind.Unknown, "")], _setup.RateHz, clock), [new(0, run.RowCount, new(clock, 0))],
            [], SampleLayout.Interleaved(SampleType.Int32, false, 1), [run], [(1, 0)])
        { Channels = [] };
    }

    private IntanHeader Described()
    {
        var clock = new ClockId($"recording {_header.File}");
        return _header with
        {
            DurationSeconds = _rows / _setup.RateHz,
            Streams = [.. _tracks.Select(t => new StreamInfo(t.Section.Name, Channels(t), _setup.RateHz / t.Divider, clock))],
        };
    }

    private ImmutableArray<Channel> Channels(IntanTrack track)
    {
        var scale = track.Section.IsDigital || track.Section.Signal == IntanSignal.Stimulation
            ? new DigitalScale(0, 1, 0, 1, track.Section.Unit) : track.Section.ScaleIn(track.IsBlock);
        var reference = track.Section.Signal == IntanSignal.Amplifier && _setup.Reference is { Length: > 0 } stated and not "n/a" ? stated : null;
        return [.. ChannelNaming.Channels([.. track.Channels.Select(c => (c.Label, scale))], _warnings).Select(c => c with
        {
            Kind = track.Section.Kind ?? c.Kind,
            Reference = c.Reference ?? reference,
        })];
    }

    private Recording Recording()
    {
        var timeline = _numbers is null ? IntanTimeline.Unbroken(_setup.RateHz, _rows) : IntanTimeline.Read(_numbers, _setup.RateHz, _warnings);
        var markers = Markers(timeline);
        var streams = _tracks.Select((t, i) => t.Open(_header.File, _header.Streams[i], timeline, markers, _setup)).ToImmutableArray();
        var header = _header with
        {
            Fields = [.. _header.Fields, new("first sample number", timeline.FirstNumber.ToString(CultureInfo.InvariantCulture))],
            Warnings = [.. _warnings],
        };
        return new(header, streams, markers, timeline.Gaps, file: this);
    }

    private ImmutableArray<RecordedMarker> Markers(IntanTimeline timeline)
    {
        var markers = new List<RecordedMarker>();
        for (var t = 0; t < _tracks.Length; t++)
        {
            var track = _tracks[t];
            var labels = _header.Streams[t].Channels.Select(c => c.Label).ToList();
            if (Lines(track, labels) is { IsEmpty: false } lines)
                markers.AddRange(IntanPulses.Find(track.Words(_header.File, _setup), lines, timeline, track.Section.Name, _warnings));
        }

        return [.. markers.OrderBy(m => m.Onset.Nanoseconds)];
    }

    private static ImmutableArray<IntanPulses.Line> Lines(IntanTrack track, List<string> labels)
    {
        if (track.Section.IsDigital)
            return [.. labels.Select((label, i) => track.IsPacked ? new IntanPulses.Line(0, track.Channels[i].NativeOrder & 15, label, label)
                : new IntanPulses.Line(i, 0, label, label))];
        if (track.Section.Signal != IntanSignal.Stimulation) return [];
        (int Bit, string Label)[] flags = [(13, "amplifier settle"), (14, "charge recovery"), (15, "compliance limit")];
        return [.. labels.SelectMany((label, i) => flags.Select(f => new IntanPulses.Line(i, f.Bit, f.Label, label)))];
    }
}
