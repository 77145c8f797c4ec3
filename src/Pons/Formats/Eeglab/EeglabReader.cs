using System.Collections.Immutable;
using Pons.Formats.Mat;
using Pons.Streams;

namespace Pons.Formats.Eeglab;

/// <summary>Opens a data set, whatever version of MATLAB's files it stands in.</summary>
internal sealed class EeglabReader
{
    private const int MostChannels = 1 << 16;

    /// <summary>Fields that are read elsewhere, that repeat others, or that hold intermediate results of EEGLAB's own windows.</summary>
    private static readonly string[] OtherFields =
    [
        "data", "times", "chanlocs", "urchanlocs", "event", "urevent", "epoch", "nbchan", "pnts", "trials", "srate", "xmin", "xmax",
        "reject", "stats", "specdata", "specicaact", "icaact", "EEGDATA",
    ];

    private readonly MatContainer _file;
    private readonly RecordingFiles _files;
    private readonly EeglabFields _fields;
    private readonly List<string> _warnings;
    private readonly ClockId _clock;

    private EeglabReader(MatContainer file, RecordingFiles files)
    {
        (_file, _files) = (file, files);
        _warnings = [.. file.Warnings];
        _clock = new($"recording {files.Name}");
        _fields = new(file);
    }

    /// <summary>Opens the recording; the container is closed together with it, or when that fails.</summary>
    public static Recording Open(MatContainer file, RecordingFiles files)
    {
        var open = new EeglabOpenFiles(file);
        try
        {
            return new EeglabReader(file, files).Open(open);
        }
        catch
        {
            open.Dispose();
            throw;
        }
    }

    private Recording Open(EeglabOpenFiles open)
    {
        var rate = MatFacts.Number(_fields["srate"]) is > 0 and var stated ? stated : throw _file.Fault(null,
            $"The sampling rate is {MatFacts.Number(_fields["srate"])?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "not stated"}.",
            "Samples have no time then.", "Set EEG.srate in EEGLAB and save the data set again.");
        var layout = EeglabData.Find(_file, _files, _fields, open, _warnings);
        if (layout.ChannelCount is < 1 or > MostChannels)
            throw _file.Fault(null, $"The data have {layout.ChannelCount} channels.", "That is no recording.", "Save the data set again from EEGLAB.");
        var channels = EeglabChannels.Read(_fields, layout.ChannelCount, _warnings);
        var events = EeglabEvent.Table(_fields["event"], _warnings);
        var timeline = new EeglabTimeline(events, layout.SampleCount, layout.TrialCount, rate, _clock);
        if (layout.TrialCount > 1)
            _warnings.Add($"The {layout.TrialCount} trials of {layout.SampleCount / layout.TrialCount} samples are laid one behind another, "
                + $"with a marker '{EeglabEvent.Boundary}' where they meet: what lies between them is not known.");
        var markers = timeline.Markers.Select(e => MarkerOf(e, timeline, channels, rate)).OrderBy(m => m.Onset).ToImmutableArray();
        var info = new StreamInfo("EEG", [.. channels.Channels], rate, _clock);
        var stream = layout.Stream(info, channels.Samples(_file.File, layout.StoredAs), timeline.Segments, [.. markers.Select(m => m.On(_clock, rate))]);
        return new(HeaderOf(layout, info), [stream], markers, timeline.Gaps, file: open);
    }

    private static RecordedMarker MarkerOf(EeglabEvent e, EeglabTimeline timeline, MatChannels channels, double rate) =>
        new(timeline.TimeOf(e.Sample), e.Type, e.Length is { } samples ? Duration.FromSeconds(samples / rate) : null)
        {
            Kind = e.Kind,
            Channel = e.Channel >= 1 && e.Channel <= channels.Channels.Count ? channels.Channels[e.Channel - 1].Label : null,
        };

    private EeglabHeader HeaderOf(EeglabData layout, StreamInfo info) => new()
    {
        Format = $"EEGLAB ({_file.Version})",
        File = _files.Name,
        StartTime = MatFacts.Moment((_fields["etc"] as MatStruct)?["T0"]),
        DurationSeconds = layout.SampleCount / info.RateHz!.Value,
        Subject = _fields["subject"]?.Text ?? "",
        Description = _fields["comments"]?.Text ?? "",
        Fields = [.. Preamble(), .. _fields.Names.Except(OtherFields).Except(["subject", "comments"]).SelectMany(n => MatFacts.Fields(n, _fields[n]))],
        Streams = [info],
        Warnings = [.. _warnings],
        TrialCount = layout.TrialCount,
        SamplesPerTrial = layout.SampleCount / layout.TrialCount,
        TrialStartSeconds = MatFacts.Number(_fields["xmin"]) ?? 0,
        DataFile = layout.File,
    };

    private IEnumerable<HeaderField> Preamble() =>
        _file.Preamble.Length == 0 ? [] : [new("Preamble", _file.Preamble, IsPersonal: true)];
}
