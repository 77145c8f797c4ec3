using System.Text;

namespace Pons.Formats.BrainVision;

/// <summary>A header or marker file taken apart: sections of entries, and the free text behind <c>[Comment]</c>.</summary>
internal sealed class BrainVisionText
{
    /// <summary>No header, and no marker file, is larger; what claims to be one is not read into memory.</summary>
    private const int LongestHeader = 1 << 24, LongestMarkers = 1 << 28;

    private readonly Dictionary<string, List<BrainVisionEntry>> _sections = new(StringComparer.OrdinalIgnoreCase);

    private BrainVisionText()
    {
    }

    /// <summary>The line that names the kind of file and its version.</summary>
    public string FirstLine { get; private set; } = "";

    /// <summary>What the remark below the first line says of the software; empty when there is none.</summary>
    public string CreatedBy { get; private set; } = "";

    /// <summary>The free text at the end of a header.</summary>
    public string Comment { get; private set; } = "";

    /// <summary>Names of the sections, in the order of the file.</summary>
    public IEnumerable<string> SectionNames => _sections.Keys;

    /// <summary>Takes a file apart.</summary>
    /// <exception cref="RecordingFormatException">The file is empty or too large to be such a text.</exception>
    public static BrainVisionText Read(Stream file, string name, bool isHeader, List<string> warnings)
    {
        var length = file.Length;
        if (length == 0) throw RecordingFormat.Empty(name);
        var longest = isHeader ? LongestHeader : LongestMarkers;
        if (length > longest)
            throw new RecordingFormatException(name, null, $"The file has {length} bytes; a text of at most {longest} was expected.",
                "It is therefore no BrainVision text.", "Give the header file (.vhdr) of the recording.");
        var bytes = new byte[length];
        file.Position = 0;
        file.ReadExactly(bytes);
        var encoding = TextEncoding.Of(bytes, StatedCodePage(bytes), out var assumption);
        if (assumption is not null) warnings.Add($"'{name}': {assumption}");
        var text = new BrainVisionText();
        text.TakeApart(bytes, encoding);
        return text;
    }

    /// <summary>The entries of a section in order; empty when there is no such section.</summary>
    public IReadOnlyList<BrainVisionEntry> Section(string name) => _sections.TryGetValue(name, out var entries) ? entries : [];

    /// <summary>The entry of a section; the last one when it stands there more than once.</summary>
    public BrainVisionEntry? Find(string section, string key)
    {
        BrainVisionEntry? found = null;
        foreach (var entry in Section(section))
            if (entry.Key.Equals(key, StringComparison.OrdinalIgnoreCase)) found = entry;
        return found;
    }

    /// <summary>The code page is written in letters that all code pages share.</summary>
    private static string StatedCodePage(ReadOnlySpan<byte> bytes)
    {
        var head = bytes[..Math.Min(bytes.Length, RecordingFiles.RecognitionLength)];
        for (var at = 0; ; at++)
        {
            var next = head[at..].IndexOf("odepage="u8);
            if (next < 0) return "";
            at += next;
            if (at == 0 || (head[at - 1] | 0x20) != 'c') continue;
            var value = head[(at + "odepage=".Length)..];
            var end = value.IndexOfAny((byte)'\r', (byte)'\n');
            return Encoding.Latin1.GetString(end < 0 ? value : value[..end]);
        }
    }

    private void TakeApart(ReadOnlySpan<byte> bytes, Encoding encoding)
    {
        List<BrainVisionEntry>? section = null;
        for (var at = 0; at < bytes.Length;)
        {
            var end = bytes[at..].IndexOf((byte)'\n');
            end = end < 0 ? bytes.Length : at + end;
            var line = encoding.GetString(bytes[at..end]).TrimEnd('\r');
            if (at == 0) FirstLine = line.TrimStart('\uFEFF').Trim();
            else if (line.StartsWith('[') && line.TrimEnd() is [.., ']'] head)
            {
                if (IsComment(head))
                {
                    Comment = encoding.GetString(bytes[Math.Min(end + 1, bytes.Length)..]).ReplaceLineEndings("\n").Trim('\n');
                    return;
                }

                section = SectionOf(head[1..^1].Trim());
            }
            else if (!line.StartsWith(';')) AddEntry(section, line, at);
            else if (section is null && CreatedBy.Length == 0) CreatedBy = line.TrimStart(';').Trim();
            at = end + 1;
        }
    }

    private static bool IsComment(string head) => head.Equals("[Comment]", StringComparison.OrdinalIgnoreCase);

    private List<BrainVisionEntry> SectionOf(string name)
    {
        if (!_sections.TryGetValue(name, out var section)) _sections.Add(name, section = []);
        return section;
    }

    private static void AddEntry(List<BrainVisionEntry>? section, string line, long offset)
    {
        var equals = line.IndexOf('=', StringComparison.Ordinal);
        if (equals > 0) section?.Add(new(line[..equals].Trim(), line[(equals + 1)..], offset));
    }
}
