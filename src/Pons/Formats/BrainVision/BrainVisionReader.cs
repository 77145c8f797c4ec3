using Pons.Streams;

namespace Pons.Formats.BrainVision;

/// <summary>Opens a BrainVision recording: header, markers, the times of its stretches; samples stay in the file.</summary>
internal sealed class BrainVisionReader
{
    /// <summary>Recordings beyond this are faults of the header: about 31 years.</summary>
    private const double LongestSeconds = 1e9;

    private readonly RecordingFiles _files;
    private readonly string _file;
    private readonly List<string> _warnings = [];
    private readonly BrainVisionHeaderReader _header;

    public BrainVisionReader(RecordingFiles files)
    {
        _files = files;
        _file = BrainVisionFiles.HeaderOf(files) ?? throw new RecordingFormatException(files.Name, null,
            "No header file (.vhdr) beside it names it.", "The header says what the samples and markers mean.",
            "Copy the header to the same folder, and check that its DataFile and MarkerFile lines name the files as they are called now.");
        using var text = files.Open(_file, "the header");
        _header = new(_file, BrainVisionText.Read(text, _file, isHeader: true, _warnings), _warnings);
    }

    /// <summary>Opens the file of samples; closes it again when something is wrong.</summary>
    public Recording Open()
    {
        var data = OpenData(out var dataName);
        try
        {
            return Assemble(data, dataName);
        }
        catch
        {
            data.Dispose();
            throw;
        }
    }

    private Recording Assemble(Stream data, string dataName)
    {
        var clock = new ClockId($"recording {_file}");
        var samples = BrainVisionSamples.Of(data, dataName, _header, _warnings);
        var markers = Markers(out var markerName);
        if (samples.PointCount / _header.RateHz > LongestSeconds)
            throw new RecordingFormatException(_file, null,
                FormattableString.Invariant($"{samples.PointCount} samples at {_header.RateHz} Hz are longer than any recording."),
                "The time of every sample follows from it.", "Correct the SamplingInterval of the header.");
        var timeline = BrainVisionTimeline.Of(markers, _header.RateHz, samples.PointCount, _warnings);
        var info = new StreamInfo(FormattableString.Invariant($"{_header.RateHz:0.######} Hz"), _header.ChannelList, _header.RateHz, clock);
        var placed = Place(markers, timeline, samples.PointCount);
        var stream = samples.Stream(info, timeline.Segments(clock),
            [.. placed.Select(p => new Marker(p.Sample, new(clock, p.Marker.Onset.Nanoseconds), p.Marker.Label,
                p.Marker.Length ?? Duration.Zero))]);
        var header = new BrainVisionHeader
        {
            Format = "BrainVision",
            File = _file,
            StartTime = timeline.StartTime,
            DurationSeconds = samples.PointCount / _header.RateHz,
            Device = _header.Setup.Device,
            DataFile = dataName,
            MarkerFile = markerName,
            StoredAs = _header.Layout.StoredAs,
            IsChannelMajor = _header.Layout.IsChannelMajor,
            Fields = [.. _header.Fields()],
            Streams = [info],
            Warnings = [.. _warnings],
        };
        return new(header, [stream], [.. placed.Select(p => p.Marker)], timeline.Gaps, file: data);
    }

    private List<(long Sample, RecordedMarker Marker)> Place(List<BrainVisionMarker> markers, BrainVisionTimeline timeline, long points)
    {
        var placed = new List<(long Sample, RecordedMarker Marker)>();
        var (outside, beyond) = (0, 0);
        foreach (var marker in markers.Where(m => !timeline.Tells(m)))
        {
            if (Math.Abs(marker.Position / _header.RateHz) > LongestSeconds)
            {
                beyond++;
                continue;
            }

            if (marker.Position < 1 || marker.Position > points) outside++;
            var (sample, time) = timeline.At(marker.Position - 1);
            placed.Add((sample, Recorded(marker, time)));
        }

        if (outside > 0)
            _warnings.Add($"{outside} of {placed.Count} markers lie outside the {points} samples: they belong to the "
                + "recording but to no block.");
        if (beyond > 0) _warnings.Add($"{beyond} markers stand at samples that no recording reaches and are left out.");
        return placed;
    }

    private RecordedMarker Recorded(BrainVisionMarker marker, Duration onset)
    {
        var label = marker.Description.Length > 0 ? marker.Description : marker.Type;
        Duration? length = marker.Points > 1 && marker.Points / _header.RateHz < LongestSeconds
            ? Duration.OfSamples(marker.Points, _header.RateHz) : null;
        return new(onset, label, length)
        {
            Kind = marker.Type == BrainVisionMarker.CommentType ? "" : marker.Type,
            Channel = marker.Channel >= 1 && marker.Channel <= _header.ChannelList.Length
                ? _header.ChannelList[(int)marker.Channel - 1].Label : null,
        };
    }

    private List<BrainVisionMarker> Markers(out string name)
    {
        name = _header.MarkerFile;
        var file = name.Length > 0 ? TryOpen(ref name) : null;
        if (file is null)
        {
            var candidate = BrainVisionFiles.SameStem(_files, ".vmrk", _file);
            file = candidate is null ? null : _files.TryOpen(candidate);
            if (name.Length > 0)
                _warnings.Add($"The marker file '{name}', which the header names, is not there: "
                    + (file is null ? "the recording opens without markers."
                        : $"'{candidate}', which has the name of the header, is read instead."));
            name = candidate ?? "";
        }

        if (file is null) return [];
        using (file)
        {
            if (file.Length == 0)
            {
                _warnings.Add($"The marker file '{name}' is empty.");
                return [];
            }

            var text = BrainVisionText.Read(file, name, isHeader: false, _warnings);
            if (!text.FirstLine.Contains("Marker File", StringComparison.OrdinalIgnoreCase))
                _warnings.Add($"'{name}' does not begin as a BrainVision marker file does.");
            return new BrainVisionMarkerReader(name, _warnings).Read(text);
        }
    }

    private Stream OpenData(out string name)
    {
        name = _header.DataFile;
        var file = name.Length > 0 ? TryOpen(ref name) : null;
        if (file is not null) return file;
        var candidate = BrainVisionFiles.DataCandidate(_files, _file);
        if (candidate is not null && (file = _files.TryOpen(candidate)) is not null)
        {
            _warnings.Add((name.Length > 0 ? $"The file of samples '{name}', which the header names, is not there"
                : "The header names no file of samples")
                + $": '{candidate}', which has the name of the header, is read instead. If the files were renamed, correct DataFile.");
            name = candidate;
            return file;
        }

        var others = _files.Names.Where(n => n.EndsWith(".eeg", StringComparison.OrdinalIgnoreCase)).Take(3).ToList();
        throw new RecordingFormatException(_file, null,
            name.Length > 0 ? $"The header names the file of samples '{name}', which is not there."
                : "The header names no file of samples.",
            "Without it there is no signal.",
            others.Count > 0 ? "If the files were renamed, correct DataFile; beside the header lies "
                + $"{string.Join(", ", others.Select(n => $"'{n}'"))}."
                : "Copy it to the same folder; if the files were renamed, correct DataFile.");
    }

    private Stream? TryOpen(ref string name)
    {
        if (_files.TryOpen(name) is { } file) return file;
        if (_files.Find(name) is not { } other) return null;
        name = other;
        return _files.TryOpen(other);
    }
}
