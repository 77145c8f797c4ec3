using Pons.Formats;
using Pons.Formats.Xdf;
using Pons.Tests.Reference;

namespace Pons.Tests.Formats.Xdf;

/// <summary>Seeded damage of every kind: a file opens or is refused with the documented error, in bounded memory and time.</summary>
public sealed class XdfFuzzTests
{
    private static readonly byte[][] s_hostile =
    [
        [0xFF, 0xFF, 0xFF, 0xFF], [0xFF, 0xFF, 0xFF, 0x7F], [0, 0, 0, 0, 0, 0, 0xF0, 0x7F], [0, 0, 0, 0, 0, 0, 0xF8, 0x7F],
            [0, 0, 0, 0, 0, 0, 0xE0, 0x7F],
        "99999999"u8.ToArray(), "-1"u8.ToArray(), "0"u8.ToArray(), "1e300"u8.ToArray(), "NaN"u8.ToArray(), "<!DOCTYPE a>"u8.ToArray(),
            "&#0;"u8.ToArray(),
        "string"u8.ToArray(), "</info>"u8.ToArray(), [8, 8], [4, 4], [1, 18, 5, 0, .. XdfBytes.Boundary],
    ];

    [Fact]
    public void Made_files_survive_ten_thousand_damages() => Damage(Made(), 10_000, seed: 1);

    [Fact]
    public void Recorded_files_survive_damage() => Damage(Recorded(), 500, seed: 2);

    [Fact]
    [Trait("Category", "Slow")]
    public void Files_survive_a_million_damages()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("PONS_SLOW") == "1", "A slow test: set PONS_SLOW=1 to run it.");
        Damage(Made(), 1_000_000, seed: 3);
    }

    private static List<byte[]> Made() =>
    [
        XdfBytes.Session(),
        new XdfBytes().Stream(1, "float32", 1, 100).Counted(1, 0, Enumerable.Range(0, 300).Select(i => i * 0.01 + (i > 200 ? 3 : 0)))
            .Footer(1, 300),
        new XdfBytes().Stream(1, "string", 2, 10, desc: "<channels><channel><label>a</label></channel></channels>")
            .Samples(1, XdfBytes.Row(1, XdfBytes.Text("仰卧"), XdfBytes.Text("x")),
                XdfBytes.Row(null, XdfBytes.Text(""), XdfBytes.Text("y"))),
        new XdfBytes().Stream(1, "int64", 1, 0, "Codes", "Markers").Samples(1, XdfBytes.Row(5, BitConverter.GetBytes(12L))).Bound()
            .Stream(1, "int8", 4, 1000).Samples(1, XdfBytes.Row(6, [1, 2, 3, 4]), XdfBytes.Row(null, [5, 6, 7, 8])),
    ];

    private static List<byte[]> Recorded() =>
        [.. ((string[])["formats/xdf/minimal.xdf", "formats/xdf/clock_resets.xdf"]).Select(f => File.ReadAllBytes(RecordedData.PathOf(f)))
            .Select(b => b[..Math.Min(b.Length, 120_000)])];

    private static void Damage(List<byte[]> files, int cases, ulong seed)
    {
        var random = new SplitMix(seed);
        for (var i = 0; i < cases; i++)
        {
            var caseSeed = random.Next();
            Survives(Mutate(files[i % files.Count], new SplitMix(caseSeed)), $"case {i} of seed {seed} (file {i % files.Count})");
        }
    }

    private static byte[] Mutate(byte[] file, SplitMix random)
    {
        var bytes = (byte[])file.Clone();
        int Next(int end) => (int)(random.Next() % (ulong)Math.Max(1, end));
        for (var times = 1 + Next(4); times > 0 && bytes.Length > 0; times--)
            switch (Next(7))
            {
                case 0: bytes = bytes[..Next(bytes.Length + 1)]; break;
                case 1: bytes[Next(bytes.Length)] ^= (byte)(1 << Next(8)); break;
                case 2: bytes[Next(bytes.Length)] = (byte)random.Next(); break;
                case 3: Overwrite(bytes, Next(bytes.Length), s_hostile[Next(s_hostile.Length)]); break;
                case 4: bytes = [.. bytes, .. bytes[Next(bytes.Length)..]]; break;
                case 5: Overwrite(bytes, Next(bytes.Length), [.. Enumerable.Repeat((byte)random.Next(), 1 + Next(64))]); break;
                default: Overwrite(bytes, Next(Math.Min(bytes.Length, 1500)), s_hostile[Next(s_hostile.Length)]); break;
            }

        return bytes;
    }

    private static void Overwrite(byte[] bytes, int offset, byte[] with)
    {
        for (var i = 0; i < with.Length && offset + i < bytes.Length; i++) bytes[offset + i] = with[i];
    }

    private static void Survives(byte[] bytes, string name)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            var format = new XdfFormat();
            format.Recognise(RecordingFiles.InMemory(name, bytes));
            using var recording = format.Open(RecordingFiles.InMemory(name, bytes));
            foreach (var stream in recording.Streams)
            {
                foreach (var block in stream.ReadBlocks(Math.Max(1, 4096 / stream.Info.ChannelCount)))
                    if (block.EndSampleIndex > 100_000) break;
                if (stream.StoredCount > 0) stream.Read(stream.SampleCount - 1, 1);
            }

            format.ReadHeader(RecordingFiles.InMemory(name, bytes));
        }
        catch (RecordingFormatException)
        {
            // Refused with the documented error.
        }
        catch (Exception e)
        {
            Assert.Fail($"{name}: {e}");
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < 4_000_000 + 64L * bytes.Length, $"{name}: {allocated} bytes allocated for a file of {bytes.Length}.");
    }
}
