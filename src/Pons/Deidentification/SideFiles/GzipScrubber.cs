using System.Buffers.Binary;
using System.IO.Compression;
using Pons.Formats;

namespace Pons.Deidentification.SideFiles;

/// <summary>
/// Compressed side files, such as <c>physio.tsv.gz</c>: time, name, comment and private fields of the header (RFC 1952, section 2.3) go,
/// and what is inside is rewritten like the file itself.
/// </summary>
internal sealed class GzipScrubber : IdentityScrubber
{
    private const int MostBytes = 1 << 28;
    private const byte HeaderCheck = 2, Extra = 4, NameFlag = 8, CommentFlag = 16;

    /// <inheritdoc/>
    public override string Format => "gzip";

    /// <inheritdoc/>
    public override bool OpensAsRecording(RecordingFiles files) => false;

    /// <inheritdoc/>
    public override bool Recognise(RecordingFiles files) => files.FirstBytes.Span is [0x1F, 0x8B, 8, ..];

    /// <inheritdoc/>
    public override void Scrub(ScrubbedFiles files, Scribe scribe)
    {
        ScrubHeader(files.Source.FirstBytes.Span, scribe);
        var innerName = files.Name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? files.Name[..^3] : files.Name + ".txt";
        var source = RecordingFiles.InMemory(innerName, Expand(files));
        var inner = All.FirstOrDefault(s => s is not GzipScrubber && s.Recognise(source));
        if (inner?.OpensAsRecording(source) != false)
            throw new RecordingFormatException(files.Name, null, $"The file inside is {(inner is null ? "of no kind that Pons knows" : "a recording")}.",
                "It cannot be checked while it is compressed.", "Expand it first.");
        using var result = new MemoryStream();
        inner.Scrub(new(source, scribe.Pass == ScrubPass.Write ? _ => result : null), scribe);
        var target = files.Create(files.Name);
        // The header that is written has no time, no name and no comment.
        using var compressed = new GZipStream(target, CompressionLevel.Optimal, leaveOpen: true);
        compressed.Write(result.GetBuffer().AsSpan(0, (int)result.Length));
    }

    private static void ScrubHeader(ReadOnlySpan<byte> head, Scribe scribe)
    {
        if (head.Length < 10) return;
        if (BinaryPrimitives.ReadUInt32LittleEndian(head[4..]) is not 0 and var seconds)
            scribe.Holds("gzip header: time", 4, IdentityKind.Date, DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd HH:mm:ss", null), isLookedFor: false);
        var at = 10;
        if ((head[3] & Extra) != 0 && at + 2 <= head.Length)
        {
            var length = BinaryPrimitives.ReadUInt16LittleEndian(head[at..]);
            scribe.Cut("gzip header: private field", at, head.Slice(at, Math.Min(length + 2, head.Length - at)));
            at += length + 2;
        }

        if ((head[3] & NameFlag) != 0) at = Text(head, at, "gzip header: file name", IdentityKind.Path, scribe);
        if ((head[3] & CommentFlag) != 0) at = Text(head, at, "gzip header: comment", IdentityKind.FreeText, scribe);
        _ = (head[3] & HeaderCheck) != 0 ? at + 2 : at;
    }

    private static int Text(ReadOnlySpan<byte> head, int at, string where, IdentityKind kind, Scribe scribe)
    {
        if (at >= head.Length) return at;
        var end = head[at..].IndexOf((byte)0);
        var text = TextBytes.Decode(end < 0 ? head[at..] : head.Slice(at, end), out _);
        scribe.LearnFrom(text);
        scribe.Holds(where, at, kind, text);
        return at + (end < 0 ? head.Length : end + 1);
    }

    private static byte[] Expand(ScrubbedFiles files)
    {
        using var file = files.Source.OpenMain();
        using var gzip = new GZipStream(file, CompressionMode.Decompress);
        using var content = new MemoryStream();
        var buffer = new byte[1 << 16];
        try
        {
            for (var read = gzip.Read(buffer); read > 0; read = gzip.Read(buffer))
            {
                content.Write(buffer, 0, read);
                if (content.Length > MostBytes)
                    throw new RecordingFormatException(files.Name, null, $"Expanded it has more than {MostBytes} bytes.", "It is read as a whole.", "Expand it first.");
            }
        }
        catch (InvalidDataException fault)
        {
            throw new RecordingFormatException(files.Name, null, "The compressed content is damaged.", "What it holds is therefore unknown.", "Copy the file again.", fault);
        }

        return content.ToArray();
    }
}
