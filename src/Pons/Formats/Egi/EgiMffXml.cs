using System.Xml;
using System.Xml.Linq;

namespace Pons.Formats.Egi;

/// <summary>Reads the texts of a folder. No text may refer to anything outside itself, and none is longer than any of its kind.</summary>
internal sealed class EgiMffXml(RecordingFiles files, List<string> warnings)
{
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = StoredBytes.LongestPart,
        IgnoreComments = true,
        IgnoreWhitespace = true,
    };

    /// <summary>The root of a text; null, and said, when it is damaged; null when it is not there.</summary>
    public XElement? Read(string name)
    {
        using var file = files.TryOpen(name);
        if (file is null) return null;
        try
        {
            using var reader = XmlReader.Create(file, Settings);
            return XElement.Load(reader);
        }
        catch (XmlException e)
        {
            warnings.Add($"'{name}' is damaged and is not read: {e.Message}");
            return null;
        }
    }

    /// <summary>The elements of one name in a long text, one after the other; a damaged text ends them, and that is said.</summary>
    public IEnumerable<XElement> Stream(string name, string element)
    {
        using var file = files.TryOpen(name);
        if (file is null) yield break;
        using var reader = XmlReader.Create(file, Settings);
        var count = 0;
        while (Next(reader, name, element, count) is { } next)
        {
            count++;
            yield return next;
        }
    }

    /// <summary>The first element of a name below another, whatever its namespace.</summary>
    public static XElement? Find(XElement? root, string name) => root?.Descendants().FirstOrDefault(e => e.Name.LocalName == name);

    /// <summary>All elements of a name below another.</summary>
    public static IEnumerable<XElement> All(XElement? root, string name) => root?.Descendants().Where(e => e.Name.LocalName == name) ?? [];

    /// <summary>The text of a child; empty when there is none.</summary>
    public static string Text(XElement? parent, string child) =>
        parent?.Elements().FirstOrDefault(e => e.Name.LocalName == child)?.Value.Trim() ?? "";

    private XElement? Next(XmlReader reader, string name, string element, int count)
    {
        try
        {
            while (!reader.EOF)
                if (reader.NodeType == XmlNodeType.Element && reader.LocalName == element) return (XElement)XNode.ReadFrom(reader);
                else if (!reader.Read()) break;
            return null;
        }
        catch (XmlException e)
        {
            warnings.Add($"'{name}' is damaged: the first {count} elements '{element}' are read. {e.Message}");
            return null;
        }
    }
}
