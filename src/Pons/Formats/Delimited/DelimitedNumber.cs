using System.Globalization;

namespace Pons.Formats.Delimited;

/// <summary>Reads decimal numbers from bytes: exactly rounded, and without a detour through strings.</summary>
internal static class DelimitedNumber
{
    /// <summary>More digits may not fit 64 bits.</summary>
    private const int MostDigits = 19;

    private const int LongestNumber = 400;

    private static readonly double[] PowersOfTen = [.. Enumerable.Range(0, 23)
        .Select(n => double.Parse($"1e{n}", CultureInfo.InvariantCulture))];

    /// <summary>Reads the number at a place and moves behind it.</summary>
    /// <param name="text">The line.</param>
    /// <param name="at">Where the number begins; afterwards the first byte behind it, or unchanged when there is no number.</param>
    /// <param name="decimalSymbol">What parts the whole from the fraction.</param>
    /// <param name="value">The number.</param>
    public static bool TryRead(ReadOnlySpan<byte> text, ref int at, byte decimalSymbol, out double value)
    {
        var i = at;
        var isNegative = i < text.Length && text[i] == '-';
        if (isNegative || (i < text.Length && text[i] == '+')) i++;
        var mantissa = 0UL;
        var first = i;
        uint digit;
        for (; i < text.Length && (digit = (uint)text[i] - '0') <= 9; i++) mantissa = mantissa * 10 + digit;
        var (digits, exponent) = (i - first, 0);
        if (i < text.Length && text[i] == decimalSymbol)
        {
            first = ++i;
            for (; i < text.Length && (digit = (uint)text[i] - '0') <= 9; i++) mantissa = mantissa * 10 + digit;
            exponent = first - i;
            digits -= exponent;
        }

        if (digits == 0) return TryReadWord(text, ref at, out value);
        if (i < text.Length && (text[i] | 0x20) == 'e') ReadExponent(text, ref i, ref exponent);
        // A whole number below 2^53 and a power of ten up to 22 are exact, so that their product is rounded once.
        if (digits > MostDigits || mantissa > 1UL << 53 || exponent is < -22 or > 22)
            return TryReadSlowly(text, ref at, i, decimalSymbol, out value);
        value = exponent < 0 ? mantissa / PowersOfTen[-exponent] : mantissa * PowersOfTen[exponent];
        if (isNegative) value = -value;
        at = i;
        return true;
    }

    /// <summary>Whether a cell states that there is no value.</summary>
    public static bool IsMissing(ReadOnlySpan<byte> cell) =>
        cell.IsEmpty || Is(cell, "na"u8) || Is(cell, "n/a"u8) || Is(cell, "null"u8) || Is(cell, "none"u8) || Is(cell, "-"u8)
            || Is(cell, "?"u8);

    private static void ReadExponent(ReadOnlySpan<byte> text, ref int at, ref int exponent)
    {
        var i = at + 1;
        var isNegative = i < text.Length && text[i] == '-';
        if (i < text.Length && text[i] is (byte)'-' or (byte)'+') i++;
        var (power, first) = (0, i);
        for (; i < text.Length && (uint)(text[i] - '0') <= 9; i++) power = Math.Min(power * 10 + (text[i] - '0'), 100_000);
        if (i == first) return;
        exponent += isNegative ? -power : power;
        at = i;
    }

    private static bool TryReadSlowly(ReadOnlySpan<byte> text, ref int at, int end, byte decimalSymbol, out double value)
    {
        value = double.NaN;
        var number = text[at..end];
        if (number.Length > LongestNumber) return false;
        Span<byte> copy = stackalloc byte[number.Length];
        number.CopyTo(copy);
        if (decimalSymbol != '.') copy.Replace(decimalSymbol, (byte)'.');
        if (!double.TryParse(copy, NumberStyles.Float, CultureInfo.InvariantCulture, out value)) return false;
        at = end;
        return true;
    }

    private static bool TryReadWord(ReadOnlySpan<byte> text, ref int at, out double value)
    {
        var i = at;
        var sign = i < text.Length && text[i] == '-' ? -1 : 1;
        if (i < text.Length && text[i] is (byte)'-' or (byte)'+') i++;
        var word = text[i..];
        var length = 0;
        while (length < word.Length && (uint)((word[length] | 0x20) - 'a') <= 'z' - 'a') length++;
        word = word[..length];
        value = Is(word, "nan"u8) ? double.NaN : Is(word, "inf"u8) || Is(word, "infinity"u8) ? sign * double.PositiveInfinity : 0;
        if (value == 0) return false;
        at = i + length;
        return true;
    }

    private static bool Is(ReadOnlySpan<byte> cell, ReadOnlySpan<byte> word)
    {
        if (cell.Length != word.Length) return false;
        for (var i = 0; i < cell.Length; i++)
            if ((cell[i] is >= (byte)'A' and <= (byte)'Z' ? cell[i] | 0x20 : cell[i]) != word[i]) return false;
        return true;
    }
}
