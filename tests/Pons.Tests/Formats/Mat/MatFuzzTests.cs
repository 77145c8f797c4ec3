using Pons.Formats;
using Pons.Formats.Mat;
using Pons.Tests.Reference;

namespace Pons.Tests.Formats.Mat;

/// <summary>Seeded damage: a file opens or is refused with the documented error, in bounded memory.</summary>
public sealed class MatFuzzTests
{
    [Fact]
    public void Made_files_survive_five_thousand_damages()
    {
        var random = new SplitMix(7);
        List<byte[]> files =
        [
            MatReadingTests.Plain(false, false, [3, 100]), MatReadingTests.Plain(true, false, [100, 3]), MatReadingTests.Plain(false, true, [100, 3]),
            [.. MatReadingTests.Version4(false, "val", 1, 2, 70), .. MatReadingTests.Version4(false, "fs", 1, 1, 1)],
        ];
        for (var i = 0; i < 5_000; i++) Survives(Mutate(files[i % files.Count], random), $"case {i}");
    }

    /// <summary>Words of hostile size at any place, bits and bytes turned over, ends cut off.</summary>
    internal static byte[] Mutate(byte[] file, SplitMix random)
    {
        var bytes = (byte[])file.Clone();
        int Next(int end) => (int)(random.Next() % (ulong)Math.Max(1, end));
        for (var times = 1 + Next(4); times > 0 && bytes.Length > 8; times--)
            switch (Next(6))
            {
                case 0: bytes = bytes[..Next(bytes.Length + 1)]; break;
                case 1: bytes[Next(bytes.Length)] ^= (byte)(1 << Next(8)); break;
                case 2: bytes[Next(bytes.Length)] = (byte)random.Next(); break;
                case 3:
                    int[] hostile = [0, 1, -1, int.MaxValue, int.MinValue, 1 << 24, 14, 15, 0x40005, 8];
                    BitConverter.GetBytes(hostile[Next(hostile.Length)]).CopyTo(bytes, Next(bytes.Length - 4) / 4 * 4);
                    break;
                case 4: bytes = [.. bytes, .. bytes[Next(bytes.Length)..]]; break;
                default: bytes.AsSpan(Next(bytes.Length), 0).Clear(); bytes[Math.Min(128 + Next(200), bytes.Length - 1)] = (byte)random.Next(); break;
            }

        return bytes;
    }

    private static void Survives(byte[] bytes, string name)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            using var recording = new MatFormat().Open(RecordingFiles.InMemory("x.mat", bytes));
            foreach (var stream in recording.Streams)
            {
                foreach (var block in stream.ReadBlocks(Math.Max(1, 4096 / stream.Info.ChannelCount)))
                    if (block.EndSampleIndex > 100_000) break;
                if (stream.SampleCount > 0) stream.Read(stream.SampleCount - 1, 1);
            }
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
        Assert.True(allocated < 8_000_000 + 64L * bytes.Length, $"{name}: {allocated} bytes allocated for a file of {bytes.Length}.");
    }
}
