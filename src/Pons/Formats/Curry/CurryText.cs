namespace Pons.Formats.Curry;

/// <summary>
/// A text of Curry: sections of <c>Key = Value</c> between START and END, and lists of lines between START_LIST and END_LIST.
/// </summary>
internal sealed class CurryText
{
    private readonly List<(string Section, string Key, string Value)> _values = [];
    private readonly Dictionary<string, List<string>> _lists = new(StringComparer.Ordinal);

    /// <summary>Every value in the order of the file.</summary>
    public IReadOnlyList<(string Section, string Key, string Value)> Values => _values;

    /// <summary>Adds the content of a file; a list that occurs again is left as it is.</summary>
    public void Add(string text)
    {
        var (section, list) = ("", (List<string>?)null);
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = text.AsSpan(range).TrimEnd('\r');
            var (first, second) = Words(line);
            if (second is "END_LIST" or "END") (section, list) = ("", null);
            else if (second is "START_LIST") list = Begin(first.ToString());
            else if (second is "START") section = first.ToString();
            else if (list is not null) list.Add(line.Trim().ToString());
            else if (line.IndexOf('=') is > 0 and var equals && section.Length > 0)
                _values.Add((section, line[..equals].Trim().ToString(), line[(equals + 1)..].Trim().ToString()));
        }
    }

    /// <summary>The value of a key, in either spelling (NumSamples, NUM_SAMPLES); empty when it is not there.</summary>
    public string Value(string section, string key) => _values.FirstOrDefault(v => v.Section == section
        && v.Key.Replace("_", "", StringComparison.Ordinal).Equals(key, StringComparison.OrdinalIgnoreCase)).Value ?? "";

    /// <summary>The lines of a list, empty ones included; empty when there is none.</summary>
    public IReadOnlyList<string> List(string name) => _lists.GetValueOrDefault(name) ?? [];

    /// <summary>Whether a section of this name holds a value.</summary>
    public bool HasSection(string section) => _values.Any(v => v.Section == section);

    private List<string>? Begin(string name)
    {
        var list = new List<string>();
        return _lists.TryAdd(name, list) ? list : null;
    }

    private static (string First, string Second) Words(ReadOnlySpan<char> line)
    {
        line = line.Trim();
        var end = line.IndexOfAny(' ', '\t');
        if (end <= 0) return ("", "");
        var rest = line[end..].TrimStart();
        var second = rest.IndexOfAny(' ', '\t') is >= 0 and var next ? rest[..next] : rest;
        return second is "START" or "END" or "START_LIST" or "END_LIST" ? (line[..end].ToString(), second.ToString()) : ("", "");
    }
}
