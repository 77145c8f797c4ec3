using System.Xml;
using System.Xml.Linq;

namespace Pons.Formats.Bids.Hed;

/// <summary>Reads a vocabulary from the XML files that the HED Working Group publishes.</summary>
internal static class HedVocabularyXml
{
    /// <summary>The largest vocabulary so far has a million characters.</summary>
    private const long LongestFile = 64 << 20;

    /// <summary>Reads a file.</summary>
    /// <exception cref="RecordingFormatException">It is no HED vocabulary.</exception>
    public static HedVocabulary Read(string path)
    {
        var name = Path.GetFileName(path);
        try
        {
            // No document type: nothing outside of the file is fetched, and no entity grows.
            var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = LongestFile };
            using var reader = XmlReader.Create(path, settings);
            var root = XDocument.Load(reader).Root!;
            if (root.Name.LocalName != "HED" || root.Attribute("version") is not { } version || root.Element("schema") is not { } tags)
                throw NoVocabulary(name, $"The root is '{root.Name.LocalName}', without a version or a schema.");
            var vocabulary = new HedVocabulary(root.Attribute("library") is { } library ? $"{library.Value}_{version.Value}" : version.Value);
            foreach (var node in tags.Elements("node")) AddTag(vocabulary, node, null);
            foreach (var unitClass in root.Element("unitClassDefinitions")?.Elements() ?? []) AddUnits(vocabulary, unitClass);
            foreach (var modifier in root.Element("unitModifierDefinitions")?.Elements() ?? [])
                vocabulary.AddModifier(NameOf(modifier), AttributesOf(modifier));
            return vocabulary;
        }
        catch (XmlException fault)
        {
            throw NoVocabulary(name, $"Line {fault.LineNumber}, column {fault.LinePosition} is not XML.", fault);
        }
    }

    private static void AddTag(HedVocabulary vocabulary, XElement element, HedNode? parent)
    {
        var node = vocabulary.AddTag(NameOf(element), parent, AttributesOf(element));
        foreach (var child in element.Elements("node")) AddTag(vocabulary, child, node);
    }

    private static void AddUnits(HedVocabulary vocabulary, XElement element)
    {
        var units = vocabulary.AddUnitClass(NameOf(element));
        foreach (var unit in element.Elements("unit"))
        {
            var attributes = AttributesOf(unit);
            units.Add(new(NameOf(unit), attributes.Has("SIUnit"), attributes.Has("unitSymbol"), attributes.Has("unitPrefix")));
        }
    }

    private static string NameOf(XElement element) => element.Element("name")?.Value.Trim() ?? "";

    private static HedAttributes AttributesOf(XElement element)
    {
        var attributes = new HedAttributes();
        foreach (var attribute in element.Elements("attribute"))
            attributes.Add(NameOf(attribute), [.. attribute.Elements("value").Select(v => v.Value.Trim())]);
        return attributes;
    }

    private static RecordingFormatException NoVocabulary(string name, string what, Exception? inner = null) => new(
        name, null, what, "It is no HED vocabulary, so that no tag can be checked against it.",
        "Give an XML file of https://github.com/hed-standard/hed-schemas.", inner);
}
