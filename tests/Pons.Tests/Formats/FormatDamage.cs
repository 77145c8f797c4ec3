using Pons.Formats;
using Pons.Tests.Reference;

namespace Pons.Tests.Formats;

/// <summary>Seeded damage of every kind to the files of a recording: it opens or is refused with the documented error, in bounded
/// memory.</summary>
internal sealed class FormatDamage(RecordingFormat format, string name, IReadOnlyDictionary<string, byte[]> files)
{
    private static readonly byte[][] Hostile =
    [
        .. new[] { "99999999", "-1", "0", "1e300", "NaN", "2147483647", "4294967296", "0x10", "1,5", "=", "[", "\n", "\0\0\0\0" }
            .Select(System.Text.Encoding.Latin1.GetBytes),
        [0xFF, 0xFF, 0xFF, 0xFF], [0xFF, 0xFF, 0xFF, 0x7F], [0x7F, 0xFF, 0xFF, 0xFF], [0, 0, 0, 0x80], [0, 0, 0xC0, 0x7F], [0xFF, 0xFE],
    ];

    /// <summary>How many cases the ordinary run takes; PONS_DAMAGE takes more.</summary>
    public static int Cases => int.TryParse(Environment.GetEnvironmentVariable("PONS_DAMAGE"), out var cases) ? cases : 1_000;

    public FormatDamage(RecordingFormat format, string name, byte[] file)
        : this(format, name, new Dictionary<string, byte[]>(StringComparer.Ordinal) { [name] = file })
    {
    }

    /// <summary>So much at the start of a file is taken for its header, and hit as often as all the rest.</summary>
    public int HeaderBytes { get; init; } = 1024;

    public static void Survive(
        RecordingFormat format, string name, IReadOnlyDictionary<string, byte[]> files, int cases, ulong seed, int headerBytes = 4096) =>
        new FormatDamage(format, name, files) { HeaderBytes = headerBytes }.Survive(cases, seed);

    public static void Survive(RecordingFormat format, string name, byte[] file, int cases, ulong seed, int headerBytes = 4096) =>
        new FormatDamage(format, name, file) { HeaderBytes = headerBytes }.Survive(cases, seed);

    public void Survive(ulong seed) => Survive(Cases, seed);

    private void Survive(int cases, ulong seed)
    {
        var random = new SplitMix(seed);
        for (var i = 0; i < cases; i++) Survive(new SplitMix(random.Next()), $"case {i} of seed {seed}");
    }

    private void Survive(SplitMix random, string what)
    {
        var damaged = files.ToDictionary(f => f.Key, f => (ReadOnlyMemory<byte>)f.Value, StringComparer.Ordinal);
        var (names, largest) = (files.Keys.Order(StringComparer.Ordinal).ToArray(), 0L);
        for (var times = 1 + random.Next() % 3; times > 0; times--)
        {
            var target = names[random.Next() % (ulong)names.Length];
            if (random.Next() % 50 == 0) damaged.Remove(target);
            else if (damaged.TryGetValue(target, out var bytes)) damaged[target] = Mutate(bytes.ToArray(), random);
        }

        if (!damaged.ContainsKey(name) && files.ContainsKey(name)) return;
        largest = damaged.Values.Sum(f => (long)f.Length);
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            ReadAll(damaged);
        }
        catch (RecordingFormatException)
        {
            // Refused with the documented error.
        }
        catch (Exception e)
        {
            Assert.Fail($"{what}: {e}");
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < 8_000_000 + 64 * largest, $"{what}: {allocated} bytes allocated for {largest}.");
    }

    private void ReadAll(Dictionary<string, ReadOnlyMemory<byte>> damaged)
    {
        format.Recognise(RecordingFiles.InMemory(name, damaged));
        using var recording = format.Open(RecordingFiles.InMemory(name, damaged));
        foreach (var stream in recording.Streams)
        {
            foreach (var block in stream.ReadBlocks(Math.Max(1, 4096 / stream.Info.ChannelCount)))
                if (block.EndSampleIndex > 50_000) break;
            if (stream.SampleCount > 0) stream.Read(stream.SampleCount - 1, 1);
        }
    }

    private byte[] Mutate(byte[] bytes, SplitMix random)
    {
        int Next(int end) => (int)(random.Next() % (ulong)Math.Max(1, end));
        if (bytes.Length == 0) return bytes;
        // What a reader believes stands at the beginning.
        var at = Next(2) == 0 ? Next(Math.Min(bytes.Length, HeaderBytes)) : Next(bytes.Length);
        switch (Next(6))
        {
            case 0: return bytes[..at];
            case 1: bytes[at] ^= (byte)(1 << Next(8)); return bytes;
            case 2: bytes[at] = (byte)random.Next(); return bytes;
            case 3:
                var hostile = Hostile[Next(Hostile.Length)];
                hostile.AsSpan(0, Math.Min(hostile.Length, bytes.Length - at)).CopyTo(bytes.AsSpan(at));
                return bytes;
            case 4: return [.. bytes, .. bytes[at..]];
            default: return [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + 1 + Next(16))..]];
        }
    }
}
