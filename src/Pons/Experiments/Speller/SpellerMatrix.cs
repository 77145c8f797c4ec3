using System.Collections.Immutable;

namespace Pons.Experiments.Speller;

/// <summary>
/// Which symbols a stimulus shows: flashes of rows and columns, or of single symbols. Codes count from 1.
/// </summary>
public sealed class SpellerMatrix
{
    private readonly ImmutableArray<ImmutableArray<int>> _symbolsByCode;

    private SpellerMatrix(string symbols, ImmutableArray<ImmutableArray<int>> symbolsByCode)
    {
        Symbols = symbols;
        _symbolsByCode = symbolsByCode;
    }

    /// <summary>
    /// Six by six, columns 1 to 6 from left to right, rows 7 to 12 from top to bottom (Farwell and Donchin 1988,
    /// doi 10.1016/0013-4694(88)90149-6, as in BCI Competition 2003, set IIb).
    /// </summary>
    public static SpellerMatrix SixBySix { get; } = RowsAndColumns("ABCDEF", "GHIJKL", "MNOPQR", "STUVWX", "YZ1234", "56789_");

    /// <summary>All symbols, each once.</summary>
    public string Symbols { get; }

    /// <summary>Number of different flashes; codes are 1 to this.</summary>
    public int CodeCount => _symbolsByCode.Length;

    /// <summary>A matrix whose columns flash as codes 1 …, then its rows.</summary>
    /// <param name="rows">Rows of equal length from top to bottom, every symbol once.</param>
    /// <exception cref="ArgumentException">Rows differ in length, or a symbol stands twice.</exception>
    public static SpellerMatrix RowsAndColumns(params string[] rows)
    {
        ArgumentOutOfRangeException.ThrowIfZero(rows.Length);
        var width = rows[0].Length;
        var symbols = Checked(string.Concat(rows));
        if (width == 0 || rows.Any(r => r.Length != width)) throw new ArgumentException("Rows must be of one length.", nameof(rows));
        return new(symbols,
        [
            .. Enumerable.Range(0, width).Select(c => Enumerable.Range(0, rows.Length).Select(r => r * width + c).ToImmutableArray()),
            .. Enumerable.Range(0, rows.Length).Select(r => Enumerable.Range(r * width, width).ToImmutableArray()),
        ]);
    }

    /// <summary>Single symbols that flash one by one, the first as code 1.</summary>
    /// <param name="symbols">Every symbol once.</param>
    /// <exception cref="ArgumentException">A symbol stands twice.</exception>
    public static SpellerMatrix Single(string symbols) =>
        new(Checked(symbols), [.. Enumerable.Range(0, symbols.Length).Select(i => ImmutableArray.Create(i))]);

    /// <summary>The places among <see cref="Symbols"/> that a flash shows.</summary>
    /// <param name="code">1 to <see cref="CodeCount"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such flash.</exception>
    public ImmutableArray<int> SymbolsOf(int code)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(code, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(code, CodeCount);
        return _symbolsByCode[code - 1];
    }

    private static string Checked(string symbols) =>
        symbols.Distinct().Count() == symbols.Length ? symbols : throw new ArgumentException("A symbol stands twice.", nameof(symbols));
}
