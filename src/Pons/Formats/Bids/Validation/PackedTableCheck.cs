using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Pons.Formats.Bids.Validation;

/// <summary>
/// Looks into a table packed by gzip: what its header tells about people (RFC 1952), and whether its rows fit the columns that the
/// side-car names. Reads in constant memory.
/// </summary>
internal sealed class PackedTableCheck(FaultList faults, CancellationToken cancellation)
{
    private const int HeaderLength = 4096, RowsBetweenLooks = 4096;

    public void Check(DatasetFile file, MergedSidecar sidecar)
    {
        if (file.Blocked is not null) return;
        try
        {
            using var stream = new FileStream(file.FullPath, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
            if (!HasGzipHeader(file, stream)) return;
            stream.Position = 0;
            CheckRows(file, stream, sidecar["Columns"] is { Kind: System.Text.Json.JsonValueKind.Array } columns ? columns : null);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            faults.Block(file, "file-unreadable", found: fault.Message);
        }
    }

    private bool HasGzipHeader(DatasetFile file, FileStream stream)
    {
        var buffer = new byte[HeaderLength];
        var header = buffer.AsSpan(0, stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false));
        if (header.Length < 10 || header[0] != 0x1F || header[1] != 0x8B)
        {
            var fault = faults.Block(file, "gzip-magic", found: Convert.ToHexString(header[..Math.Min(2, header.Length)]));
            fault.Byte = 0;
            fault.Hides("physio-columns");
            return false;
        }

        if (BinaryPrimitives.ReadUInt32LittleEndian(header[4..]) is not 0 and var seconds)
        {
            var time = DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime;
            faults.Add(file, "gzip-time", found: time.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture)).Byte = 4;
        }

        var flags = header[3];
        var at = 10;
        if ((flags & 4) != 0 && header.Length > 12) at += 2 + BinaryPrimitives.ReadUInt16LittleEndian(header[10..]);
        if ((flags & 8) != 0) AddText(file, "gzip-name", header, ref at);
        if ((flags & 16) != 0) AddText(file, "gzip-comment", header, ref at);
        return true;
    }

    private void AddText(DatasetFile file, string rule, ReadOnlySpan<byte> header, ref int at)
    {
        if (at >= header.Length) return;
        var text = header[at..];
        var end = text.IndexOf((byte)0);
        if (end != 0) faults.Add(file, rule, found: Shown.Shortened(Encoding.Latin1.GetString(end < 0 ? text : text[..end]))).Byte = at;
        at = end < 0 ? header.Length : at + end + 1;
    }

    private void CheckRows(DatasetFile file, FileStream stream, JsonPart? columns)
    {
        using var unpacked = new CountedStream(new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true));
        try
        {
            using var reader = new BidsTableReader(unpacked);
            while (reader.Read())
            {
                if (reader.LineNumber % RowsBetweenLooks == 0) cancellation.ThrowIfCancellationRequested();
                if (reader.LineNumber == 1 && IsHeader(reader, columns))
                    faults.Add(file, "physio-header", found: Shown.Shortened(Texts(reader).Replace('\t', ' '))).Line = 1;
                if (columns is not null && reader.CellCount != columns.Items.Length)
                    faults.AddInRow(file, "physio-columns", reader.LineNumber, found: Shown.Of(reader.CellCount), expected: Shown.Of(columns.Items.Length));
            }
        }
        catch (InvalidDataException)
        {
            AddDamage(file, unpacked.Count);
            return;
        }

        if (!EndsWhole(stream, unpacked.Count)) AddDamage(file, unpacked.Count);
    }

    private void AddDamage(DatasetFile file, long count) => faults.Block(file, "gzip-damaged", found: Shown.Of(count)).Byte = file.Length;

    /// <summary>The unpacker ends quietly where the file is cut; the last four bytes are then not the length of what was packed.</summary>
    private static bool EndsWhole(FileStream stream, long unpacked)
    {
        if (stream.Length < 18) return false;
        var trailer = new byte[4];
        stream.Position = stream.Length - 4;
        stream.ReadExactly(trailer);
        // A file of several members states the length of the last one only.
        return unpacked % (1L << 32) == BinaryPrimitives.ReadUInt32LittleEndian(trailer) || HasSeveralMembers(stream);
    }

    private static bool HasSeveralMembers(FileStream stream)
    {
        var buffer = new byte[1 << 16];
        stream.Position = 1;
        for (var kept = 0; ;)
        {
            var count = stream.Read(buffer, kept, buffer.Length - kept);
            if (count == 0) return false;
            var bytes = buffer.AsSpan(0, kept + count);
            if (bytes.IndexOf((ReadOnlySpan<byte>)[0x1F, 0x8B, 0x08]) >= 0) return true;
            kept = Math.Min(2, bytes.Length);
            bytes[^kept..].CopyTo(buffer);
        }
    }

    private static bool IsHeader(BidsTableReader reader, JsonPart? columns)
    {
        if (columns is not null && columns.Items.Length == reader.CellCount && columns.Items.Select((c, i) => (c.Text, i)).All(c => reader.Text(c.i) == c.Text))
            return true;
        for (var i = 0; i < reader.CellCount; i++)
            if (double.TryParse(reader.Text(i), CultureInfo.InvariantCulture, out _) || reader.Utf8(i).SequenceEqual("n/a"u8)) return false;
        return columns is not null;
    }

    private static string Texts(BidsTableReader reader) => string.Join('\t', Enumerable.Range(0, reader.CellCount).Select(reader.Text));

    /// <summary>Counts what is read.</summary>
    private sealed class CountedStream(Stream inner) : Stream
    {
        public long Count { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => Count;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = inner.Read(buffer, offset, count);
            Count += read;
            return read;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
