using System.Text;

namespace Pons.Tests.Formats.Plexon;

/// <summary>Lays out PLX files byte by byte: two spike channels, two event channels, three continuous ones.</summary>
internal sealed record PlexonBytes
{
    public int Version { get; init; } = 106;
    public int Clock { get; init; } = 40_000;

    /// <summary>Ticks at which the recording began.</summary>
    public long Start { get; init; } = 4000;

    /// <summary>Ticks that are missing before the third piece.</summary>
    public int Missing { get; init; }

    public byte[] ToBytes()
    {
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file, Encoding.Latin1, leaveOpen: true);
        writer.Write(0x58454C50);
        writer.Write(Version);
        Text(writer, "a note", 128);
        foreach (var number in new[] { Clock, 2, 2, 3, 32, 8, 2010, 11, 12, 13, 14, 15, 0, 40_000 }) writer.Write(number);
        writer.Write(9999.0);
        writer.Write((byte[])[1, 1, 12, 16, 0xB8, 0x0B, 0x88, 0x13, 0xE8, 0x03]);
        Text(writer, "Recorder", 18);
        Text(writer, "", 28);
        writer.Write(new byte[7248]);
        foreach (var (name, number) in new[] { ("sig001", 1), ("sig002", 2) }) Padded(writer, 1020, name, name, number);
        foreach (var (name, number) in new[] { ("Strobed", 257), ("Key", 3) }) Padded(writer, 296, name, null, number);
        foreach (var (name, number, rate) in new[] { ("FP01", 0, 1000), ("FP02", 1, 1000), ("AI01", 2, 500) })
            Padded(writer, 296, name, null, number, rate, 10, 1, 100);
        Block(writer, 4, Start + 400, 257, 7);
        for (var piece = 0; piece < 4; piece++)
        {
            var tick = Start + piece * 10 * (Clock / 1000) + (piece >= 2 ? Missing : 0);
            for (var c = 0; c < 3; c++)
            {
                var rows = c == 2 ? 5 : 10;
                Block(writer, 5, tick, c, 0, [.. Enumerable.Range(piece * rows, rows).Select(n => (short)(n + 100 * c))]);
            }

            Block(writer, 1, tick + 40, 2, 1, [1, 2, 3, 4]);
        }

        Block(writer, 1, Start + 20, 1, 0, [1, 2, 3, 4]);
        Block(writer, 4, Start + 1200, 3, 0);
        return file.ToArray();
    }

    private static void Block(BinaryWriter writer, int kind, long tick, int channel, int unit, params short[] samples)
    {
        foreach (var word in new[] { kind, (int)(tick >> 32) }) writer.Write((short)word);
        writer.Write((uint)tick);
        foreach (var word in new[] { channel, unit, samples.Length > 0 ? 1 : 0, samples.Length }) writer.Write((short)word);
        foreach (var sample in samples) writer.Write(sample);
    }

    private static void Padded(BinaryWriter writer, int size, string name, string? second, params int[] numbers)
    {
        var start = writer.BaseStream.Position;
        Text(writer, name, 32);
        if (second is not null) Text(writer, second, 32);
        foreach (var number in numbers) writer.Write(number);
        writer.Flush();
        writer.Write(new byte[size - (int)(writer.BaseStream.Position - start)]);
    }

    private static void Text(BinaryWriter writer, string text, int size) => writer.Write(Encoding.Latin1.GetBytes(text.PadRight(size, '\0')));
}
