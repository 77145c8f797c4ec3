using System.Buffers.Binary;
using System.Text;

namespace Pons.Tests.Formats.Gdf;

/// <summary>Lays out GDF files byte by byte, right and wrong ones.</summary>
internal sealed record GdfFile
{
    /// <summary>One signal; digital limits are those of the physical ones unless given.</summary>
    public sealed record Signal(string Label, int Samples, uint Type, double PhysicalMinimum = -100, double PhysicalMaximum = 100)
    {
        public double DigitalMinimum { get; init; } = PhysicalMinimum;
        public double DigitalMaximum { get; init; } = PhysicalMaximum;
        public string UnitText { get; init; } = "uV";
        public int UnitCode { get; init; } = 4275;
        public string Sensor { get; init; } = "AgAgCl";
        public string Filtering { get; init; } = "";
        public (float Low, float High, float Notch) Corners { get; init; }
        public (float X, float Y, float Z) Place { get; init; }
        public float Impedance { get; init; }
    }

    public sealed record Event(uint Position, int Code, int Channel = 0, uint Length = 0);

    public string Version { get; init; } = "2.20";
    public List<Signal> Signals { get; init; } = [new("C3", 4, 3), new("C4", 4, 3), new("Resp", 2, 16)];
    public long Records { get; init; } = 3;
    public int StoredRecords { get; init; } = 3;
    public (uint Numerator, uint Denominator) Duration { get; init; } = (1, 2);
    public string Patient { get; init; } = "P7 Wang";
    public string Recording { get; init; } = "run 3";
    public string StartText { get; init; } = "2012070619021650";
    public decimal? StartDays { get; init; } = 735_000.75m;
    public byte EventMode { get; init; } = 3;
    public float EventRate { get; init; } = 8;
    public uint? EventCount { get; init; }
    public List<Event> Events { get; init; } = [new(1, 0x300, 0, 4), new(9, 770, 2)];
    public byte[] Tags { get; init; } = [];
    public long? HeaderBytes { get; init; }
    public Action<byte[]>? Change { get; init; }

    /// <summary>Number of a sample: by signal and by index in the signal.</summary>
    public Func<int, int, double> Sample { get; init; } = (signal, n) => 10 * signal + n;

    private bool IsFirst => string.CompareOrdinal(Version, "1.90") < 0;

    public static byte[] Tag(byte tag, string text)
    {
        var content = Encoding.UTF8.GetBytes(text);
        return [tag, (byte)content.Length, (byte)(content.Length >> 8), 0, .. content];
    }

    public byte[] ToBytes()
    {
        using var file = new MemoryStream();
        file.Write(Header());
        for (var r = 0; r < StoredRecords; r++)
            for (var s = 0; s < Signals.Count; s++)
                for (var i = 0; i < Signals[s].Samples; i++) file.Write(Number(Signals[s].Type, Sample(s, r * Signals[s].Samples + i)));
        if (EventMode > 0) file.Write(Table());
        var bytes = file.ToArray();
        Change?.Invoke(bytes);
        return bytes;
    }

    public static implicit operator byte[](GdfFile file) => file.ToBytes();

    private byte[] Header()
    {
        var count = Signals.Count;
        var length = 256 * (count + 1) + (Tags.Length + 255) / 256 * 256;
        var header = new byte[length];
        void Text(int at, string text, int width) => Encoding.Latin1.GetBytes(text.PadRight(width)[..width]).CopyTo(header, at);
        void U32(int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(at), value);
        void F64(int at, double value) => BinaryPrimitives.WriteDoubleLittleEndian(header.AsSpan(at), value);
        void F32(int at, float value) => BinaryPrimitives.WriteSingleLittleEndian(header.AsSpan(at), value);
        void I64(int at, long value) => BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(at), value);
        void U16(int at, int value) => BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(at), (ushort)value);
        Text(0, $"GDF {Version}", 8);
        Text(8, Patient, IsFirst ? 80 : 66);
        Text(88, Recording, IsFirst ? 80 : 64);
        if (IsFirst) Text(168, StartText, 16);
        else I64(168, StartDays is { } days ? (long)(days * 4294967296m) : 0);
        if (IsFirst) I64(184, HeaderBytes ?? length);
        else U16(184, (int)((HeaderBytes ?? length) / 256));
        I64(236, Records);
        if (string.CompareOrdinal(Version, "2.21") < 0) U32(244, Duration.Numerator);
        if (string.CompareOrdinal(Version, "2.21") < 0) U32(248, Duration.Denominator);
        else F64(244, (double)Duration.Numerator / Duration.Denominator);
        if (IsFirst) U32(252, (uint)count);
        else U16(252, count);
        for (var i = 0; i < count; i++)
        {
            var s = Signals[i];
            int At(int field, int width) => 256 + field * count + i * width;
            Text(At(0, 16), s.Label, 16);
            Text(At(16, 80), s.Sensor, 80);
            Text(At(96, IsFirst ? 8 : 6), s.UnitText, IsFirst ? 8 : 6);
            F64(At(104, 8), s.PhysicalMinimum);
            F64(At(112, 8), s.PhysicalMaximum);
            if (IsFirst) I64(At(120, 8), (long)s.DigitalMinimum);
            else F64(At(120, 8), s.DigitalMinimum);
            if (IsFirst) I64(At(128, 8), (long)s.DigitalMaximum);
            else F64(At(128, 8), s.DigitalMaximum);
            Text(At(136, IsFirst ? 80 : 68), s.Filtering, IsFirst ? 80 : 68);
            U32(At(216, 4), (uint)s.Samples);
            U32(At(220, 4), s.Type);
            if (IsFirst) continue;
            U16(At(102, 2), s.UnitCode);
            F32(At(204, 4), s.Corners.Low);
            F32(At(208, 4), s.Corners.High);
            F32(At(212, 4), s.Corners.Notch);
            F32(At(224, 12), s.Place.X);
            F32(At(224, 12) + 4, s.Place.Y);
            F32(At(224, 12) + 8, s.Place.Z);
            if (string.CompareOrdinal(Version, "2.19") < 0) header[At(236, 20)] = (byte)s.Impedance;
            else F32(At(236, 20), s.Impedance);
        }

        Tags.CopyTo(header, 256 * (count + 1));
        return header;
    }

    private byte[] Table()
    {
        var n = Events.Count;
        var wide = (EventMode & 2) != 0;
        var table = new byte[8 + n * (wide ? 12 : 6)];
        var count = EventCount ?? (uint)n;
        if (string.CompareOrdinal(Version, "1.94") < 0)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(table, (uint)EventRate << 8);
            BinaryPrimitives.WriteUInt32LittleEndian(table.AsSpan(4), count);
        }
        else
        {
            BinaryPrimitives.WriteUInt32LittleEndian(table, count << 8);
            BinaryPrimitives.WriteSingleLittleEndian(table.AsSpan(4), EventRate);
        }

        table[0] = EventMode;
        for (var i = 0; i < n; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(table.AsSpan(8 + 4 * i), Events[i].Position);
            BinaryPrimitives.WriteUInt16LittleEndian(table.AsSpan(8 + 4 * n + 2 * i), (ushort)Events[i].Code);
            if (!wide) continue;
            BinaryPrimitives.WriteUInt16LittleEndian(table.AsSpan(8 + 6 * n + 2 * i), (ushort)Events[i].Channel);
            BinaryPrimitives.WriteUInt32LittleEndian(table.AsSpan(8 + 8 * n + 4 * i), Events[i].Length);
        }

        return table;
    }

    private static byte[] Number(uint type, double value)
    {
        var bytes = new byte[8];
        switch (type)
        {
            case 16: BinaryPrimitives.WriteSingleLittleEndian(bytes, (float)value); break;
            case 17: BinaryPrimitives.WriteDoubleLittleEndian(bytes, value); break;
            case 8: BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)value); break;
            default: BinaryPrimitives.WriteInt64LittleEndian(bytes, (long)value); break;
        }

        return bytes[..(type switch { 1 or 2 => 1, 3 or 4 => 2, 279 or 535 => 3, 5 or 6 or 16 => 4, _ => 8 })];
    }
}
