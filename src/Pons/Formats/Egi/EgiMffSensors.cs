using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;
using Pons.Streams;

namespace Pons.Formats.Egi;

/// <summary>Puts together what the folder says of the channels of a signal: layout, coordinates, physiology set, calibrations,
/// filters.</summary>
internal sealed class EgiMffSensors(EgiMffXml xml, List<string> warnings)
{
    private const double MetresPerCentimetre = 0.01;

    /// <summary>Type of a sensor that is measured, and of the one that the others are measured against; others are marks on the
    /// head.</summary>
    private const string Electrode = "0", Reference = "1";

    /// <summary>The electrodes in the order of the samples; called E1, E2, … where they have no name of their own.</summary>
    public ImmutableArray<EgiMffSensor> Electrodes(int count, XElement? info)
    {
        var places = Places();
        var sensors = EgiMffXml.All(xml.Read("sensorLayout.xml"), "sensor").Where(s => EgiMffXml.Text(s, "type") is Electrode or Reference)
            .Select(s => (Number: EgiMffXml.Text(s, "number"), Name: EgiMffXml.Text(s, "name"),
                IsReference: EgiMffXml.Text(s, "type") == Reference)).ToList();
        if (sensors.Count != count)
        {
            warnings.Add($"The layout names {sensors.Count} electrodes; the signal has {count} channels: they are called by their "
                + "numbers.");
            sensors = [.. Enumerable.Range(1, count).Select(n => (n.ToString(CultureInfo.InvariantCulture), "", false))];
        }

        return Calibrated([.. sensors.Select(s => new EgiMffSensor
        {
            Label = s.Name.Length > 0 ? s.Name : $"E{s.Number}",
            IsReference = s.IsReference,
            LocationMetres = places.TryGetValue(s.Number, out var place) ? place : null,
        })], info);
    }

    /// <summary>The physiological channels in the order of the samples.</summary>
    public ImmutableArray<EgiMffSensor> Physiology(int count, XElement? info)
    {
        var sensors = EgiMffXml.All(xml.Read("pnsSet.xml"), "sensor").Select(s => new EgiMffSensor
        {
            Label = EgiMffXml.Text(s, "name"),
            Unit = EgiMffXml.Text(s, "unit"),
            Kind = KindOf($"{EgiMffXml.Text(s, "sensorType")} {EgiMffXml.Text(s, "name")}"),
            Detail = new()
            {
                Sensor = EgiMffXml.Text(s, "sensorType"),
                HighPassHz = Number(EgiMffXml.Text(s, "highpass")),
                LowPassHz = Number(EgiMffXml.Text(s, "lowpass")),
                NotchHz = Number(EgiMffXml.Text(s, "notch")),
            },
        }).ToList();
        if (sensors.Count == count) return Calibrated(sensors, info);
        warnings.Add($"The physiology set names {sensors.Count} channels; the signal has {count}: they are called by their numbers.");
        return Calibrated([.. Enumerable.Range(1, count)
            .Select(n => new EgiMffSensor { Label = $"P{n}", Unit = "", Kind = ChannelKind.Other })], info);
    }

    private static ImmutableArray<EgiMffSensor> Calibrated(List<EgiMffSensor> sensors, XElement? info)
    {
        var (gains, impedances) = (Calibration(info, "GCAL"), Calibration(info, "ICAL"));
        var (high, low, notch) = (Cutoff(info, "highpass"), Cutoff(info, "lowpass"), Cutoff(info, "notch"));
        return [.. sensors.Select((s, i) => s with
        {
            Gain = gains.TryGetValue(i + 1, out var gain) && double.IsNormal(gain) ? gain : 1,
            Detail = s.Detail with
            {
                SourceLabel = s.Label,
                ImpedanceOhms = impedances.TryGetValue(i + 1, out var kilohms) ? kilohms * 1e3 : null,
                HighPassHz = s.Detail.HighPassHz ?? high,
                LowPassHz = s.Detail.LowPassHz ?? low,
                NotchHz = s.Detail.NotchHz ?? notch,
                LocationMetres = s.LocationMetres,
            },
        })];
    }

    private Dictionary<string, (double, double, double)> Places()
    {
        var places = new Dictionary<string, (double, double, double)>(StringComparer.Ordinal);
        foreach (var sensor in EgiMffXml.All(xml.Read("coordinates.xml"), "sensor"))
            if (Number(EgiMffXml.Text(sensor, "x")) is { } x && Number(EgiMffXml.Text(sensor, "y")) is { } y
                && Number(EgiMffXml.Text(sensor, "z")) is { } z)
                places.TryAdd(EgiMffXml.Text(sensor, "number"),
                    (x * MetresPerCentimetre, y * MetresPerCentimetre, z * MetresPerCentimetre));
        return places;
    }

    private static Dictionary<int, double> Calibration(XElement? info, string type)
    {
        var values = new Dictionary<int, double>();
        var calibration = EgiMffXml.All(info, "calibration").FirstOrDefault(c => EgiMffXml.Text(c, "type") == type);
        foreach (var channel in EgiMffXml.All(calibration, "ch"))
            if (Number(channel.Value) is { } value && int.TryParse(
                channel.Attribute("n")?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                values.TryAdd(number, value);
        return values;
    }

    private static double? Cutoff(XElement? info, string type) => EgiMffXml.All(info, "filter")
        .Where(f => EgiMffXml.Text(f, "type").Equals(type, StringComparison.OrdinalIgnoreCase))
            .Select(f => Number(EgiMffXml.Text(f, "cutoffFrequency"))).FirstOrDefault();

    private static ChannelKind KindOf(string text) => text switch
    {
        _ when text.Contains("ECG", StringComparison.OrdinalIgnoreCase) || text.Contains("EKG", StringComparison.OrdinalIgnoreCase) =>
            ChannelKind.Ecg,
        _ when text.Contains("EMG", StringComparison.OrdinalIgnoreCase) => ChannelKind.Emg,
        _ when text.Contains("EOG", StringComparison.OrdinalIgnoreCase) => ChannelKind.Eog,
        _ => ChannelKind.Other,
    };

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;
}
