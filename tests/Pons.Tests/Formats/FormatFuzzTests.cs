using Pons.Formats;
using Pons.Tests.Reference;

namespace Pons.Tests.Formats;

/// <summary>
/// Seeded damage to every sample recording of every format: each opens and is read, or is refused with the documented error, in
/// bounded memory.
/// </summary>
public sealed class FormatFuzzTests
{
    /// <summary>Larger samples are cut to this, so that a case takes well under a millisecond; what a cut makes unreadable stays whole.</summary>
    private const int SampleBytes = 100_000, LargestWhole = 1 << 20;

    private const long AllocationFloor = 64_000_000, AllocationPerByte = 96;

    [Fact]
    public void Samples_of_every_format_survive_ten_thousand_damages() => Damage(10_000, seed: 11);

    [Fact]
    [Trait("Category", "Slow")]
    public void Samples_of_every_format_survive_a_million_damages()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("PONS_SLOW") == "1", "A slow test: set PONS_SLOW=1 to run it.");
        Damage(1_000_000, seed: 12);
    }

    private static void Damage(int cases, ulong seed)
    {
        var samples = SampleRecordings.Names.Where(IsChosen).Select(Sample).OfType<(string Name, Dictionary<string, byte[]> Files)>().ToList();
        Assert.SkipWhen(samples.Count == 0, "The recordings are not at hand: set PONS_DATA to their folder.");
        // Cases are independent of each other and of the threads: each draws from a stream of its own.
        Parallel.For(0, cases, i =>
        {
            var random = new SplitMix(unchecked(seed * 1_000_003 + (ulong)i));
            var (name, files) = samples[i % samples.Count];
            var victims = files.Keys.Order(StringComparer.Ordinal).ToList();
            // The named file is hit most; what lies beside it, sometimes.
            var victim = random.Next() % 3 > 0 ? name : victims[(int)(random.Next() % (ulong)victims.Count)];
            Survives(files.With(name, victim, Mutation.Of(files[victim], random)), $"case {i} of seed {seed}: {victim} of {name}",
                files.Sum(f => f.Value.LongLength));
        });
    }

    /// <summary>Of thirty recordings of one kind, one is enough.</summary>
    private static bool IsChosen(string name) => !name.Contains("eegmmidb/S0", StringComparison.Ordinal) || name.EndsWith("S001R04.edf", StringComparison.Ordinal);

    private static (string Name, Dictionary<string, byte[]> Files)? Sample(string name)
    {
        var files = SampleRecordings.Load(name);
        var main = Path.GetFileName(name);
        foreach (var large in files.Where(f => f.Value.Length > SampleBytes).Select(f => f.Key).ToList())
        {
            var whole = files[large];
            files[large] = whole[..SampleBytes];
            if (IsReadable(files.With(main, main, files[main]))) continue;
            if (whole.Length > LargestWhole) return null;
            files[large] = whole;
        }

        return (main, files);
    }

    private static bool IsReadable(RecordingFiles files)
    {
        try
        {
            RecordingFormat.Of(files).Open(files).Dispose();
            return true;
        }
        catch (RecordingFormatException)
        {
            return false;
        }
    }

    private static void Survives(RecordingFiles files, string what, long bytes)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            using var recording = RecordingFormat.Of(files).Open(files);
            foreach (var stream in recording.Streams) ReadSome(stream);
        }
        catch (RecordingFormatException)
        {
            // Refused with the documented error.
        }
        catch (Exception fault)
        {
            Assert.Fail($"{what}: {fault}");
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < AllocationFloor + AllocationPerByte * bytes, $"{what}: {allocated} bytes allocated for {bytes} bytes of files.");
    }

    private static void ReadSome(RecordedStream stream)
    {
        foreach (var block in stream.ReadBlocks(Math.Max(1, 4096 / stream.Info.ChannelCount)))
            if (block.EndSampleIndex > 20_000) break;
        if (stream.StoredCount == 0) return;
        stream.Read(stream.SampleCount - 1, new double[stream.Info.ChannelCount]);
        stream.TimeOf(stream.SampleCount - 1);
    }
}
