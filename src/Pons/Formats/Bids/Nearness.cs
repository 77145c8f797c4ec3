namespace Pons.Formats.Bids;

/// <summary>How alike two words are, to guess what was meant.</summary>
internal static class Nearness
{
    /// <summary>How many letters must be changed, added or taken away to make one word the other; case is left out of account.</summary>
    public static int Distance(string a, string b)
    {
        var previous = new int[b.Length + 1];
        var current = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++) previous[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var same = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1;
                current[j] = Math.Min(Math.Min(previous[j] + 1, current[j - 1] + 1), previous[j - 1] + same);
            }

            (previous, current) = (current, previous);
        }

        return previous[b.Length];
    }

    public static string Nearest(string word, IEnumerable<string> words) => words.MinBy(w => Distance(word, w))!;

    /// <summary>The nearest few words, nearest first.</summary>
    public static IEnumerable<string> Nearest(string word, IEnumerable<string> words, int count) =>
        words.OrderBy(w => Distance(word, w)).ThenBy(w => w, StringComparer.Ordinal).Take(count);
}
