using System.Globalization;
using Pons.Formats;
using Pons.Hdf5.Library;

namespace Pons.Hdf5.Snirf;

/// <summary>Sources, detectors and wavelengths, from which channels get their names and places.</summary>
internal sealed class SnirfProbe
{
    /// <summary>The data type whose meaning stands in a label: processed data (SNIRF, appendix).</summary>
    private const double Processed = 99999;

    private readonly double[] _wavelengths, _sources, _detectors;
    private readonly double? _metres;

    public SnirfProbe(Hdf5Group? probe, string lengthUnit)
    {
        _wavelengths = probe?.Dataset("wavelengths")?.Numbers() ?? [];
        _sources = PlacesOf(probe, "sourcePos3D");
        _detectors = PlacesOf(probe, "detectorPos3D");
        _metres = lengthUnit switch { "m" => 1, "cm" => 0.01, "mm" => 0.001, _ => null };
    }

    /// <summary>Name, unit and place of the channel that an entry of the measurement list describes.</summary>
    public (string Label, string Unit, RecordedChannel Detail) ChannelOf(Hdf5Group entry)
    {
        int Index(string name) => (int)Math.Clamp(entry.NumberOf(name) ?? 0, 0, int.MaxValue);
        var (source, detector) = (Index("sourceIndex"), Index("detectorIndex"));
        var pair = $"S{source}_D{detector}";
        var what = entry.NumberOf("dataType") == Processed ? entry.TextOf("dataTypeLabel") : WavelengthOf(entry, Index("wavelengthIndex"));
        var detail = new RecordedChannel { SourceLabel = pair, Sensor = $"source {source}, detector {detector}", LocationMetres = Between(source, detector) };
        return ($"{pair} {what}".Trim(), entry.TextOf("dataUnit"), detail);
    }

    private string WavelengthOf(Hdf5Group entry, int index)
    {
        var nanometres = entry.NumberOf("wavelengthActual") ?? (index >= 1 && index <= _wavelengths.Length ? _wavelengths[index - 1] : (double?)null);
        return nanometres is { } n ? Math.Round(n).ToString(CultureInfo.InvariantCulture) : "";
    }

    /// <summary>Light travels between the two, and what is measured lies there.</summary>
    private (double X, double Y, double Z)? Between(int source, int detector)
    {
        if (_metres is not { } metres || source < 1 || detector < 1 || source > _sources.Length / 3 || detector > _detectors.Length / 3) return null;
        double Middle(int axis) => (_sources[(source - 1) * 3 + axis] + _detectors[(detector - 1) * 3 + axis]) / 2 * metres;
        return (Middle(0), Middle(1), Middle(2));
    }

    private static double[] PlacesOf(Hdf5Group? probe, string name) =>
        probe?.Dataset(name) is { Shape.Lengths: [_, 3] } data ? data.Numbers() ?? [] : [];
}
