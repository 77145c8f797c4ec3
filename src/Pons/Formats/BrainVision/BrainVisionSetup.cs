using System.Globalization;
using System.Text.RegularExpressions;

namespace Pons.Formats.BrainVision;

/// <summary>
/// What the recorder wrote into the comment of the header for people to read: amplifier, filters, impedances. No specification
/// fixes this text; what does not look like the tables of the recorders is left alone.
/// </summary>
internal sealed partial class BrainVisionSetup
{
    private readonly Dictionary<int, BrainVisionFilter> _amplifier = [];
    private readonly Dictionary<int, BrainVisionFilter> _software = [];
    private readonly Dictionary<string, string> _impedances = new(StringComparer.Ordinal);

    private BrainVisionSetup()
    {
    }

    /// <summary>The line that names recorder or amplifier; empty when none does.</summary>
    public string Device { get; private set; } = "";

    /// <summary>When impedances were measured, <c>hh:mm:ss</c>; empty when they were not.</summary>
    public string ImpedanceTime { get; private set; } = "";

    /// <summary>Every impedance in the words of the file, by electrode; the last measurement when there were several.</summary>
    public IReadOnlyDictionary<string, string> Impedances => _impedances;

    /// <summary>Reads a comment.</summary>
    public static BrainVisionSetup Of(string comment)
    {
        var setup = new BrainVisionSetup();
        var lines = comment.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (setup.Device.Length == 0 && Product().IsMatch(lines[i])) setup.Device = lines[i].Trim();
            if (lines[i].StartsWith('#') && lines[i].Contains("Cutoff", StringComparison.OrdinalIgnoreCase))
                i = setup.ReadFilters(lines, i);
            else if (ImpedanceTitle().Match(lines[i]) is { Success: true } title) i = setup.ReadImpedances(lines, i, title.Groups[2].Value);
        }

        return setup;
    }

    /// <summary>Filters of a channel; amplifier and software together.</summary>
    /// <param name="number">Number of the channel, from 1.</param>
    public BrainVisionFilter? FilterOf(int number) =>
        BrainVisionFilter.Both(_amplifier.GetValueOrDefault(number), _software.GetValueOrDefault(number));

    /// <summary>Impedance of a channel in ohms; of a bipolar one the larger of its two electrodes.</summary>
    public double? ImpedanceOf(string label)
    {
        double?[] values = [Ohms(label), Ohms(label + "+"), Ohms(label + "-")];
        return values[0] ?? values.Max();
    }

    private double? Ohms(string electrode) =>
        _impedances.TryGetValue(electrode, out var text) && Number(text) is { } kiloohms ? kiloohms * 1000 : null;

    private int ReadFilters(string[] lines, int title)
    {
        var columns = Columns(lines[title]);
        var table = columns.Any(c => c == "Name") ? _amplifier : _software;
        var (low, high, notch) = (IndexOf(columns, "Low Cutoff"), IndexOf(columns, "High Cutoff"), IndexOf(columns, "Notch"));
        var row = title + 1;
        for (; row < lines.Length && lines[row].Trim().Length > 0; row++)
        {
            var cells = Columns(lines[row]);
            if (!int.TryParse(cells[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number)) break;
            table[number] = new(
                HighPass(Cell(cells, low), columns, low), Frequency(Cell(cells, high), columns, high) is > 0 and var corner ? corner : null,
                Cell(cells, notch) is "Off" ? 0 : Number(Cell(cells, notch)),
                $"low cutoff {Words(cells, columns, low)}, high cutoff {Words(cells, columns, high)}, notch "
                    + $"{Words(cells, columns, notch)}");
        }

        return row - 1;
    }

    private static double? HighPass(string cell, string[] columns, int column) => cell == "DC" ? 0 : Frequency(cell, columns, column);

    /// <summary>A filter of first order with the time constant τ has its corner at 1/(2πτ).</summary>
    private static double? Frequency(string cell, string[] columns, int column)
    {
        if (Number(cell) is not { } number) return null;
        return !columns[column].Contains("[s]", StringComparison.Ordinal) ? number : number > 0 ? 1 / (2 * Math.PI * number) : null;
    }

    private static string Words(string[] cells, string[] columns, int column)
    {
        var cell = Cell(cells, column);
        var unit = column < 0 ? "" : Unit().Match(columns[column]).Groups[1].Value;
        return cell.Length == 0 ? "not stated" : Number(cell) is null ? cell : $"{cell} {unit}";
    }

    private int ReadImpedances(string[] lines, int title, string time)
    {
        _impedances.Clear();
        ImpedanceTime = time;
        var row = title + 1;
        for (; row < lines.Length && Impedance().Match(lines[row]) is { Success: true } line; row++)
            _impedances[line.Groups[1].Value.Trim()] = line.Groups[2].Value.Trim();
        return row - 1;
    }

    private static string Cell(string[] cells, int column) => column < 0 || column >= cells.Length ? "" : cells[column];

    private static int IndexOf(string[] columns, string name) =>
        Array.FindIndex(columns, c => c.StartsWith(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Two spaces part columns; one may stand inside a name or before a unit.</summary>
    private static string[] Columns(string line) => Gap().Split(line.Trim());

    private static double? Number(string text) =>
        double.TryParse(text.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number) && number >= 0 ? number : null;

    [GeneratedRegex(@"\b(Recorder|PyCorder|BrainAmp|actiCHamp|actiCAP|LiveAmp|QuickAmp|V-Amp|NeurOne|eego)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Product();

    [GeneratedRegex(@"^\s*Impedance \[(k)Ohm\] at (\d\d:\d\d:\d\d)", RegexOptions.IgnoreCase)]
    private static partial Regex ImpedanceTitle();

    /// <summary>Newer recorders put the number of the channel before its name.</summary>
    [GeneratedRegex(@"^(?:\s+\d+\s+)?(\S[^:]{0,63}):\s+(\S.{0,63})$")]
    private static partial Regex Impedance();

    [GeneratedRegex(@"\[(.+?)\]")]
    private static partial Regex Unit();

    [GeneratedRegex(@"\s{2,}|\t")]
    private static partial Regex Gap();
}
