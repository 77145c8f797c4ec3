namespace Pons.Formats.Delimited;

/// <summary>How the cells of a row are parted.</summary>
/// <param name="Delimiter">What stands between cells; a space means any run of spaces and tabs.</param>
/// <param name="DecimalSymbol">What parts the whole from the fraction: a point, or a comma where the delimiter is another sign.</param>
internal readonly record struct DelimitedDialect(byte Delimiter, byte DecimalSymbol)
{
    /// <summary>Whether any run of spaces and tabs parts two cells.</summary>
    public bool IsBlank => Delimiter == ' ';

    /// <summary>The name of the delimiter for people.</summary>
    public string DelimiterName => (char)Delimiter switch
    {
        ',' => "comma",
        ';' => "semicolon",
        '\t' => "tab",
        _ => "space",
    };

    /// <summary>Takes the cell at the start of the rest of a row, without blanks and quotes around it, and
    /// moves the rest behind it.</summary>
    /// <param name="rest">What is left of the row; empty behind the last cell.</param>
    /// <param name="hasMore">Whether a delimiter followed, so that there is another cell, even if it is empty.</param>
    public ReadOnlySpan<byte> Take(scoped ref ReadOnlySpan<byte> rest, out bool hasMore)
    {
        if (IsBlank) return TakeWord(ref rest, out hasMore);
        var lead = 0;
        while (lead < rest.Length && rest[lead] == ' ') lead++;
        var end = lead < rest.Length && rest[lead] == '"' ? QuoteEnd(rest, lead) : lead;
        var next = rest[end..].IndexOf(Delimiter);
        hasMore = next >= 0;
        var cell = hasMore ? rest[..(end + next)] : rest;
        rest = hasMore ? rest[(end + next + 1)..] : [];
        cell = cell.Trim((byte)' ');
        return cell is [(byte)'"', .., (byte)'"'] ? cell[1..^1] : cell;
    }

    /// <summary>The cells of a row.</summary>
    public int Count(ReadOnlySpan<byte> row)
    {
        if (row.IsEmpty) return 0;
        var count = 0;
        bool hasMore;
        do
        {
            Take(ref row, out hasMore);
            count++;
        }
        while (hasMore);
        return count;
    }

    /// <summary>Behind the closing quote; a doubled quote stands for one.</summary>
    private static int QuoteEnd(ReadOnlySpan<byte> row, int open)
    {
        for (var i = open + 1; i < row.Length; i++)
            if (row[i] == '"')
            {
                if (i + 1 < row.Length && row[i + 1] == '"') i++;
                else return i + 1;
            }

        return open + 1;
    }

    private static ReadOnlySpan<byte> TakeWord(scoped ref ReadOnlySpan<byte> rest, out bool hasMore)
    {
        rest = rest.Trim(" \t"u8);
        var end = rest.IndexOfAny((byte)' ', (byte)'\t');
        var word = end < 0 ? rest : rest[..end];
        rest = end < 0 ? [] : rest[end..].TrimStart(" \t"u8);
        hasMore = !rest.IsEmpty;
        return word;
    }
}
