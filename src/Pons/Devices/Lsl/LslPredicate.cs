using System.Xml.Linq;
using System.Xml.XPath;

namespace Pons.Devices.Lsl;

/// <summary>
/// Which streams are meant: an XPath 1.0 predicate on the element <c>info</c>. Predicates come from the network, so they are bounded in
/// length and in what makes their evaluation long: at most 1024 characters, one <c>//</c> or axis, two brackets that are not nested.
/// </summary>
internal static class LslPredicate
{
    private const int LongestLength = 1024;

    /// <summary>A predicate that asks for equal fields; empty values ask for nothing.</summary>
    public static string Of(string session, params ReadOnlySpan<(string Field, string Value)> fields)
    {
        var terms = new List<string>();
        if (session.Length > 0) terms.Add($"session_id={Quoted(session)}");
        foreach (var (field, value) in fields)
            if (value.Length > 0) terms.Add($"{field}={Quoted(value)}");
        return string.Join(" and ", terms);
    }

    /// <summary>Whether a stream is meant; a predicate that cannot be evaluated means none.</summary>
    public static bool Holds(string predicate, XElement info)
    {
        if (string.IsNullOrWhiteSpace(predicate)) return true;
        if (!IsBounded(predicate)) return false;
        try
        {
            return info.CreateNavigator().Evaluate($"boolean({predicate})") is true;
        }
        catch (Exception fault) when (fault is XPathException or ArgumentException or InvalidOperationException or FormatException)
        {
            return false;
        }
    }

    private static bool IsBounded(string predicate)
    {
        if (predicate.Length > LongestLength) return false;
        var (open, brackets, long_) = (0, 0, 0);
        for (var i = 0; i < predicate.Length; i++)
        {
            if (predicate[i] == '[') (open, brackets) = (open + 1, brackets + 1);
            if (predicate[i] == ']') open--;
            if (open > 1) return false;
            if (predicate.AsSpan(i).StartsWith("//") || predicate.AsSpan(i).StartsWith("::")) long_++;
        }

        return brackets <= 2 && long_ <= 1;
    }

    private static string Quoted(string value)
    {
        if (!value.Contains('\'', StringComparison.Ordinal)) return $"'{value}'";
        return value.Contains('"', StringComparison.Ordinal)
            ? $"concat('{value.Replace("'", "',\"'\",'", StringComparison.Ordinal)}')"
            : $"\"{value}\"";
    }
}
