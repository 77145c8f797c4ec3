using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Pons.Tests.Formats.Xdf;

/// <summary>Makes the bytes of an XDF file chunk by chunk, right or wrong; knows nothing of the library.</summary>
internal sealed class XdfBytes
{
    public static readonly byte[] Boundary =
        [0x43, 0xA5, 0x46, 0xDC, 0xCB, 0xF5, 0x41, 0x0F, 0xB3, 0x0E, 0xD5, 0x46, 0x73, 0x83, 0xCB, 0xE4];

    private readonly List<byte> _file = [];

    public XdfBytes(string magic = "XDF:", string? header = "<info><version>1.0</version></info>")
    {
        _file.AddRange(Encoding.ASCII.GetBytes(magic));
        if (header is not null) Chunk(1, Encoding.UTF8.GetBytes(header));
    }

    public long Length => _file.Count;

    public static implicit operator byte[](XdfBytes bytes) => [.. bytes._file];

    public byte[] ToArray() => [.. _file];

    public static byte[] Id(uint id)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, id);
        return bytes;
    }

    public static byte[] Number(long number, int size) => [(byte)size, .. BitConverter.GetBytes(number)[..size]];

    /// <summary>One sample: time stamp if any, values as they are.</summary>
    public static byte[] Row(double? stamp, params byte[][] values) =>
        [.. stamp is { } s ? [8, .. BitConverter.GetBytes(s)] : new byte[] { 0 }, .. values.SelectMany(v => v)];

    public static byte[] Text(string text) => [.. Number(Encoding.UTF8.GetByteCount(text), 1), .. Encoding.UTF8.GetBytes(text)];

    public XdfBytes Chunk(ushort tag, byte[] content, int lengthSize = 4, long? statedLength = null)
    {
        _file.AddRange(Number(statedLength ?? content.Length + 2, lengthSize));
        _file.AddRange(BitConverter.GetBytes(tag));
        _file.AddRange(content);
        return this;
    }

    public XdfBytes Raw(params byte[] bytes)
    {
        _file.AddRange(bytes);
        return this;
    }

    public XdfBytes Header(uint id, string xml) => Chunk(2, [.. Id(id), .. Encoding.UTF8.GetBytes(xml)]);

    public XdfBytes Stream(uint id, string format, int channels, double rateHz, string name = "EEG", string type = "EEG",
        string desc = "") =>
        Header(id, string.Create(CultureInfo.InvariantCulture,
            $"<info><name>{name}</name><type>{type}</type><channel_count>{channels}</channel_count>")
            + string.Create(CultureInfo.InvariantCulture,
                $"<nominal_srate>{rateHz}</nominal_srate><channel_format>{format}</channel_format><desc>{desc}</desc></info>"));

    public XdfBytes Samples(uint id, params byte[][] rows) => Chunk(3, [.. Id(id), .. Number(rows.Length, 4), .. rows.SelectMany(r => r)]);

    /// <summary>Samples of one float channel with the values 0, 1, 2 … from <paramref name="first"/> on, each with its stamp.</summary>
    public XdfBytes Counted(uint id, int first, IEnumerable<double> stamps) =>
        Samples(id, [.. stamps.Select((s, i) => Row(s, BitConverter.GetBytes((float)(first + i))))]);

    public XdfBytes Offset(uint id, double time, double offset) =>
        Chunk(4, [.. Id(id), .. BitConverter.GetBytes(time), .. BitConverter.GetBytes(offset)], 1);

    public XdfBytes Bound() => Chunk(5, Boundary, 1);

    public XdfBytes Footer(uint id, string xml) => Chunk(6, [.. Id(id), .. Encoding.UTF8.GetBytes(xml)]);

    public XdfBytes Footer(uint id, long count) => Footer(id, $"<info><sample_count>{count}</sample_count></info>");

    /// <summary>Two numeric streams, an irregular one, and markers, over four seconds, as a recorder writes them.</summary>
    public static XdfBytes Session()
    {
        var file = new XdfBytes(header: "<info><version>1.0</version><datetime>2024-05-06T07:08:09+0200</datetime></info>")
            .Stream(1, "float32", 2, 100, desc: "<channels><channel><label>C3</label><unit>microvolts</unit><type>EEG</type></channel>"
                + "<channel><label>C4</label><unit>millivolts</unit><type>EEG</type></channel></channels>")
            .Stream(7, "int16", 3, 24, "Motion", "Accelerometer")
            .Stream(9, "double64", 1, 0, "Gaze", "Gaze")
            .Stream(300, "string", 1, 0, "Cues", "Markers");
        for (var part = 0; part < 8; part++)
        {
            var start = 1000 + part * 0.5;
            file.Samples(1, [.. Enumerable.Range(0, 50)
                .Select(i => Row(start + i * 0.01, BitConverter.GetBytes(part * 50f + i), BitConverter.GetBytes(0.5f)))]);
            file.Samples(7, [.. Enumerable.Range(0, 12).Select(i => Row(i == 0 ? start : null,
                BitConverter.GetBytes((short)(part * 12 + i)), BitConverter.GetBytes((short)-1), BitConverter.GetBytes(short.MaxValue)))]);
            file.Samples(9, Row(start + 0.123, BitConverter.GetBytes(Math.PI * part)));
            file.Samples(300, Row(start + 0.2, Text($"cue {part}")));
            file.Offset(1, start, -3).Offset(7, start, -3).Offset(300, start, -3).Offset(9, start, -3);
            if (part % 4 == 3) file.Bound();
        }

        return file.Footer(1, 400).Footer(7, 96).Footer(9, 8).Footer(300, 8);
    }
}
