using System.Buffers.Binary;
using System.Globalization;
using System.Xml.Linq;
using Pons.Streams;

namespace Pons.Formats.Xdf;

/// <summary>One pass over the file: headers, footers, clock offsets, and where the samples lie; the samples themselves stay
/// there.</summary>
internal sealed class XdfIndex
{
    /// <summary>An entry for each so many bytes: a longer file has not many times as many entries, and a short one still several.</summary>
    private const int LeastEntryBytes = 1 << 10, LargestEntryBytes = 1 << 16, EntriesPerFile = 4096;

    private const int WindowBytes = 1 << 20, HeadWindowBytes = 1 << 15;

    /// <summary>So many stretches of damage are told one by one.</summary>
    private const int ToldLosses = 8;

    private readonly string _file;
    private readonly bool _withSamples;
    private readonly XdfWindow _window;
    private readonly XdfChunkWalker _walker;
    private readonly List<XdfStreamRecord> _streams = [];
    private readonly Dictionary<uint, XdfStreamRecord?> _byId = [];
    private readonly SortedDictionary<ushort, long> _unknownTags = [];
    private readonly Dictionary<uint, long> _orphans = [];
    private readonly List<string> _warnings = [];

    private XdfIndex(Stream file, string name, bool withSamples)
    {
        (_file, _withSamples) = (name, withSamples);
        _window = new(file, withSamples ? WindowBytes : HeadWindowBytes);
        _walker = new(_window);
    }

    /// <summary>The file header; <see langword="null"/> when there is none that can be read.</summary>
    public XElement? FileHeader { get; private set; }

    /// <summary>The streams in the order of their headers, those left out that cannot be read.</summary>
    public IReadOnlyList<XdfStreamRecord> Streams => _streams;

    /// <summary>What was mended or assumed.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Goes over the file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="name">Its name.</param>
    /// <param name="withSamples">Whether samples are looked at; otherwise they are jumped over.</param>
    /// <exception cref="RecordingFormatException">Nothing in the file can be read.</exception>
    public static XdfIndex Of(Stream file, string name, bool withSamples)
    {
        var index = new XdfIndex(file, name, withSamples);
        index.Run();
        return index;
    }

    private void Run()
    {
        if (!_window.At(0, XdfLayout.Magic.Length).SequenceEqual(XdfLayout.Magic))
            throw new RecordingFormatException(_file, 0, "The file does not begin with 'XDF:'.", "It is no XDF file.",
                "Give a file that was recorded as XDF.");
        var losses = 0;
        while (_walker.Next(out var chunk))
        {
            if (_walker.Losses.Count > losses) PartEntries();
            losses = _walker.Losses.Count;
            if (Take(chunk) is { } fault) _walker.Reject(chunk, fault);
        }

        if (_walker.ChunkCount == 0)
            throw new RecordingFormatException(_file, XdfLayout.Magic.Length,
                _walker.Losses.Count == 0 ? "The file ends behind its first four bytes."
                    : $"Where the first chunk should begin, {_walker.Losses[0].Fault}.",
                "No chunk of the file can be read.", "Copy the file again from where it was recorded.");
        TellLosses();
        TellLeftOut();
        _streams.RemoveAll(IsIncredible);
    }

    private void PartEntries()
    {
        foreach (var stream in _streams) stream.Rows?.Part();
    }

    /// <summary>Takes in a chunk.</summary>
    /// <returns>What is wrong with its content; <see langword="null"/> when nothing is.</returns>
    private string? Take(XdfChunk chunk)
    {
        switch (chunk.Tag)
        {
            case XdfTag.FileHeader:
                TakeFileHeader(chunk);
                return null;
            case XdfTag.StreamHeader:
                TakeStreamHeader(chunk);
                return null;
            case XdfTag.Boundary:
                return null;
            case XdfTag.Samples or XdfTag.ClockOffset or XdfTag.StreamFooter:
                var id = BinaryPrimitives.ReadUInt32LittleEndian(_window.At(chunk.Content, 4));
                if (_byId.TryGetValue(id, out var stream)) return stream is null ? null : Take(chunk, stream);
                _orphans[id] = _orphans.GetValueOrDefault(id) + 1;
                return null;
            default:
                _unknownTags[(ushort)chunk.Tag] = _unknownTags.GetValueOrDefault((ushort)chunk.Tag) + 1;
                return null;
        }
    }

    private string? Take(XdfChunk chunk, XdfStreamRecord stream)
    {
        if (chunk.Tag == XdfTag.Samples) return TakeSamples(chunk, stream);
        if (chunk.Tag == XdfTag.ClockOffset)
        {
            var content = _window.At(chunk.Content, XdfLayout.ClockOffsetContent);
            stream.Offsets.Add((BinaryPrimitives.ReadDoubleLittleEndian(content[4..]),
                BinaryPrimitives.ReadDoubleLittleEndian(content[12..])));
            return null;
        }

        if (Xml(chunk, 4, $"The footer of stream '{stream.Description.Name}'") is { } footer) stream.Footer = footer;
        return null;
    }

    private void TakeFileHeader(XdfChunk chunk)
    {
        if (Xml(chunk, 0, "The file header") is not { } header) return;
        if (FileHeader is not null) _warnings.Add($"A second file header stands at byte {chunk.Position}: the first one counts.");
        FileHeader ??= header;
    }

    private void TakeStreamHeader(XdfChunk chunk)
    {
        var id = BinaryPrimitives.ReadUInt32LittleEndian(_window.At(chunk.Content, 4));
        if (_orphans.Remove(id, out var early))
            _warnings.Add($"{Chunks(early)} of stream {id} stand before its header at byte {chunk.Position}, "
                + "so that their layout was unknown: they are left out.");
        var xml = Xml(chunk, 4, $"The header of stream {id}");
        if (_byId.TryGetValue(id, out var before))
        {
            if (xml is null || (before is not null && XNode.DeepEquals(before.Description.Xml, xml)))
            {
                _warnings.Add($"A second header of stream {id} stands at byte {chunk.Position} "
                    + "and says the same or nothing: the first one counts.");
                return;
            }

            _warnings.Add($"A second, different header of stream {id} stands at byte {chunk.Position}: "
                + "what follows it is a stream of its own.");
        }

        var description = xml is null ? null : XdfStreamDescription.Of(id, xml, _warnings);
        if (description is null)
        {
            _byId[id] = null;
            return;
        }

        var stream = new XdfStreamRecord(description, description.IsMarkers ? null : RowsOf(description));
        _byId[id] = stream;
        _streams.Add(stream);
    }

    private XdfRowIndex RowsOf(XdfStreamDescription stream)
    {
        var period = stream.RateHz is { } rate ? 1 / rate : 0;
        var entryBytes = (int)Math.Clamp(_window.FileLength / EntriesPerFile, LeastEntryBytes, LargestEntryBytes);
        return new(period, XdfTimeline.JumpOf(period, stream.HasExactTimes), entryBytes);
    }

    private XElement? Xml(XdfChunk chunk, int skip, string what)
    {
        var length = chunk.ContentLength - skip;
        if (length > XdfXml.LargestBytes)
        {
            _warnings.Add($"{what} at byte {chunk.Position} has {length} bytes, "
                + $"more than the {XdfXml.LargestBytes} that are read: it is left out.");
            return null;
        }

        var xml = XdfXml.Parse(_window.Copy(chunk.Content + skip, (int)length), out var fault);
        if (fault is not null) _warnings.Add($"{what} at byte {chunk.Position} {fault}{(xml is null ? ": it is left out" : "")}.");
        return xml;
    }

    private string? TakeSamples(XdfChunk chunk, XdfStreamRecord stream)
    {
        var head = _window.At(chunk.Content + 4, 9);
        var size = XdfLayout.ReadNumber(head, out var count);
        var first = chunk.Content + 4 + size;
        var least = 1 + (stream.Description.SampleType == SampleType.Text ? 2L * stream.Description.ChannelCount
            : stream.Description.RowBytes);
        if (size == 0) return "the number of samples in a chunk takes 1, 4 or 8 bytes, not " + head[0];
        if (count > (chunk.End - first) / least)
            return $"a chunk of stream '{stream.Description.Name}' states {count} samples, "
                + $"and its {chunk.End - first} bytes do not hold them";
        stream.StatedCount += count;
        stream.LongestChunk = Math.Max(stream.LongestChunk, chunk.ContentLength);
        if (!_withSamples) return null;
        var fault = stream.Rows is { } rows ? IndexRows(chunk, first, count, stream.Description, rows)
            : TakeNotes(chunk, first, count, stream);
        if (fault is not null) stream.StatedCount -= count;
        return fault;
    }

    private string? IndexRows(XdfChunk chunk, long position, long count, XdfStreamDescription stream, XdfRowIndex rows)
    {
        var (mark, width) = (rows.Mark(), stream.RowBytes);
        while (count > 0)
        {
            var bytes = _window.At(position, chunk.End - position);
            long at = 0;
            for (; count > 0 && at < bytes.Length; count--)
            {
                var stampBytes = bytes[(int)at];
                if (stampBytes is not (0 or 8) || position + at + 1 + stampBytes + width > chunk.End) break;
                var stamp = double.NaN;
                if (stampBytes == 8)
                {
                    if (at + 9 > bytes.Length) break;
                    stamp = BinaryPrimitives.ReadDoubleLittleEndian(bytes[((int)at + 1)..]);
                    if (double.IsNaN(stamp)) stamp = double.PositiveInfinity;
                }

                rows.Add(position + at, 1 + stampBytes + width, count, stamp);
                at += 1 + stampBytes + width;
            }

            if (at == 0) break;
            position += at;
        }

        if (count == 0 && position == chunk.End) return null;
        rows.Return(mark);
        return count == 0 ? $"a chunk of stream '{stream.Name}' has {chunk.End - position} bytes behind its samples"
            : $"a sample of stream '{stream.Name}' at byte {position} has no time stamp of 0 or 8 bytes, or ends behind its chunk";
    }

    private string? TakeNotes(XdfChunk chunk, long position, long count, XdfStreamRecord stream)
    {
        var (already, last) = (stream.Notes.Count, stream.LastNote);
        var reader = new XdfNoteReader(_window, position, chunk.End, stream.Description);
        for (; count > 0; count--)
        {
            if (!reader.TryRead(ref last, out var note)) break;
            stream.Notes.Add(note);
        }

        if (count == 0 && reader.Position == chunk.End)
        {
            stream.LastNote = last;
            return null;
        }

        stream.Notes.RemoveRange(already, stream.Notes.Count - already);
        return $"a chunk of stream '{stream.Description.Name}' holds other texts than it states";
    }

    /// <summary>More channels than any device has, and no chunk that could hold a sample of them.</summary>
    private bool IsIncredible(XdfStreamRecord stream)
    {
        var channels = stream.Description.ChannelCount;
        if (channels <= XdfStreamDescription.CredibleChannels || stream.LongestChunk > channels) return false;
        _warnings.Add($"Stream '{stream.Description.Name}' states {channels} channels and holds no sample: it is left out.");
        return true;
    }

    private void TellLosses()
    {
        var losses = _walker.Losses;
        foreach (var loss in losses.Take(ToldLosses))
            _warnings.Add(loss.End == _window.FileLength
                ? $"The last {Bytes(loss.ByteCount)}, from byte {loss.Position} on, are no whole chunk: {loss.Fault}. "
                    + $"The recording was cut off there, and the {_walker.ChunkCount} whole chunks before are kept."
                : $"{Bytes(loss.ByteCount)} from byte {loss.Position} on are damaged and left out: {loss.Fault}.");
        if (losses.Count > ToldLosses)
            _warnings.Add($"{Bytes(losses.Skip(ToldLosses).Sum(l => l.ByteCount))} more are damaged "
                + $"at {losses.Count - ToldLosses} other places and left out.");
    }

    private void TellLeftOut()
    {
        foreach (var (tag, count) in _unknownTags)
            _warnings.Add($"{Chunks(count)} with the tag {tag} are of no kind that XDF 1.0 knows and are left out.");
        foreach (var (id, count) in _orphans)
            _warnings.Add($"{Chunks(count)} belong to stream {id}, which has no header: their layout is unknown, and they are left out.");
        if (FileHeader is null) _warnings.Add("The file has no file header.");
        else if (FileHeader.Text("version") is var version && !version.StartsWith("1.", StringComparison.Ordinal) && version != "1")
            _warnings.Add($"The file states version '{version}' of XDF; it is read as version 1.0.");
    }

    private static string Bytes(long count) => count == 1 ? "1 byte" : string.Create(CultureInfo.InvariantCulture, $"{count} bytes");

    private static string Chunks(long count) => count == 1 ? "1 chunk" : string.Create(CultureInfo.InvariantCulture, $"{count} chunks");
}
