using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace Pons.Formats.Xdf;

/// <summary>The XML of headers and footers; recorders write texts of devices into it unchecked, so faults are mended and said.</summary>
internal static partial class XdfXml
{
    /// <summary>A header of a thousand channels with all that the recommendations name has half a million bytes.</summary>
    public const int LargestBytes = 8 << 20;

    private static readonly UTF8Encoding s_strict = new(false, throwOnInvalidBytes: true);

    /// <summary>Reads a document; <see langword="null"/> when nothing of it can be read.</summary>
    /// <param name="bytes">Its bytes.</param>
    /// <param name="fault">What had to be mended, or why it cannot be read; <see langword="null"/> when it is faultless.</param>
    public static XElement? Parse(ReadOnlySpan<byte> bytes, out string? fault)
    {
        var text = Decode(bytes, out fault).Trim('\uFEFF', '\0', ' ', '\t', '\r', '\n');
        if (TryLoad(text, out var document, out var error)) return document;
        fault = $"is not valid XML ({error})";
        if (TryLoad(Mended(text), out document, out _)) return document;
        var essentials = Essentials(text);
        if (essentials is not null) fault += ", so that only its main fields could be read";
        return essentials;
    }

    /// <summary>Text of UTF-8 bytes, or of Latin-1 where they are none.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes, out string? fault)
    {
        fault = null;
        try
        {
            return s_strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            fault = "is not UTF-8 and was read as Latin-1";
            return Encoding.Latin1.GetString(bytes);
        }
    }

    /// <summary>Text as an XML document can hold it: characters that XML forbids become question marks.</summary>
    public static string Storable(string text) => Forbidden().Replace(text, "?");

    /// <summary>The text of the first child of a name, without white space around it; empty when there is none.</summary>
    public static string Text(this XElement? element, string child) => element?.Element(child)?.Value.Trim() ?? "";

    private static bool TryLoad(string text, out XElement? root, out string? error)
    {
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            MaxCharactersInDocument = LargestBytes,
        };
        (root, error) = (null, null);
        try
        {
            using var reader = XmlReader.Create(new StringReader(text), settings);
            root = XElement.Load(reader);
            return true;
        }
        catch (XmlException e)
        {
            error = e.Message.TrimEnd('.');
            return false;
        }
    }

    private static string Mended(string text) => StrayAmpersand().Replace(ForbiddenReference().Replace(Storable(text), "?"), "&amp;");

    /// <summary>What decoding the samples needs, found without understanding the rest.</summary>
    private static XElement? Essentials(string text)
    {
        var root = new XElement("info");
        foreach (var name in (string[])["name", "type", "channel_count", "nominal_srate", "channel_format", "source_id", "sample_count"])
        {
            var from = text.IndexOf($"<{name}>", StringComparison.Ordinal);
            if (from < 0) continue;
            from += name.Length + 2;
            var end = text.IndexOf('<', from);
            if (end > from) root.Add(new XElement(name, Storable(text[from..end])));
        }

        return root.HasElements ? root : null;
    }

    [GeneratedRegex("[^\\t\\n\\r\\u0020-\\uD7FF\\uE000-\\uFFFD\\uD800-\\uDFFF]"
        + "|[\\uD800-\\uDBFF](?![\\uDC00-\\uDFFF])|(?<![\\uD800-\\uDBFF])[\\uDC00-\\uDFFF]")]
    private static partial Regex Forbidden();

    [GeneratedRegex("&#(?:0*(?:[0-8]|1[124-9]|2[0-9]|3[01])|x0*(?:[0-8bcef]|1[0-9a-f]));", RegexOptions.IgnoreCase)]
    private static partial Regex ForbiddenReference();

    [GeneratedRegex("&(?!(?:amp|lt|gt|quot|apos|#[0-9]+|#x[0-9a-fA-F]+);)")]
    private static partial Regex StrayAmpersand();
}
