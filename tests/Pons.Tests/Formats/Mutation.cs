using System.Buffers.Binary;
using System.Text;
using Pons.Tests.Reference;

namespace Pons.Tests.Formats;

/// <summary>Seeded damage to the bytes of a file: cut, doubled, overwritten with noise, and with numbers and texts that hurt parsers.</summary>
internal static class Mutation
{
    private static readonly string[] Texts =
        ["99999999", "-1", "0", "-9999999", "1e300", "1e-300", "NaN", "Infinity", "2147483647", "4294967296", "        ", "0x10", "1,5",
            "\0\0\0\0\0\0\0\0", "65535", "\u00ff\u00fe", "../../etc/passwd", "<!DOCTYPE a>", "\r\n", "=", "\""];

    private static readonly ulong[] Numbers =
        [0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0x7FFFFFFFFFFFFFFF, 0x8000000000000000, ulong.MaxValue,
            0x7FC00000, 0x7F800000, 0x7FF0000000000000];

    /// <summary>One to four faults; the start of the file, where headers are, is hit as often as all the rest.</summary>
    public static byte[] Of(byte[] file, SplitMix random)
    {
        var bytes = (byte[])file.Clone();
        int Next(int end) => (int)(random.Next() % (ulong)Math.Max(1, end));
        int Place() => Next(Next(2) == 0 ? Math.Min(bytes.Length, 2048) : bytes.Length);
        for (var times = 1 + Next(4); times > 0 && bytes.Length > 0; times--)
            switch (Next(9))
            {
                case 0: bytes = bytes[..Next(bytes.Length + 1)]; break;
                case 1: bytes[Place()] ^= (byte)(1 << Next(8)); break;
                case 2: bytes[Place()] = (byte)random.Next(); break;
                case 3: Overwrite(bytes, Place(), Encoding.Latin1.GetBytes(Texts[Next(Texts.Length)])); break;
                case 4: bytes = [.. bytes, .. bytes[Next(bytes.Length)..]]; break;
                case 5: Fill(bytes, Place(), 1 + Next(256), (byte)random.Next()); break;
                case 6: Overwrite(bytes, Place() / 4 * 4, Number(Numbers[Next(Numbers.Length)], Next(4), Next(2) == 0)); break;
                case 7: bytes = Without(bytes, Place(), 1 + Next(64)); break;
                default: Overwrite(bytes, Place(), bytes[Place()..].AsSpan(0, 1)); break;
            }

        return bytes;
    }

    private static byte[] Number(ulong value, int widthIndex, bool isBigEndian)
    {
        var all = new byte[8];
        if (isBigEndian) BinaryPrimitives.WriteUInt64BigEndian(all, value);
        else BinaryPrimitives.WriteUInt64LittleEndian(all, value);
        var width = 1 << widthIndex;
        return isBigEndian ? all[^width..] : all[..width];
    }

    private static byte[] Without(byte[] bytes, int at, int count) => [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + count)..]];

    private static void Fill(byte[] bytes, int at, int count, byte value) => bytes.AsSpan(at, Math.Min(count, bytes.Length - at)).Fill(value);

    private static void Overwrite(byte[] bytes, int at, ReadOnlySpan<byte> with) =>
        with[..Math.Min(with.Length, bytes.Length - at)].CopyTo(bytes.AsSpan(at));
}
