using System.Buffers.Binary;

namespace Pons.Tests.Formats.Egi;

/// <summary>Lays out simple binary files byte by byte, all versions.</summary>
internal sealed class EgiRawBytes
{
    public int Version { get; init; } = 4;
    public int Channels { get; init; } = 3;
    public int SamplesPerSegment { get; init; } = 20;
    public int Bits { get; init; }
    public int Range { get; init; }

    /// <summary>Category and milliseconds of each segment; one segment in a continuous file.</summary>
    public (int Category, int Milliseconds)[] Segments { get; init; } = [(1, 1000), (2, 1300), (1, 1380)];

    /// <summary>Event line, first sample counted from the start of the file, samples.</summary>
    public (int Line, int Sample, int Length)[] Events { get; init; } = [(0, 4, 1), (1, 10, 5), (0, 19, 1)];

    public bool IsSegmented => (Version & 1) == 1;

    public static double Value(int sample, int channel) => sample * 2 - channel * 100;

    public byte[] ToBytes()
    {
        using var file = new MemoryStream();
        foreach (var field in new[] { (Version, 4), (2014, 2), (4, 2), (8, 2), (9, 2), (46, 2), (44, 2), (736, 4), (250, 2), (Channels, 2),
            (1, 2), (Bits, 2), (Range, 2) })
            Put(file, field.Item1, field.Item2);
        if (IsSegmented)
        {
            Put(file, 2, 2);
            file.Write([4, .. "rare"u8, 8, .. "frequent"u8]);
            Put(file, Segments.Length, 2);
        }

        Put(file, SamplesPerSegment, 4);
        Put(file, 2, 2);
        file.Write([.. "DIN1"u8, .. "TREV"u8]);
        var sample = 0;
        foreach (var (category, milliseconds) in IsSegmented ? Segments : Segments.Take(1))
        {
            if (IsSegmented)
            {
                Put(file, category, 2);
                Put(file, milliseconds, 4);
            }

            for (var s = 0; s < SamplesPerSegment; s++, sample++) PutSample(file, sample);
        }

        return file.ToArray();
    }

    private void PutSample(MemoryStream file, int sample)
    {
        for (var c = 0; c < Channels; c++) PutNumber(file, Value(sample, c));
        for (var line = 0; line < 2; line++)
            PutNumber(file, Events.Any(e => e.Line == line && sample >= e.Sample && sample < e.Sample + e.Length) ? 1 : 0);
    }

    private void PutNumber(MemoryStream file, double value)
    {
        var bytes = new byte[8];
        switch (Version & 6)
        {
            case 2: BinaryPrimitives.WriteInt16BigEndian(bytes, (short)value); file.Write(bytes, 0, 2); break;
            case 4: BinaryPrimitives.WriteSingleBigEndian(bytes, (float)value); file.Write(bytes, 0, 4); break;
            default: BinaryPrimitives.WriteDoubleBigEndian(bytes, value); file.Write(bytes, 0, 8); break;
        }
    }

    private static void Put(MemoryStream file, int value, int width)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        file.Write(bytes, 4 - width, width);
    }
}
