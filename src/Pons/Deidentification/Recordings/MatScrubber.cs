using System.IO.Compression;
using System.Text;
using Pons.Formats;

namespace Pons.Deidentification.Recordings;

/// <summary>
/// MATLAB 5 to 7, and EEGLAB data sets in it: texts are rewritten, fields by their names, clock vectors move, the line about when and on
/// what the file was made goes. Numbers stay bit for bit. Objects and functions, which hold anything, are refused.
/// </summary>
internal sealed class MatScrubber : IdentityScrubber
{
    private const int HeadBytes = 128, TextBytesOfHead = 116, Compressed = 15;
    private const long MostElementBytes = 1L << 30;
    private const string HeadText = "MATLAB 5.0 MAT-file";

    /// <inheritdoc/>
    public override string Format => "MAT 5";

    /// <inheritdoc/>
    public override bool Recognise(RecordingFiles files) => files.FirstBytes.Span is { Length: >= HeadBytes } first && ByteOrder(first) is not null
        && first[..TextBytesOfHead].IndexOfAnyInRange((byte)1, (byte)8) < 0 && !first.StartsWith("\u0089HDF"u8) && !first.StartsWith("MATLAB 7.3"u8);

    /// <inheritdoc/>
    public override bool OpensAsRecording(RecordingFiles files)
    {
        if (files.Extension == ".set") return true;
        try
        {
            using (RecordingFormat.Of(files).Open(files)) return true;
        }
        catch (RecordingFormatException)
        {
            // Variables that are no recording: the walk through them finds what is damaged.
            return false;
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Companions(RecordingFiles files) =>
        files.Extension != ".set" ? [] : [.. new[] { ".fdt", ".dat" }.Select(e => files.Find(Path.ChangeExtension(files.Name, e))).OfType<string>().Take(1)];

    /// <inheritdoc/>
    public override void Scrub(ScrubbedFiles files, Scribe scribe)
    {
        using var source = files.Source.OpenMain();
        var head = new byte[HeadBytes];
        source.ReadExactly(head);
        var isLittle = ByteOrder(head)!.Value;
        if (head.AsSpan(TextBytesOfHead, 8).IndexOfAnyExcept((byte)0, (byte)' ') >= 0)
            throw new RecordingFormatException(files.Name, TextBytesOfHead, "The file holds MATLAB objects (tables, dates, strings).", "What they hold cannot be read.",
                "Save the variables as plain matrices, texts and structs.");
        ScrubHead(head, scribe);
        foreach (var name in Companions(files.Source)) CopySamples(files, name);
        var target = files.Create(files.Name);
        target.Write(head);
        while (source.Position + 8 <= source.Length) ScrubVariable(source, target, isLittle, files.Name, scribe);
        if (source.Position == source.Length) return;
        var rest = new byte[source.Length - source.Position];
        var at = source.Position;
        source.ReadExactly(rest);
        scribe.Cut("behind the last variable", at, rest);
    }

    /// <summary>The first text says when, on which platform and by which program the file was made.</summary>
    private static void ScrubHead(byte[] head, Scribe scribe)
    {
        var text = TextBytes.Decode(head.AsSpan(0, TextBytesOfHead), out _).Trim(' ', '\0');
        if (text is HeadText or "") return;
        if (!scribe.Holds("first line", 0, IdentityKind.FreeText, text, isLookedFor: false)) return;
        head.AsSpan(0, TextBytesOfHead).Fill((byte)' ');
        Encoding.ASCII.GetBytes(HeadText, head);
    }

    private static void CopySamples(ScrubbedFiles files, string name)
    {
        using var samples = files.Source.Open(name, "the samples");
        files.CopySamples(samples, files.Create(name), samples.Length, name);
    }

    private static void ScrubVariable(Stream source, Stream target, bool isLittle, string name, Scribe scribe)
    {
        var at = source.Position;
        var tag = new byte[8];
        source.ReadExactly(tag);
        var (type, length) = (MatWalk.U32(tag, isLittle), MatWalk.U32(tag.AsSpan(4), isLittle));
        if (type >> 16 != 0 || length > source.Length - source.Position)
            throw new RecordingFormatException(name, at, "A variable reaches beyond the end of the file.", "What it holds is unknown.", "Save the file again.");
        if (length > MostElementBytes)
            throw new RecordingFormatException(name, at, $"A variable has {length} bytes.", "It is rewritten as a whole.", "Save the samples in a file of their own (.fdt).");
        var content = new byte[length];
        source.ReadExactly(content);
        if (type != Compressed)
        {
            target.Write(new MatWalk([.. tag, .. content], isLittle, at, name, scribe).Run());
            return;
        }

        var element = Inflate(content, at, name);
        var written = new MatWalk(element, isLittle, at, name, scribe).Run();
        var deflated = written.AsSpan().SequenceEqual(element) ? content : Deflate(written);
        Span<byte> head = stackalloc byte[8];
        MatWalk.PutU32(head, Compressed, isLittle);
        MatWalk.PutU32(head[4..], (uint)deflated.Length, isLittle);
        target.Write(head);
        target.Write(deflated);
    }

    private static byte[] Inflate(byte[] content, long at, string name)
    {
        try
        {
            using var zlib = new ZLibStream(new MemoryStream(content), CompressionMode.Decompress);
            using var result = new MemoryStream();
            var buffer = new byte[1 << 16];
            for (var read = zlib.Read(buffer); read > 0; read = zlib.Read(buffer))
            {
                result.Write(buffer, 0, read);
                if (result.Length > MostElementBytes)
                    throw new RecordingFormatException(name, at, $"A variable expands to more than {MostElementBytes} bytes.", "It is rewritten as a whole.",
                        "Save the samples in a file of their own (.fdt).");
            }

            return result.ToArray();
        }
        catch (InvalidDataException fault)
        {
            throw new RecordingFormatException(name, at, "A compressed variable is damaged.", "What it holds is unknown.", "Copy the file again.", fault);
        }
    }

    private static byte[] Deflate(byte[] element)
    {
        using var result = new MemoryStream();
        using (var zlib = new ZLibStream(result, CompressionLevel.Optimal, leaveOpen: true)) zlib.Write(element);
        return result.ToArray();
    }

    private static bool? ByteOrder(ReadOnlySpan<byte> first) => first.Slice(126, 2) switch
    {
        [(byte)'I', (byte)'M'] => true,
        [(byte)'M', (byte)'I'] => false,
        _ => null,
    };
}
