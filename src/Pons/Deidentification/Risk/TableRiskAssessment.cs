using System.Collections.Immutable;
using System.Globalization;
using Pons.Formats.Bids;

namespace Pons.Deidentification.Risk;

/// <summary>Measures how rare the people of a table are, and looks for the coarsening that costs least. Safe on any thread.</summary>
public sealed class TableRiskAssessment
{
    private const int LongestSearch = 100_000;
    private static readonly double[] BinWidths = [5, 10, 20];
    private readonly SharingModel _sharing;
    private readonly double _contextRisk;

    /// <summary>Chooses the limits.</summary>
    /// <param name="sharing">How the data are to be shared.</param>
    /// <param name="contextRisk">Risk that anybody tries to find a person, 0 to 1; default 1, as for what was not assessed. For
    /// public sharing it is always 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The risk is no probability.</exception>
    public TableRiskAssessment(SharingModel sharing, double contextRisk = 1)
    {
        ArgumentNullException.ThrowIfNull(sharing);
        if (!(contextRisk is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(contextRisk), contextRisk, "A risk lies between 0 and 1.");
        _sharing = sharing;
        _contextRisk = sharing == SharingModel.Public ? 1 : contextRisk;
    }

    /// <summary>Measures a table with one row for each person.</summary>
    /// <param name="table">The table, such as <c>participants.tsv</c>.</param>
    /// <param name="quasiIdentifiers">Columns that others may know; default: every column but the first, which names the row.</param>
    /// <exception cref="ArgumentException">A column is not in the table.</exception>
    public TableRisk Assess(BidsTable table, ImmutableArray<string> quasiIdentifiers = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        var names = quasiIdentifiers.IsDefault ? table.Columns[1..] : quasiIdentifiers;
        if (names.FirstOrDefault(n => !table.Columns.Contains(n)) is { } absent)
            throw new ArgumentException($"The table has no column '{absent}'; it has {string.Join(", ", table.Columns)}.", nameof(quasiIdentifiers));
        var columns = names.Select(n => new Column(n, [.. Enumerable.Range(0, table.RowCount).Select(r => table[r, n]!)])).ToImmutableArray();
        var risk = Measure(columns, new int[columns.Length], table.RowCount);
        return risk.IsWithinLimits || table.RowCount == 0 ? risk : risk with { Suggestion = Suggest(columns, table.RowCount) };
    }

    private TableRisk Measure(ImmutableArray<Column> columns, int[] levels, int rows)
    {
        var classes = Enumerable.Range(0, rows).GroupBy(r => string.Join('\t', columns.Select((c, i) => c.At(r, levels[i]))));
        return new(_sharing, [.. columns.Select(c => c.Name)], rows, [.. classes.Select(g => g.Count()).Order()], _contextRisk);
    }

    /// <summary>The combination of levels with the least loss that is within the limits; columns count alike.</summary>
    private ImmutableArray<Generalisation>? Suggest(ImmutableArray<Column> columns, int rows)
    {
        if (columns.Aggregate(1L, (count, c) => Math.Min(long.MaxValue / 8, count * c.LevelCount)) > LongestSearch) return SuggestGreedily(columns, rows);
        return Combinations(columns).OrderBy(levels => Loss(columns, levels))
            .FirstOrDefault(levels => Measure(columns, levels, rows).IsWithinLimits) is { } best ? Describe(columns, best) : null;
    }

    /// <summary>Many columns: the step that brings the most people into large classes is taken again and again.</summary>
    private ImmutableArray<Generalisation>? SuggestGreedily(ImmutableArray<Column> columns, int rows)
    {
        var levels = new int[columns.Length];
        while (!Measure(columns, levels, rows).IsWithinLimits)
        {
            var steps = Enumerable.Range(0, levels.Length).Where(i => levels[i] < columns[i].LevelCount - 1).ToList();
            if (steps.Count == 0) return null;
            levels = steps.Select(i => levels.Select((level, k) => k == i ? level + 1 : level).ToArray())
                .MinBy(next => (Measure(columns, next, rows).RecordsTooRare, Loss(columns, next)))!;
        }

        return Describe(columns, levels);
    }

    private static IEnumerable<int[]> Combinations(ImmutableArray<Column> columns)
    {
        var levels = new int[columns.Length];
        while (true)
        {
            yield return [.. levels];
            var i = 0;
            while (i < levels.Length && ++levels[i] == columns[i].LevelCount) levels[i++] = 0;
            if (i == levels.Length) yield break;
        }
    }

    private static double Loss(ImmutableArray<Column> columns, int[] levels) => levels.Select((level, i) => level / (columns[i].LevelCount - 1.0)).Sum();

    private static ImmutableArray<Generalisation> Describe(ImmutableArray<Column> columns, int[] levels) =>
        [.. columns.Zip(levels).Where(c => c.Second > 0)
            .Select(c => new Generalisation(c.First.Name, c.Second == c.First.LevelCount - 1 ? null : BinWidths[c.Second - 1]))];

    /// <summary>A column with its ladder: as it is, ever wider ranges where it holds numbers, left out.</summary>
    private sealed class Column(string name, string[] values)
    {
        private readonly bool _isNumeric = values.Any(v => Number(v) is not null) && values.All(v => v == BidsTable.NotAvailable || Number(v) is not null);

        public string Name => name;

        public int LevelCount => _isNumeric ? BinWidths.Length + 2 : 2;

        public string At(int row, int level)
        {
            if (level == 0) return values[row];
            if (level == LevelCount - 1) return "";
            return Number(values[row]) is { } number ? Math.Floor(number / BinWidths[level - 1]).ToString(CultureInfo.InvariantCulture) : values[row];
        }

        private static double? Number(string text) =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
    }
}
