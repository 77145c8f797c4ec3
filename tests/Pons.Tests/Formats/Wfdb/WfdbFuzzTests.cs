using Pons.Formats;
using Pons.Formats.Wfdb;
using Pons.Tests.Reference;

namespace Pons.Tests.Formats.Wfdb;

/// <summary>Seeded damage of every kind: a record opens or is refused with the documented error, in bounded memory and time.</summary>
public sealed class WfdbFuzzTests
{
    private static readonly string[] s_hostile =
        ["99999999", "-1", "0", "1e300", "1e-300", "NaN", "/9", "x999999", ":999999", "+99999999", "508", "212", "8", "~", "\n", " ",
            "(5)", "../x", "\0\0\0\0", "\u00ff\u00fe"];

    [Fact]
    public void Made_records_survive_ten_thousand_damages() => Damage([("r.hea", WfdbFilesOf.Session())], 10_000, seed: 1);

    [Fact]
    public void Recorded_files_survive_damage() => Damage(Recorded(), 2_000, seed: 2);

    [Fact]
    [Trait("Category", "Slow")]
    public void Records_survive_a_million_damages()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("PONS_SLOW") == "1", "A slow test: set PONS_SLOW=1 to run it.");
        Damage([("r.hea", WfdbFilesOf.Session()), .. Recorded()], 1_000_000, seed: 3);
    }

    private static List<(string Name, Dictionary<string, byte[]> Files)> Recorded()
    {
        var folder = RecordedData.PathOf("biosignal/ecg_wfdb");
        Dictionary<string, byte[]> Of(string record) => Directory.GetFiles(folder, record + ".*")
            .ToDictionary(f => Path.GetFileName(f), File.ReadAllBytes, StringComparer.Ordinal);
        (string, Dictionary<string, byte[]>) Alone(string path) => (Path.GetFileName(path), new(StringComparer.Ordinal)
        {
            [Path.GetFileName(path)] = File.ReadAllBytes(RecordedData.PathOf(path)),
        });
        return
        [
            ("100_3chan.hea", Of("100_3chan")), ("binformats.hea", Of("binformats")), ("flacformats.hea", Of("flacformats")),
            Alone("mi/eegmmidb/S001R04.edf.event"), Alone("formats/malformed/huge.qrs"),
        ];
    }

    private static void Damage(List<(string Name, Dictionary<string, byte[]> Files)> records, int cases, ulong seed)
    {
        var random = new SplitMix(seed);
        for (var i = 0; i < cases; i++)
        {
            var (name, files) = records[i % records.Count];
            var own = new SplitMix(random.Next());
            var damaged = files.Keys.Order(StringComparer.Ordinal).ElementAt((int)(own.Next() % (ulong)files.Count));
            var all = files.ToDictionary(f => f.Key, f => (ReadOnlyMemory<byte>)(f.Key == damaged ? Mutate(f.Value, own) : f.Value),
                StringComparer.Ordinal);
            Survives(RecordingFiles.InMemory(name, all), $"case {i} of seed {seed} ({damaged})", all.Sum(f => (long)f.Value.Length));
        }
    }

    private static byte[] Mutate(byte[] file, SplitMix random)
    {
        var bytes = (byte[])file.Clone();
        int Next(int end) => (int)(random.Next() % (ulong)Math.Max(1, end));
        for (var times = 1 + Next(4); times > 0 && bytes.Length > 0; times--)
            switch (Next(6))
            {
                case 0: bytes = bytes[..Next(bytes.Length + 1)]; break;
                case 1: bytes[Next(bytes.Length)] ^= (byte)(1 << Next(8)); break;
                case 2: bytes[Next(bytes.Length)] = (byte)random.Next(); break;
                case 3:
                    var (text, at) = (s_hostile[Next(s_hostile.Length)], Next(Math.Min(bytes.Length, 600)));
                    bytes = [.. bytes[..at], .. text.Select(c => (byte)c), .. bytes[Math.Min(bytes.Length, at + Next(8))..]];
                    break;
                case 4: bytes = [.. bytes, .. bytes[Next(bytes.Length)..]]; break;
                default: bytes.AsSpan(Next(bytes.Length)).Fill((byte)random.Next()); break;
            }

        return bytes;
    }

    private static void Survives(RecordingFiles files, string name, long length)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            var format = new WfdbFormat();
            format.Recognise(files);
            using var recording = format.Open(files);
            foreach (var stream in recording.Streams)
            {
                foreach (var block in stream.ReadBlocks(Math.Max(1, 4096 / stream.Info.ChannelCount)))
                    if (block.EndSampleIndex > 100_000) break;
                if (stream.StoredCount > 0) stream.Read(stream.SampleCount - 1, 1);
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
        Assert.True(allocated < 8_000_000 + 64 * length, $"{name}: {allocated} bytes allocated for files of {length}.");
    }
}
