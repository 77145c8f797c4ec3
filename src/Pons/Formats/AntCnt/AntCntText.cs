namespace Pons.Formats.AntCnt;

/// <summary>A text in which a name in brackets stands above each value.</summary>
internal sealed class AntCntText
{
    private readonly List<(string Name, List<string> Lines)> _values = [];

    public AntCntText(string text)
    {
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = text.AsSpan(range).Trim().Trim('\0');
            if (line is ['[', .., ']']) _values.Add((line[1..^1].ToString(), []));
            else if (_values.Count > 0 && !line.IsEmpty) _values[^1].Lines.Add(line.ToString());
        }
    }

    /// <summary>Names and values in the order of the file; lines of one value with a blank between.</summary>
    public IEnumerable<(string Name, string Value)> Values =>
        _values.Where(v => v.Lines.Count > 0).Select(v => (v.Name, string.Join(' ', v.Lines)));

    /// <summary>The first line of a value; empty when it is not there.</summary>
    public string Value(string name) => Lines(name) is [var first, ..] ? first : "";

    /// <summary>All lines of a value.</summary>
    public IReadOnlyList<string> Lines(string name) => _values.FirstOrDefault(v => v.Name == name).Lines ?? [];
}
