using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Xml.Linq;
using Pons.Streams;

namespace Pons.Formats.Xdf;

/// <summary>
/// Appends streams to an XDF file chunk by chunk, as a recorder does while samples come in. A chunk is handed to the file in one piece and
/// whole, so that a recording whose process is killed misses no more than what was not written yet, and boundary chunks let a reader find
/// its way behind damage. Has no clock and no thread of its own; one thread at a time. The file stays open and belongs to the caller: give
/// one without a buffer of its own when every chunk must reach the operating system at once.
/// </summary>
public sealed class XdfWriter
{
    /// <summary>Samples are cut into chunks of at most about this many bytes.</summary>
    public const int LargestChunkBytes = 1 << 18;

    /// <summary>After so many bytes without one, a boundary chunk is written.</summary>
    public const int BoundaryBytes = 1 << 19;

    /// <summary>Bytes that the length of a chunk takes at most, with its own size.</summary>
    private const int LengthRoom = 9;

    private readonly Stream _file;
    private readonly List<OpenStream> _streams = [];
    private byte[] _chunk = new byte[1 << 16];
    private int _length;
    private long _sinceBoundary;

    /// <summary>Begins a file: magic code and file header.</summary>
    /// <param name="file">Where to append; not read, not sought.</param>
    /// <param name="about">Time of the start, person, device and description for the file header; <see langword="null"/> for none.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public XdfWriter(Stream file, RecordingHeader? about = null)
    {
        ArgumentNullException.ThrowIfNull(file);
        _file = file;
        var info = new XElement("info", new XElement("version", "1.0"));
        void Add(string name, string? text)
        {
            if (!string.IsNullOrEmpty(text)) info.Add(new XElement(name, XdfXml.Storable(text)));
        }

        Add("datetime", about?.StartTime?.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture));
        Add("subject", about?.Subject);
        Add("device", about?.Device);
        Add("description", about?.Description);
        XdfLayout.Magic.CopyTo(Room(XdfLayout.Magic.Length));
        _file.Write(_chunk.AsSpan(0, _length));
        WriteXml(XdfTag.FileHeader, null, info);
    }

    /// <summary>Adds a stream: writes its header.</summary>
    /// <param name="header">What the stream is.</param>
    /// <returns>The number of the stream in the file, from 1 on.</returns>
    /// <exception cref="ArgumentException">The header has no name or no channel, or a sample type that XDF does not know.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public uint AddStream(XdfStreamHeader header)
    {
        ArgumentNullException.ThrowIfNull(header);
        ArgumentException.ThrowIfNullOrEmpty(header.Name, nameof(header));
        if (header.Channels.IsDefaultOrEmpty) throw new ArgumentException("A stream has at least one channel.", nameof(header));
        var xml = header.ToXml();
        var id = (uint)_streams.Count + 1;
        _streams.Add(new(id, header.SampleType, header.Channels.Length, header.RateHz is { } rate ? 1 / rate : 0));
        WriteXml(XdfTag.StreamHeader, id, xml);
        return id;
    }

    /// <summary>Appends samples.</summary>
    /// <param name="stream">Number of a numeric stream.</param>
    /// <param name="times">Time of each sample in seconds on the clock of the stream; or that of the first one only, when the others
    /// follow at the rate of the stream.</param>
    /// <param name="samples">Values [sample × channel]. For an integer type they are whole numbers.</param>
    /// <exception cref="ArgumentException">The stream has ended or holds texts, the lengths do not fit each other, or a time is not
    /// finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such stream, or a value does not fit the integer type.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Write(uint stream, ReadOnlySpan<double> times, ReadOnlySpan<float> samples) => WriteRows(stream, times, samples);

    /// <inheritdoc cref="Write(uint, ReadOnlySpan{double}, ReadOnlySpan{float})"/>
    public void Write(uint stream, ReadOnlySpan<double> times, ReadOnlySpan<double> samples) => WriteRows(stream, times, samples);

    /// <summary>Appends samples that are in the type of the stream already.</summary>
    /// <param name="stream">Number of a numeric stream.</param>
    /// <param name="times">Time of each sample in seconds on the clock of the stream; or that of the first one only, when the others
    /// follow at the rate of the stream.</param>
    /// <param name="values">Values [sample × channel], little endian, as the file stores them.</param>
    /// <exception cref="ArgumentException">The stream has ended or holds texts, the lengths do not fit each other, or a time is not
    /// finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such stream.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void WriteStored(uint stream, ReadOnlySpan<double> times, ReadOnlySpan<byte> values)
    {
        var size = Math.Max(1, XdfStreamDescription.SizeOf(Open(stream).Type));
        if (values.Length % size != 0) throw new ArgumentException($"{values.Length} bytes are no values of {size} bytes.", nameof(values));
        var target = Checked(stream, times, values.Length / size, isText: false);
        var rowBytes = target.Width * size;
        for (var row = 0; row < values.Length / rowBytes;)
        {
            var countAt = BeginSamples(target);
            var from = row;
            for (var end = PartEnd(row, values.Length / rowBytes, rowBytes); row < end; row++)
            {
                StampRow(target, times, row, isFirst: row == from);
                values.Slice(row * rowBytes, rowBytes).CopyTo(Room(rowBytes));
            }

            EndSamples(target, countAt, row - from);
        }
    }

    /// <summary>Appends texts.</summary>
    /// <param name="stream">Number of a stream of texts.</param>
    /// <param name="times">Time of each sample in seconds on the clock of the stream.</param>
    /// <param name="texts">Values [sample × channel].</param>
    /// <exception cref="ArgumentException">The stream has ended or is numeric, the lengths do not fit each other, or a time is not
    /// finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such stream.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Write(uint stream, ReadOnlySpan<double> times, ReadOnlySpan<string> texts)
    {
        var target = Checked(stream, times, texts.Length, isText: true);
        for (var row = 0; row < times.Length;)
        {
            var (from, countAt) = (row, BeginSamples(target));
            for (; row < times.Length && _length < LargestChunkBytes; row++)
            {
                AddStamp(target, times[row], isFirst: true);
                foreach (var text in texts.Slice(row * target.Width, target.Width)) AddText(text ?? "");
            }

            EndSamples(target, countAt, row - from);
        }
    }

    /// <summary>Notes how far the clock of the recording is from that of a stream.</summary>
    /// <param name="stream">Number of the stream.</param>
    /// <param name="time">When it was measured, in seconds on the clock of the stream.</param>
    /// <param name="offset">What must be added to a time stamp of the stream to have the time of the recording, in seconds.</param>
    /// <exception cref="ArgumentException">The stream has ended, or a number is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such stream.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void WriteClockOffset(uint stream, double time, double offset)
    {
        var target = Open(stream);
        if (!double.IsFinite(time) || !double.IsFinite(offset))
            throw new ArgumentException($"A clock offset is finite, not {offset} at {time}.");
        target.Offsets.Add((time, offset));
        Begin(XdfTag.ClockOffset, stream);
        BinaryPrimitives.WriteDoubleLittleEndian(Room(8), time);
        BinaryPrimitives.WriteDoubleLittleEndian(Room(8), offset);
        End();
    }

    /// <summary>Writes a boundary chunk, from which a reader goes on when what stands before it is damaged. Comes by itself, too, after
    /// each <see cref="BoundaryBytes"/>; a recorder of slow streams adds one every few seconds.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void WriteBoundary()
    {
        _sinceBoundary = 0;
        Begin(XdfTag.Boundary, null);
        XdfLayout.Signature.CopyTo(Room(XdfLayout.Signature.Length));
        End();
    }

    /// <summary>Ends a stream: writes its footer with the number of samples, first and last time, and clock offsets.</summary>
    /// <param name="stream">Number of the stream.</param>
    /// <param name="more">What else the footer says; <see langword="null"/> for nothing.</param>
    /// <exception cref="ArgumentException">The stream has ended.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such stream.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void EndStream(uint stream, XElement? more = null)
    {
        var target = Open(stream);
        target.HasEnded = true;
        WriteXml(XdfTag.StreamFooter, stream, new("info",
            new XElement("first_timestamp", XdfStreamHeader.Number(target.First)),
                new XElement("last_timestamp", XdfStreamHeader.Number(target.Last)),
            new XElement("sample_count", target.Count.ToString(CultureInfo.InvariantCulture)),
            new XElement("clock_offsets", target.Offsets.Select(o => new XElement("offset",
                new XElement("time", XdfStreamHeader.Number(o.Time)), new XElement("value", XdfStreamHeader.Number(o.Offset))))),
            more));
    }

    /// <summary>Samples of a stream that stand in whole chunks of the file.</summary>
    /// <param name="stream">Number of the stream.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such stream.</exception>
    public long CountOf(uint stream)
    {
        ArgumentOutOfRangeException.ThrowIfZero(stream);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(stream, (uint)_streams.Count);
        return _streams[(int)stream - 1].Count;
    }

    /// <summary>Ends all streams that have not ended and hands everything to the operating system.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Close()
    {
        foreach (var stream in _streams.Where(s => !s.HasEnded)) EndStream(stream.Id);
        _file.Flush();
    }

    private void WriteRows<T>(uint stream, ReadOnlySpan<double> times, ReadOnlySpan<T> samples)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        var target = Checked(stream, times, samples.Length, isText: false);
        var (rows, rowBytes) = (samples.Length / target.Width, target.Width * XdfStreamDescription.SizeOf(target.Type));
        for (var row = 0; row < rows;)
        {
            var countAt = BeginSamples(target);
            var from = row;
            for (var end = PartEnd(row, rows, rowBytes); row < end; row++)
            {
                StampRow(target, times, row, isFirst: row == from);
                Store(samples.Slice(row * target.Width, target.Width), target.Type, Room(rowBytes));
            }

            EndSamples(target, countAt, row - from);
        }
    }

    /// <summary>One past the last row that a chunk holds which begins with a row.</summary>
    private static int PartEnd(int row, int rows, int rowBytes) => row + Math.Min(rows - row, Math.Max(1, LargestChunkBytes / (9 + rowBytes)));

    private void StampRow(OpenStream target, ReadOnlySpan<double> times, int row, bool isFirst) =>
        AddStamp(target, row == 0 || times.Length > 1 ? times[row] : target.Last + target.Period, isFirst);

    private OpenStream Open(uint stream)
    {
        ArgumentOutOfRangeException.ThrowIfZero(stream);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(stream, (uint)_streams.Count);
        var target = _streams[(int)stream - 1];
        return target.HasEnded ? throw new ArgumentException($"Stream {stream} has ended.", nameof(stream)) : target;
    }

    private OpenStream Checked(uint stream, ReadOnlySpan<double> times, int values, bool isText)
    {
        var target = Open(stream);
        if (isText != (target.Type == SampleType.Text))
            throw new ArgumentException($"Stream {stream} holds samples of the type {target.Type}.", nameof(stream));
        var rows = values / target.Width;
        if (values % target.Width != 0 || (times.Length != rows && (isText || times.Length != Math.Min(1, rows))))
            throw new ArgumentException($"{values} values with {times.Length} times are no samples of {target.Width} channels.",
                nameof(times));
        foreach (var time in times)
            if (!double.IsFinite(time)) throw new ArgumentException($"A time stamp is finite, not {time}.", nameof(times));
        return target;
    }

    /// <summary>Begins a chunk of samples; their number is filled in at its end.</summary>
    private int BeginSamples(OpenStream target)
    {
        Begin(XdfTag.Samples, target.Id);
        Room(5)[0] = 4;
        return _length - 4;
    }

    private void EndSamples(OpenStream target, int countAt, int count)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_chunk.AsSpan(countAt), (uint)count);
        End();
        target.Count += count;
    }

    /// <summary>A time that follows from the one before is left out, but not at the start of a chunk: what stands before may be
    /// lost.</summary>
    private void AddStamp(OpenStream target, double time, bool isFirst)
    {
        if (!isFirst && time == target.Last + target.Period)
        {
            Room(1)[0] = 0;
        }
        else
        {
            Room(1)[0] = 8;
            BinaryPrimitives.WriteDoubleLittleEndian(Room(8), time);
        }

        if (!target.HasSamples) (target.First, target.HasSamples) = (time, true);
        target.Last = time;
    }

    private void AddText(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        Span<byte> head = stackalloc byte[9];
        var size = XdfLayout.WriteNumber(head, length);
        head[..size].CopyTo(Room(size));
        Encoding.UTF8.GetBytes(text, Room(length));
    }

    private static void Store<T>(ReadOnlySpan<T> values, SampleType type, Span<byte> into)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        switch (type)
        {
            case SampleType.Int8: Store(values, MemoryMarshal.Cast<byte, sbyte>(into)); break;
            case SampleType.Int16: Store(values, MemoryMarshal.Cast<byte, short>(into)); break;
            case SampleType.Int32: Store(values, MemoryMarshal.Cast<byte, int>(into)); break;
            case SampleType.Int64: Store(values, MemoryMarshal.Cast<byte, long>(into)); break;
            case SampleType.Float32:
                System.Numerics.Tensors.TensorPrimitives.ConvertTruncating(values, MemoryMarshal.Cast<byte,
                float>(into)); break;
            default: System.Numerics.Tensors.TensorPrimitives.ConvertTruncating(values, MemoryMarshal.Cast<byte, double>(into)); break;
        }
    }

    private static void Store<T, TStored>(ReadOnlySpan<T> values, Span<TStored> into)
        where T : unmanaged, System.Numerics.INumber<T>
        where TStored : unmanaged, System.Numerics.INumber<TStored>
    {
        for (var i = 0; i < values.Length; i++)
        {
            var stored = T.IsFinite(values[i]) ? TStored.CreateSaturating(values[i]) : TStored.Zero;
            if (T.CreateSaturating(stored) != values[i])
                throw new ArgumentOutOfRangeException(nameof(values), values[i], $"The value does not fit {typeof(TStored).Name}.");
            into[i] = stored;
        }
    }

    private void WriteXml(XdfTag tag, uint? stream, XElement root)
    {
        var text = "<?xml version=\"1.0\"?>" + root.ToString(SaveOptions.DisableFormatting);
        Begin(tag, stream);
        Encoding.UTF8.GetBytes(text, Room(Encoding.UTF8.GetByteCount(text)));
        End();
    }

    /// <summary>Leaves room for the longest length in front of a chunk: how long it gets is known at its end.</summary>
    private void Begin(XdfTag tag, uint? stream)
    {
        _length = LengthRoom;
        BinaryPrimitives.WriteUInt16LittleEndian(Room(2), (ushort)tag);
        if (stream is { } id) BinaryPrimitives.WriteUInt32LittleEndian(Room(4), id);
    }

    private void End()
    {
        Span<byte> head = stackalloc byte[9];
        var size = XdfLayout.WriteNumber(head, _length - LengthRoom);
        head[..size].CopyTo(_chunk.AsSpan(LengthRoom - size));
        _file.Write(_chunk.AsSpan(LengthRoom - size, _length - LengthRoom + size));
        _sinceBoundary += _length;
        if (_sinceBoundary >= BoundaryBytes) WriteBoundary();
    }

    private Span<byte> Room(int count)
    {
        if (_chunk.Length - _length < count) Array.Resize(ref _chunk, Math.Max(_chunk.Length * 2, checked(_length + count)));
        _length += count;
        return _chunk.AsSpan(_length - count, count);
    }

    private sealed class OpenStream(uint id, SampleType type, int width, double period)
    {
        public uint Id { get; } = id;

        public SampleType Type { get; } = type;

        public int Width { get; } = width;

        public double Period { get; } = period;

        public List<(double Time, double Offset)> Offsets { get; } = [];

        public double First { get; set; }

        public double Last { get; set; }

        public long Count { get; set; }

        public bool HasSamples { get; set; }

        public bool HasEnded { get; set; }
    }
}
