using System.Buffers.Binary;
using System.Text;

namespace Pons.Tests.Formats.Fif;

/// <summary>Lays out FIF files tag by tag, right and wrong ones.</summary>
internal sealed class FifBytes
{
    private readonly List<byte> _file = [];

    /// <summary>A small recording: two electrodes, one stimulus channel, buffers of 4 samples.</summary>
    /// <param name="sampleType">FIFF type of the numbers: 2 and 16 are 16 bits, 3 is 32 bits, 4 and 5 are real.</param>
    /// <param name="between">Puts tags between the second and the third buffer.</param>
    /// <param name="info">Puts tags into the measurement information.</param>
    /// <param name="after">Puts tags behind the samples.</param>
    /// <param name="firstSample">Number of the first sample.</param>
    /// <param name="rate">Samples per second.</param>
    /// <param name="channels">Number of channels that the header states.</param>
    public static byte[] Recording(
        int sampleType = 4, Action<FifBytes>? between = null, Action<FifBytes>? info = null, Action<FifBytes>? after = null,
        int? firstSample = null, float rate = 100, int channels = 3)
    {
        var file = new FifBytes();
        file.Identity().Begin(100).Begin(101).Int(200, channels).Float(201, rate).Float(219, 40).Float(223, 0.1f).Int(204, 1_000_000_000, 250_000);
        file.Channel("Cz", 2, 1e-6f, 107, (0, 0.02f, 0.1f)).Channel("MISC 1", 502, 2f, 112, (0, 0, 0)).Channel("STI 014", 3, 1, 107, (0, 0, 0));
        info?.Invoke(file);
        file.End(101).Begin(102);
        if (firstSample is { } first) file.Int(208, first);
        for (var b = 0; b < 4; b++)
        {
            if (b == 2) between?.Invoke(file);
            file.Buffer(sampleType, b * 4, 4);
        }

        file.End(102);
        after?.Invoke(file);
        file.End(100).Tag(108, 0, [], -1);
        return file.ToBytes();
    }

    /// <summary>The number that sample n of channel c holds in the file: the stimulus channel rises at samples 5 and 9.</summary>
    public static int Number(int n, int c) => c == 2 ? n switch { >= 5 and < 7 => 3, >= 9 => 8, _ => 0 } : 10 * n + c;

    public byte[] ToBytes() => [.. _file];

    public FifBytes Identity() => Tag(100, 31, [.. Numbers(0x10003, 1, 2, 1_000_000_000, 5)]).Int(101, -1);

    public FifBytes Begin(int block) => Int(104, block);

    public FifBytes End(int block) => Int(105, block);

    public FifBytes Int(int kind, params int[] values) => Tag(kind, 3, [.. Numbers(values)]);

    public FifBytes Float(int kind, params float[] values) => Tag(kind, 4, [.. values.SelectMany(BigEndian)]);

    public FifBytes Text(int kind, string text) => Tag(kind, 10, Encoding.Latin1.GetBytes(text));

    public FifBytes Channel(string label, int kind, float step, int unit, (float X, float Y, float Z) place)
    {
        var bytes = new List<byte>();
        bytes.AddRange(Numbers(1, 1, kind));
        bytes.AddRange(new[] { 1f, step }.SelectMany(BigEndian));
        bytes.AddRange(Numbers(1));
        bytes.AddRange(new[] { place.X, place.Y, place.Z }.Concat(new float[9]).SelectMany(BigEndian));
        bytes.AddRange(Numbers(unit, 0));
        bytes.AddRange(Encoding.Latin1.GetBytes(label.PadRight(16, '\0')));
        return Tag(203, 30, [.. bytes]);
    }

    public FifBytes Buffer(int type, int firstSample, int count)
    {
        var numbers = Enumerable.Range(firstSample, count).SelectMany(n => Enumerable.Range(0, 3).Select(c => Number(n, c)));
        return Tag(300, type, [.. numbers.SelectMany(n => Sample(type, n))]);
    }

    public FifBytes Tag(int kind, int type, byte[] data, int next = 0, int? size = null)
    {
        _file.AddRange(Numbers(kind, type, size ?? data.Length, next));
        _file.AddRange(data);
        return this;
    }

    private static byte[] Sample(int type, int number)
    {
        var bytes = new byte[8];
        switch (type)
        {
            case 2 or 16: BinaryPrimitives.WriteInt16BigEndian(bytes, (short)number); return bytes[..2];
            case 3: BinaryPrimitives.WriteInt32BigEndian(bytes, number); return bytes[..4];
            case 5: BinaryPrimitives.WriteDoubleBigEndian(bytes, number); return bytes;
            default: BinaryPrimitives.WriteSingleBigEndian(bytes, number); return bytes[..4];
        }
    }

    private static byte[] BigEndian(float value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteSingleBigEndian(bytes, value);
        return bytes;
    }

    private static IEnumerable<byte> Numbers(params int[] values) =>
        values.SelectMany(v => new[] { (byte)(v >> 24), (byte)(v >> 16), (byte)(v >> 8), (byte)v });
}
