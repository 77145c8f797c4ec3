using System.Buffers.Binary;

namespace Pons.Formats.Xdf;

/// <summary>
/// Goes from chunk to chunk. Behind damage it goes on at the next boundary chunk; a torn tail ends the file. What was lost is counted.
/// </summary>
internal sealed class XdfChunkWalker(XdfWindow window)
{
    private long _position = XdfLayout.Magic.Length;
    private XdfChunk? _previous;

    /// <summary>Stretches that hold no chunks, with what was found there.</summary>
    public List<XdfLoss> Losses { get; } = [];

    /// <summary>How many whole chunks came.</summary>
    public long ChunkCount { get; private set; }

    public bool Next(out XdfChunk chunk)
    {
        while (_position < window.FileLength)
        {
            if (TryRead(_position, out chunk))
            {
                (_position, _previous) = (chunk.End, chunk);
                ChunkCount++;
                return true;
            }

            // When the chunk before stated a wrong length, the next boundary may lie inside of what was taken for it.
            var isBoundary = _previous is not { } previous || previous.Tag == XdfTag.Boundary;
            GoOnBehind(isBoundary ? _position : _previous!.Value.Content, _position, Fault(_position));
        }

        chunk = default;
        return false;
    }

    /// <summary>Takes back a chunk whose content is not what its tag and length say.</summary>
    public void Reject(XdfChunk chunk, string fault)
    {
        ChunkCount--;
        if (IsCredible(chunk.End)) Losses.Add(new(chunk.Position, chunk.End, fault));
        else GoOnBehind(chunk.Content, chunk.Position, fault);
    }

    private void GoOnBehind(long from, long lostFrom, string fault)
    {
        var signature = window.Find(XdfLayout.Signature, from);
        var end = signature < 0 ? window.FileLength : signature + XdfLayout.Signature.Length;
        Losses.Add(new(Math.Min(lostFrom, end), end, fault));
        (_position, _previous) = (end, null);
    }

    private bool TryRead(long position, out XdfChunk chunk)
    {
        if (!TryHead(position, out chunk)) return false;
        return Enum.IsDefined(chunk.Tag) || IsCredible(chunk.End);
    }

    /// <summary>Whether a chunk of a known kind begins here, or follows on some of unknown kinds, or the file ends.</summary>
    private bool IsCredible(long position)
    {
        const int MostUnknown = 8;
        for (var count = 0; count <= MostUnknown; count++)
        {
            if (position == window.FileLength) return true;
            if (!TryHead(position, out var chunk)) return false;
            if (Enum.IsDefined(chunk.Tag)) return true;
            position = chunk.End;
        }

        return false;
    }

    private bool TryHead(long position, out XdfChunk chunk)
    {
        chunk = default;
        var head = window.At(position, XdfLayout.LongestHead);
        var size = XdfLayout.ReadNumber(head, out var length);
        if (size == 0 || length < 2 || length > window.FileLength - position - size) return false;
        var tag = (XdfTag)BinaryPrimitives.ReadUInt16LittleEndian(head[size..]);
        chunk = new(position, tag, position + size + 2, position + size + length);
        return tag switch
        {
            XdfTag.StreamHeader or XdfTag.StreamFooter => chunk.ContentLength >= 4,
            XdfTag.Samples => chunk.ContentLength >= 4 + 2,
            XdfTag.ClockOffset => chunk.ContentLength == XdfLayout.ClockOffsetContent,
            XdfTag.Boundary => window.At(chunk.Content, chunk.ContentLength).SequenceEqual(XdfLayout.Signature),
            _ => true,
        };
    }

    private string Fault(long position)
    {
        var head = window.At(position, XdfLayout.LongestHead);
        var size = XdfLayout.ReadNumber(head, out var length);
        if (size == 0) return $"the length of a chunk takes 1, 4 or 8 bytes, not {head[0]}, or the file ends in it";
        if (length > window.FileLength - position - size)
            return $"a chunk states {length} bytes, and the file has {window.FileLength - position - size} more";
        return "the chunk has not the length of its kind, or no chunk follows it";
    }
}
