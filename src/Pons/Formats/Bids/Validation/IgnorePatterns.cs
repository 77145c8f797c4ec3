using System.Text;
using System.Text.RegularExpressions;

namespace Pons.Formats.Bids.Validation;

/// <summary>
/// The patterns of <c>.bidsignore</c>, which has the syntax of <c>.gitignore</c>: <c>*</c>, <c>?</c>, <c>**</c>, a leading <c>/</c> for
/// the root, a trailing <c>/</c> for folders, a leading <c>!</c> to take back; the last pattern that fits decides.
/// </summary>
internal sealed class IgnorePatterns
{
    /// <summary>A pattern that is matched for longer than this is one that was made to take long.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private readonly List<(Regex Pattern, bool IsIgnored, bool IsFolderOnly)> _patterns = [];

    public static IgnorePatterns Read(string root)
    {
        var patterns = new IgnorePatterns();
        var path = Path.Combine(root, ".bidsignore");
        if (!File.Exists(path)) return patterns;
        foreach (var line in File.ReadLines(path).Take(10_000)) patterns.Add(line.Trim());
        return patterns;
    }

    public void Add(string line)
    {
        if (line.Length == 0 || line[0] == '#') return;
        var isIgnored = line[0] != '!';
        var pattern = isIgnored ? line : line[1..];
        var isFolderOnly = pattern.EndsWith('/');
        pattern = pattern.TrimEnd('/');
        if (pattern.Length > 0) _patterns.Add((Compile(pattern), isIgnored, isFolderOnly));
    }

    /// <summary>Whether a file or folder is passed over; the caller asks for the folders above it first.</summary>
    public bool Ignores(string path, bool isFolder)
    {
        for (var i = _patterns.Count - 1; i >= 0; i--)
        {
            var (pattern, isIgnored, isFolderOnly) = _patterns[i];
            if ((!isFolderOnly || isFolder) && pattern.IsMatch(path)) return isIgnored;
        }

        return false;
    }

    private static Regex Compile(string pattern)
    {
        var isAnchored = pattern.Contains('/', StringComparison.Ordinal);
        var regex = new StringBuilder(isAnchored ? "^" : "(?:^|/)");
        var text = pattern.TrimStart('/');
        for (var i = 0; i < text.Length; i++)
        {
            if (text.AsSpan(i).StartsWith("**/"))
            {
                regex.Append("(?:.*/)?");
                i += 2;
            }
            else if (text.AsSpan(i).StartsWith("**"))
            {
                regex.Append(".*");
                i++;
            }
            else
            {
                regex.Append(text[i] switch { '*' => "[^/]*", '?' => "[^/]", var c => Regex.Escape(c.ToString()) });
            }
        }

        return new(regex.Append("(?:/|$)").ToString(), RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, Longest);
    }
}
