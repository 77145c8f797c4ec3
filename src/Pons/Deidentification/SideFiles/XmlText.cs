using System.Net;
using System.Text;
using System.Xml;
using Pons.Formats;

namespace Pons.Deidentification.SideFiles;

/// <summary>
/// Rewrites the texts, attributes and comments of XML where they stand; tags and everything else stay byte for byte. An element or
/// attribute whose name says what it holds is emptied.
/// </summary>
internal static class XmlText
{
    private const int DeepestNesting = 200;

    /// <summary>The document with every text rewritten.</summary>
    /// <param name="xml">A whole document or element.</param>
    /// <param name="at">Byte of the file at which it starts, for the report.</param>
    /// <param name="name">Name of the file, for messages.</param>
    /// <param name="scribe">Says what to write.</param>
    /// <exception cref="RecordingFormatException">It is not well-formed.</exception>
    public static string Scrub(string xml, long? at, string name, Scribe scribe)
    {
        Check(xml, at, name);
        var result = new StringBuilder(xml.Length);
        var open = new List<string>();
        for (var i = 0; i < xml.Length;)
        {
            var end = End(xml, i);
            var piece = xml[i..end];
            if (piece[0] != '<') result.Append(Content(piece, open, at, scribe));
            else if (piece.StartsWith("<!--", StringComparison.Ordinal)) result.Append("<!--").Append(scribe.Text("comment", at, piece[4..^3])).Append("-->");
            else if (piece.StartsWith("<![CDATA[", StringComparison.Ordinal))
                result.Append("<![CDATA[").Append(Value(piece[9..^3], open, at, scribe)).Append("]]>");
            else if (piece[1] is '?' or '!') result.Append(scribe.Text("declaration", at, piece, knownOnly: true));
            else result.Append(Tag(piece, open, at, scribe));
            i = end;
        }

        return result.ToString();
    }

    private static int End(string xml, int start)
    {
        int Behind(string mark) => xml.IndexOf(mark, start + 1, StringComparison.Ordinal) is var found and >= 0 ? found + mark.Length : xml.Length;
        if (xml[start] != '<') return xml.IndexOf('<', start) is var next and >= 0 ? next : xml.Length;
        if (string.CompareOrdinal(xml, start, "<!--", 0, 4) == 0) return Behind("-->");
        if (string.CompareOrdinal(xml, start, "<![CDATA[", 0, 9) == 0) return Behind("]]>");
        // A bracket inside quotes is no end of the tag.
        var quote = '\0';
        for (var i = start + 1; i < xml.Length; i++)
        {
            if (quote != '\0') quote = xml[i] == quote ? '\0' : quote;
            else if (xml[i] is '"' or '\'') quote = xml[i];
            else if (xml[i] == '>') return i + 1;
        }

        return xml.Length;
    }

    private static string Content(string raw, List<string> open, long? at, Scribe scribe)
    {
        var text = WebUtility.HtmlDecode(raw);
        var inner = text.Trim();
        if (inner.Length == 0) return raw;
        var now = Value(inner, open, at, scribe);
        return now == inner ? raw : Escape(text.Replace(inner, now, StringComparison.Ordinal));
    }

    /// <summary>An element is called by its own name or by that of its parent and its own: <c>subject</c>, <c>name</c>.</summary>
    private static string Value(string text, List<string> path, long? at, Scribe scribe)
    {
        var name = path.Count > 0 ? Local(path[^1]) : "";
        var field = scribe.Rules.FieldNamed(name) ?? (path.Count > 1 ? scribe.Rules.FieldNamed(Local(path[^2]) + "_" + name) : null);
        return field is not null ? scribe.NamedValue($"element '{scribe.Shown(name)}'", at, field, text, "") : scribe.Text("text of an element", at, text);
    }

    private static string Local(string name) => name[(name.IndexOf(':') + 1)..];

    private static string Tag(string tag, List<string> open, long? at, Scribe scribe)
    {
        var body = tag.AsSpan(1).TrimEnd("/>");
        if (tag[1] == '/')
        {
            if (open.Count > 0) open.RemoveAt(open.Count - 1);
            return tag;
        }

        var nameEnd = body.IndexOfAny(" \t\r\n");
        if (!tag.EndsWith("/>", StringComparison.Ordinal)) open.Add((nameEnd < 0 ? body : body[..nameEnd]).ToString());
        return nameEnd < 0 ? tag : Attributes(tag, body[..nameEnd].ToString(), at, scribe);
    }

    private static string Attributes(string tag, string element, long? at, Scribe scribe)
    {
        var result = new StringBuilder(tag.Length);
        var from = 0;
        for (var start = tag.AsSpan().IndexOfAny('"', '\''); start >= 0;)
        {
            var end = tag.IndexOf(tag[start], start + 1);
            if (end < 0) break;
            var name = tag.AsSpan(0, start).TrimEnd(" \t\r\n=");
            var raw = tag[(start + 1)..end];
            var text = WebUtility.HtmlDecode(raw);
            var isNamespace = name[(name.LastIndexOfAny(" \t\r\n") + 1)..].StartsWith("xmlns");
            var now = isNamespace ? text : Value(text, [element, name[(name.LastIndexOfAny(" \t\r\n") + 1)..].ToString()], at, scribe);
            result.Append(tag, from, start + 1 - from).Append(now == text ? raw : Escape(now));
            from = end;
            var next = tag.AsSpan(end + 1).IndexOfAny('"', '\'');
            start = next < 0 ? -1 : end + 1 + next;
        }

        return result.Append(tag, from, tag.Length - from).ToString();
    }

    private static string Escape(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal);

    private static void Check(string xml, long? at, string name)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(xml), new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, CheckCharacters = false });
            while (reader.Read())
                if (reader.Depth > DeepestNesting) throw new XmlException("Elements are nested too deeply.");
        }
        catch (XmlException fault)
        {
            throw new RecordingFormatException(name, at, $"The description is no XML: {fault.Message}", "What it holds is therefore unknown.", "Mend or export the file again.", fault);
        }
    }
}
