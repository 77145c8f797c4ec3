using System.Buffers.Binary;
using System.IO.Compression;

namespace Pons.Formats.Delimited;

/// <summary>A text in a gzip file (RFC 1952).</summary>
internal sealed class GzipText(Stream file, string name) : ExpandedStream(() => Expand(file), file.Length, name)
{
    private const int ShortestFile = 18;

    public override bool CanRead => file.CanRead;

    /// <summary>Whether what came out so far has not the length that the end of the file states (section 2.3.1, ISIZE).</summary>
    public bool IsCut
    {
        get
        {
            if (file.Length < ShortestFile) return true;
            Span<byte> end = stackalloc byte[4];
            var place = file.Position;
            file.Position = file.Length - end.Length;
            file.ReadExactly(end);
            file.Position = place;
            return BinaryPrimitives.ReadUInt32LittleEndian(end) != (uint)At;
        }
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing) file.Dispose();
    }

    private static GZipStream Expand(Stream file)
    {
        file.Position = 0;
        return new(file, CompressionMode.Decompress, leaveOpen: true);
    }
}
