using System.Text;

namespace Pons.Tests.Formats.AntCnt;

/// <summary>Lays out recordings of ANT byte by byte, compressed with a method of one's choice.</summary>
internal sealed class AntCntBytes
{
    /// <summary>Copy, first difference, second difference, difference to the channel before; 8 more for 32 bits.</summary>
    public int Method { get; init; } = 1;

    /// <summary>Bits of a residual, and of one that does not fit.</summary>
    public (int Usual, int Exception) Width { get; init; } = (6, 12);

    public bool IsWide { get; init; } = true;
    public int Samples { get; init; } = 100;
    public int SamplesPerBlock { get; init; } = 40;
    public int? StatedSamples { get; init; }
    public string Info { get; init; } = "[StartDate]\n45544.456759259258\n[StartFraction]\n0.25\n[MachineMake]\neego\n[SubjectName]\n"
        + "Ada Example\n[SubjectID]\n4711\n";
    public (int Sample, string Code)[] Events { get; init; } = [(5, "1"), (50, "Rs")];

    public static int[] Order { get; } = [2, 0, 1];

    public Func<int, int, int> Value { get; init; } = (sample, channel) => (int)(100 * Math.Sin(sample * 0.3 + channel)) + channel * 50
        + (sample % 17 == 3 ? 900 : 0);

    public byte[] ToBytes()
    {
        var (data, table) = Blocks();
        var raw3 = List("raw3", [.. Chunk("chan", [.. Order.SelectMany(o => BitConverter.GetBytes((short)o))]), .. Chunk("data", data),
            .. Chunk("ep  ", table)]);
        byte[] content = [.. "CNT "u8, .. raw3, .. Chunk("eeph", Encoding.UTF8.GetBytes(Head())),
            .. Chunk("info", Encoding.UTF8.GetBytes(Info)),
            .. Chunk("evt ", [.. Events.SelectMany(e =>
                (byte[])[.. Number(e.Sample), .. Encoding.ASCII.GetBytes(e.Code.PadRight(8, '\0'))])])];
        return [.. Encoding.ASCII.GetBytes(IsWide ? "RF64" : "RIFF"), .. Number(content.Length), .. content];
    }

    private string Head() => $"""
        [File Version]
        4.2
        [Sampling Rate]
        500.00000000000000000
        [Samples]
        {StatedSamples ?? Samples}
        [Channels]
        3
        [Basic Channel Data]
        ;label    calibration factor
        Fp1 1.0e+00 2.5e-01 uV REF:CPz
        Cz 2.0e+00 2.5e-01 uV REF:CPz TYPE:EEG STAT:bad
        BIP1 1.0e+00 1.0e+00 mV
        [History]
        written for Ada
        EOH

        """.Replace("\r\n", "\n", StringComparison.Ordinal);

    private (byte[] Data, byte[] Table) Blocks()
    {
        var (data, table) = (new List<byte>(), new List<byte>(Number(SamplesPerBlock)));
        for (var first = 0; first < Samples; first += SamplesPerBlock)
        {
            table.AddRange(Number(data.Count));
            var count = Math.Min(SamplesPerBlock, Samples - first);
            var before = new int[count];
            foreach (var channel in Order)
            {
                var samples = Enumerable.Range(first, count).Select(s => Value(s, channel)).ToArray();
                data.AddRange(Channel(samples, before));
                before = samples;
            }
        }

        return ([.. data], [.. table]);
    }

    private byte[] Channel(int[] samples, int[] before)
    {
        var bits = new List<bool>();
        void Put(long value, int width)
        {
            for (var bit = width - 1; bit >= 0; bit--) bits.Add((value >> bit & 1) == 1);
        }

        var is32 = Method >= 8;
        Put(Method, 4);
        if ((Method & 7) == 0)
        {
            Put(0, 4);
            foreach (var sample in samples) Put(sample, is32 ? 32 : 16);
            return Bytes(bits);
        }

        Put(Width.Usual & (is32 ? 63 : 15), is32 ? 6 : 4);
        Put(Width.Exception & (is32 ? 63 : 15), is32 ? 6 : 4);
        Put(samples[0], is32 ? 32 : 16);
        for (var i = 1; i < samples.Length; i++)
        {
            var difference = samples[i] - samples[i - 1];
            long residual = (Method & 7) switch
            {
                1 => difference,
                2 => i == 1 ? difference : difference - (samples[i - 1] - samples[i - 2]),
                _ => difference - (before[i] - before[i - 1]),
            };
            var lowest = -1L << (Width.Usual - 1);
            var isException = Width.Usual != Width.Exception && (residual <= lowest || residual >= -lowest);
            Put(isException ? lowest : residual, Width.Usual);
            if (isException) Put(residual, Width.Exception);
        }

        return Bytes(bits);
    }

    private static byte[] Bytes(List<bool> bits)
    {
        var bytes = new byte[(bits.Count + 7) / 8];
        for (var i = 0; i < bits.Count; i++) if (bits[i]) bytes[i / 8] |= (byte)(0x80 >> (i % 8));
        return bytes;
    }

    private byte[] Number(long value) => IsWide ? BitConverter.GetBytes(value) : BitConverter.GetBytes((int)value);

    private byte[] Chunk(string name, byte[] content) =>
        [.. Encoding.ASCII.GetBytes(name), .. Number(content.Length), .. content, .. new byte[content.Length % 2]];

    private byte[] List(string name, byte[] content) => Chunk("LIST", [.. Encoding.ASCII.GetBytes(name), .. content]);

    /// <summary>A library with an impedance mark, a stimulus with a code and an artefact with a length; seconds from the start.</summary>
    public static byte[] Library(string lastClass = "class dcArtefactEvent_c")
    {
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        writer.Write(new byte[12]);
        writer.Write(174);
        writer.Write(new byte[8]);
        Class(writer, "class dcEventsLibrary_c");
        Text(writer, "");
        writer.Write(3);
        Class(writer, "class dcEventMarker_c");
        Common(writer, "Event Marker", 0.25, 0, () =>
        {
            Text(writer, "Impedance");
            writer.Write((short)0x200C);
            writer.Write((short)4);
            writer.Write(0f);
            writer.Write(3);
            foreach (var kilohms in new[] { 5f, 2147483.75f, 12.5f }) writer.Write(kilohms);
            Text(writer, "kOhm");
        });
        Text(writer, "");
        Text(writer, "");
        Text(writer, "Impedance");
        writer.Write(new byte[5]);
        Class(writer, "class dcEpochEvent_c");
        Common(writer, "Epoch Event", 0.35, 0, () =>
        {
            Text(writer, "EventCode");
            writer.Write((short)3);
            writer.Write(17);
            Text(writer, "");
        }, () =>
        {
            Text(writer, "Condition");
            writer.Write((short)8);
            writer.Write(8);
            writer.Write(Encoding.Unicode.GetBytes("rare"));
            Text(writer, "");
        });
        Class(writer, lastClass);
        Common(writer, "Artefact", 0.4, 0.05);
        Text(writer, "Cz");
        Text(writer, "CPz");
        Text(writer, "眨眼");
        return file.ToArray();
    }

    private static void Common(BinaryWriter writer, string name, double fraction, double duration, params Action[] descriptors)
    {
        writer.Write(new byte[20]);
        writer.Write(0);
        Text(writer, name);
        Text(writer, "");
        writer.Write(new byte[9]);
        writer.Write(duration);
        writer.Write(0.0);
        writer.Write(45544.456759259258);
        writer.Write(fraction);
        writer.Write(descriptors.Length);
        foreach (var descriptor in descriptors) descriptor();
    }

    private static void Class(BinaryWriter writer, string name)
    {
        writer.Write(-1);
        Text(writer, name);
    }

    private static void Text(BinaryWriter writer, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((byte)bytes.Length);
        writer.Write(bytes);
    }
}
