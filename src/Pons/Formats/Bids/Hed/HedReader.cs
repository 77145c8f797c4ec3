namespace Pons.Formats.Bids.Hed;

/// <summary>Takes an annotation apart by its punctuation: tags parted by commas, groups in parentheses, columns in curly braces.</summary>
internal sealed class HedReader
{
    private readonly string _text;
    private readonly List<HedIssue> _issues;
    private readonly Stack<HedGroup> _open = new();
    private int _start;
    private bool _isAfterPart, _needsPart;

    private HedReader(string text, List<HedIssue> issues)
    {
        _text = text;
        _issues = issues;
    }

    /// <summary>Reads an annotation.</summary>
    /// <param name="text">The annotation.</param>
    /// <param name="issues">Gets what is wrong.</param>
    /// <returns>Its parts; <see langword="null"/> when they cannot be told apart.</returns>
    public static HedGroup? Read(string text, List<HedIssue> issues)
    {
        var before = issues.Count;
        if (text.FirstOrDefault(IsRefused) is var refused and not '\0')
            issues.Add(new("CHARACTER_INVALID", Around(text, text.IndexOf(refused, StringComparison.Ordinal)), char.IsControl(refused) ? $"U+{(int)refused:X4}" : refused.ToString()));
        var (opened, closed) = (text.Count(c => c == '('), text.Count(c => c == ')'));
        if (opened != closed) issues.Add(new("PARENTHESES_MISMATCH", closed.ToString(System.Globalization.CultureInfo.InvariantCulture), opened.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        if (issues.Count > before) return null;
        var root = new HedReader(text, issues).Run();
        return issues.Count > before ? null : root;
    }

    private static bool IsRefused(char c) => c is '[' or ']' or '~' or '"' || (char.IsControl(c) && c != '\t');

    private static string Around(string text, int at) => text[Math.Max(0, at - 20)..Math.Min(text.Length, at + 20)];

    private HedGroup? Run()
    {
        var root = new HedGroup();
        _open.Push(root);
        for (var i = 0; i < _text.Length; i++)
        {
            switch (_text[i])
            {
                case '(':
                    if (!BeginPart(i)) return null;
                    _open.Push(new());
                    (_start, _needsPart) = (i + 1, false);
                    break;
                case ')':
                    if (_open.Count == 1) return Fail("PARENTHESES_MISMATCH", "1", "0");
                    if (!EndPart(i)) return null;
                    var group = _open.Pop();
                    if (group.IsEmpty) return Fail("TAG_EMPTY", Around(_text, i));
                    _open.Peek().Groups.Add(group);
                    (_start, _isAfterPart, _needsPart) = (i + 1, true, false);
                    break;
                case ',':
                    if (!EndPart(i)) return null;
                    if (!_isAfterPart) return Fail("TAG_EMPTY", Around(_text, i));
                    (_start, _isAfterPart, _needsPart) = (i + 1, false, true);
                    break;
                case '{':
                    if (ReadSplice(ref i)) break;
                    return null;
                case '}': return Fail("SIDECAR_BRACES_INVALID", Around(_text, i), "@unopened");
            }
        }

        if (!EndPart(_text.Length)) return null;
        if (_open.Count > 1) return Fail("PARENTHESES_MISMATCH", "0", "1");
        return _needsPart && !_isAfterPart ? Fail("TAG_EMPTY", Around(_text, _text.Length)) : root;
    }

    private bool ReadSplice(ref int i)
    {
        if (_text.AsSpan(_start, i - _start).Trim().Length > 0) return Fail("CHARACTER_INVALID", Around(_text, i), "{") is not null;
        if (!BeginPart(i)) return false;
        var end = _text.IndexOfAny(['{', '}'], i + 1);
        if (end < 0) return Fail("SIDECAR_BRACES_INVALID", Around(_text, i), "@unclosed") is not null;
        if (_text[end] == '{') return Fail("SIDECAR_BRACES_INVALID", Around(_text, i), "@nested") is not null;
        var name = _text[(i + 1)..end].Trim();
        if (name.Length == 0) return Fail("SIDECAR_BRACES_INVALID", Around(_text, i), "@empty") is not null;
        _open.Peek().Splices.Add(name);
        (i, _start, _isAfterPart) = (end, end + 1, true);
        return true;
    }

    /// <summary>A group or column begins: what stands before it must have ended in a comma.</summary>
    private bool BeginPart(int i)
    {
        if (!_isAfterPart && _text.AsSpan(_start, i - _start).Trim().Length == 0) return true;
        Fail("COMMA_MISSING", Around(_text, i));
        return false;
    }

    /// <summary>A tag ends, if there is one.</summary>
    private bool EndPart(int i)
    {
        var tag = _text[_start..i].Trim();
        if (tag.Length == 0)
        {
            if (_needsPart && !_isAfterPart) Fail("TAG_EMPTY", Around(_text, i));
            return !_needsPart || _isAfterPart;
        }

        if (_isAfterPart)
        {
            Fail("COMMA_MISSING", Around(_text, _start));
            return false;
        }

        _open.Peek().Tags.Add(new(tag));
        (_start, _isAfterPart) = (i, true);
        return true;
    }

    private HedGroup? Fail(string code, string found, string expected = "")
    {
        _issues.Add(new(code, found.Trim().Length == 0 ? _text : found, expected));
        return null;
    }
}
