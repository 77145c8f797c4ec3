using System.Globalization;
using Pons.Formats;
using Pons.Hdf5.Library;

namespace Pons.Hdf5.Nwb;

/// <summary>The table of electrodes (nwb.file, <c>general/extracellular_ephys/electrodes</c>): one row each.</summary>
internal sealed class NwbElectrodes
{
    private const double MetresPerMicrometre = 1e-6;
    private readonly double[] _ids, _x, _y, _z, _impedances;
    private readonly string[] _labels, _filters, _locations, _groups;

    public NwbElectrodes(Hdf5Group? table)
    {
        double[] Numbers(string column) => table?.Dataset(column)?.Numbers() ?? [];
        string[] Texts(string column) => table?.Dataset(column)?.Texts() ?? [];
        (_ids, _x, _y, _z, _impedances) = (Numbers("id"), Numbers("x"), Numbers("y"), Numbers("z"), Numbers("imp"));
        _labels = Texts("label") is { Length: > 0 } labels ? labels : Texts("channel_name");
        (_filters, _locations, _groups) = (Texts("filtering"), Texts("location"), Texts("group_name"));
    }

    public string LabelOf(long row)
    {
        if (At(_labels, row) is { Length: > 0 } label) return label;
        var id = row >= 0 && row < _ids.Length ? _ids[row] : row;
        return string.Create(CultureInfo.InvariantCulture, $"electrode {id}");
    }

    /// <summary>Places are in micrometres, impedances in ohms; a value that is no number is not known.</summary>
    public RecordedChannel DetailOf(long row, string label) => new()
    {
        SourceLabel = label,
        ImpedanceOhms = At(_impedances, row) is > 0 and var ohms ? ohms : null,
        Filtering = At(_filters, row) ?? "",
        Sensor = string.Join(", ", new[] { At(_groups, row), At(_locations, row) }.Where(t => !string.IsNullOrEmpty(t))),
        LocationMetres = (At(_x, row), At(_y, row), At(_z, row)) is ({ } x, { } y, { } z)
            ? (x * MetresPerMicrometre, y * MetresPerMicrometre, z * MetresPerMicrometre) : null,
    };

    private static string? At(string[] column, long row) => row >= 0 && row < column.Length ? column[row] : null;

    private static double? At(double[] column, long row) => row >= 0 && row < column.Length && double.IsFinite(column[row]) ? column[row] : null;
}
