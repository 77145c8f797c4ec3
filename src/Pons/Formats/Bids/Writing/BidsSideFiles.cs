using System.Globalization;
using System.Text.Json;
using Pons.Streams;

namespace Pons.Formats.Bids.Writing;

/// <summary>The files beside one recording: side-car, channels, events, electrodes. BIDS 1.11.1, "Electroencephalography".</summary>
internal sealed class BidsSideFiles(BidsFolder folder, BidsMapping mapping, BidsSource source, Recording recording)
{
    private const string Unknown = "n/a";

    private readonly IReadOnlyList<(Channel Channel, RecordedStream Stream, RecordedChannel? Detail, DigitalScale? Scale)> _channels =
        [.. recording.Streams.SelectMany(s => s.Info.Channels.Select((c, i) =>
            (c, s, s.Details.IsEmpty ? null : s.Details[i], s.Scales.IsEmpty ? null : s.Scales[i])))];

    /// <summary>Suffix and folder of the recording: <c>ieeg</c> when an electrode lies inside the skull, else <c>eeg</c>.</summary>
    public string DataType => _channels.Any(c => c.Channel.Kind == ChannelKind.Ieeg) ? "ieeg" : "eeg";

    /// <summary>Path of a file of this recording, relative to the data set.</summary>
    public string PathOf(string suffix, string extension)
    {
        var name = source.Name.Beside(suffix, extension);
        if (suffix is "electrodes" or "coordsystem") name = name.With("task", null).With("run", null);
        var session = name.Session is { } s ? $"ses-{s}/" : "";
        return $"sub-{name.Subject}/{session}{DataType}/{name}";
    }

    public void Write()
    {
        folder.Write(PathOf(DataType, ".json"), WriteSideCar);
        folder.Write(PathOf("channels", ".tsv"), Channels());
        if (!recording.Markers.IsEmpty) folder.Write(PathOf("events", ".tsv"), Events());
        if (_channels.Any(c => c.Detail?.LocationMetres is not null)) WriteElectrodes();
    }

    private void WriteSideCar(Utf8JsonWriter json)
    {
        var device = mapping.Manufacturer.Length > 0 ? mapping.Manufacturer : recording.Header.Device;
        var main = recording.Streams.MaxBy(s => s.Info.Channels.Count(c => c.Kind is ChannelKind.Eeg or ChannelKind.Ieeg))!;
        json.WriteString("TaskName", source.Task.Label);
        if (source.Task.Description.Length > 0) json.WriteString("TaskDescription", source.Task.Description);
        if (source.Task.Instructions.Length > 0) json.WriteString("Instructions", source.Task.Instructions);
        if (device.Length > 0) json.WriteString("Manufacturer", device);
        json.WriteString(DataType == "ieeg" ? "iEEGReference" : "EEGReference", Reference());
        if (mapping.Ground.Length > 0) json.WriteString(DataType == "ieeg" ? "iEEGGround" : "EEGGround", mapping.Ground);
        if (main.Info.RateHz is { } rate) json.WriteNumber("SamplingFrequency", rate);
        if (mapping.PowerLineHz is { } mains) json.WriteNumber("PowerLineFrequency", mains);
        else json.WriteString("PowerLineFrequency", Unknown);
        json.WriteString("SoftwareFilters", Unknown);
        foreach (var (name, kind) in Counted) json.WriteNumber(name, _channels.Count(c => TypeOf(c.Channel) == kind));
        json.WriteNumber("RecordingDuration", recording.Header.DurationSeconds);
        json.WriteString("RecordingType", recording.Gaps.IsEmpty ? "continuous" : "discontinuous");
    }

    private (string Name, string Type)[] Counted => DataType == "ieeg"
        ? [("ECOGChannelCount", "ECOG"), ("SEEGChannelCount", "SEEG"), .. Common]
        : Common;

    private static (string Name, string Type)[] Common =>
        [("EEGChannelCount", "EEG"), ("EOGChannelCount", "EOG"), ("ECGChannelCount", "ECG"), ("EMGChannelCount", "EMG"),
            ("MiscChannelCount", "MISC"), ("TriggerChannelCount", "TRIG")];

    private string Reference()
    {
        if (mapping.Reference.Length > 0) return mapping.Reference;
        var stated = _channels.Select(c => c.Channel.Reference).OfType<string>().Where(r => r.Length > 0).Distinct().ToList();
        return stated.Count == 1 ? stated[0] : stated.Count > 1 ? "differs by channel; see channels.tsv" : Unknown;
    }

    private BidsTable Channels()
    {
        var table = new BidsTable("name", "type", "units", "low_cutoff", "high_cutoff", "notch", "reference", "sampling_frequency");
        foreach (var (channel, stream, detail, scale) in _channels)
            table.Add(
                channel.Label, TypeOf(channel), UnitOf(channel, scale), Number(detail?.HighPassHz), Number(detail?.LowPassHz), Number(detail?.NotchHz),
                channel.Reference ?? "", Number(stream.Info.RateHz));
        return table;
    }

    private BidsTable Events()
    {
        var rate = recording.Streams.Max(s => s.Info.RateHz);
        var table = new BidsTable("onset", "duration", "trial_type", "value", "sample");
        foreach (var marker in recording.Markers)
        {
            var label = OneLine(marker.Label);
            table.Add(
                Seconds(marker.Onset), marker.Length is { } length ? Seconds(length) : "",
                source.Task.Events.TryGetValue(marker.Label, out var meaning) ? meaning.TrialType : label, label,
                rate is { } hz ? Math.Round(marker.Onset.Seconds * hz).ToString(CultureInfo.InvariantCulture) : "");
        }

        return table;
    }

    private void WriteElectrodes()
    {
        var table = new BidsTable("name", "x", "y", "z", "impedance");
        foreach (var (channel, _, detail, _) in _channels)
            if (detail?.LocationMetres is { } at)
                table.Add(channel.Label, BidsTable.Format(at.X), BidsTable.Format(at.Y), BidsTable.Format(at.Z), Number(detail.ImpedanceOhms / 1000));
        folder.Write(PathOf("electrodes", ".tsv"), table);
        var prefix = DataType == "ieeg" ? "iEEG" : "EEG";
        folder.Write(PathOf("coordsystem", ".json"), json =>
        {
            json.WriteString(prefix + "CoordinateSystem", "Other");
            json.WriteString(prefix + "CoordinateUnits", "m");
            json.WriteString(prefix + "CoordinateSystemDescription", "The frame of the source recording, which does not name it.");
        });
    }

    internal static string TypeOf(Channel channel) => channel.Kind switch
    {
        ChannelKind.Eeg => "EEG",
        ChannelKind.Eog => "EOG",
        ChannelKind.Emg => "EMG",
        ChannelKind.Ecg => "ECG",
        ChannelKind.Ieeg => channel.Label.StartsWith("SEEG", StringComparison.OrdinalIgnoreCase) ? "SEEG" : "ECOG",
        ChannelKind.Trigger => "TRIG",
        _ => "MISC",
    };

    /// <summary>The unit of the numbers in the file: that of the source, because its bytes or its scales are taken over.</summary>
    private static string UnitOf(Channel channel, DigitalScale? scale)
    {
        var unit = scale is { Unit.Length: > 0 } ? scale.Unit : channel.Unit;
        return unit is "uV" or "UV" or "μV" ? ChannelUnit.Microvolt : unit == ChannelNaming.DigitalUnit ? "" : OneLine(unit);
    }

    private static string Number(double? value) => value is { } number ? BidsTable.Format(number) : "";

    /// <summary>In decimal, so that 4.1 s is not 4.1000000000000005.</summary>
    private static string Seconds(Duration time) => (time.Nanoseconds / 1_000_000_000m).ToString("0.#########", CultureInfo.InvariantCulture);

    private static string OneLine(string text) => text.Replace('\t', ' ').Replace('\n', ' ').Replace('\r', ' ').Trim();
}
