using Pons.Formats;
using Pons.Formats.Bdf;
using Pons.Formats.Edf;
using Pons.Formats.Gdf;
using Pons.Tests.Formats.Gdf;
using Pons.Tests.Reference;

namespace Pons.Tests.Formats;

/// <summary>Seeded damage of every kind to files of EDF, BDF and GDF: a file opens or is refused with the documented error, in bounded memory and time.</summary>
public sealed class EdfFuzzTests
{
    private static readonly string[] Hostile =
        ["99999999", "-1", "0", "-9999999", "1e300", "1e-300", "NaN", "Infinity", "2147483647", "4294967296", "        ", "0x10", "1,5",
            "\0\0\0\0\0\0\0\0", "65535", "\u00ff\u00fe"];

    [Fact]
    public void Made_files_survive_ten_thousand_damages() => Damage(MadeFiles(), 10_000, seed: 1);

    [Fact]
    public void Recorded_files_survive_a_thousand_damages() => Damage(RecordedFiles(), 1_000, seed: 2);

    [Fact]
    [Trait("Category", "Slow")]
    public void Files_survive_a_million_damages()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("PONS_SLOW") == "1", "A slow test: set PONS_SLOW=1 to run it.");
        Damage(MadeFiles(), 1_000_000, seed: 3);
    }

    [Fact]
    public void Every_hostile_text_in_every_field_is_survived()
    {
        foreach (var file in (byte[][])[new EdfBytes(), new GdfFile()])
            for (var offset = 0; offset < 1280; offset += 4)
                foreach (var text in Hostile)
                {
                    var damaged = (byte[])file.Clone();
                    Overwrite(damaged, offset, text);
                    Survives(damaged, $"'{text}' at {offset}");
                }
    }

    /// <summary>What was mended in reading is written as what it was read as, or refused with the documented error.</summary>
    [Fact]
    public void Damaged_files_that_open_are_written_and_read_the_same()
    {
        var (random, files, written) = (new SplitMix(4), MadeFiles(), 0);
        var folder = Directory.CreateTempSubdirectory("pons-edf-").FullName;
        try
        {
            for (var i = 0; i < 500; i++)
            {
                var file = Mutate(files[i % files.Count], new SplitMix(random.Next()));
                foreach (var format in (RecordingFormat[])[new EdfFormat(), new BdfFormat()])
                    if (IsWritten(file, format, Path.Combine(folder, $"made{format.Extensions[0]}"), $"case {i} to {format.Name}")) written++;
            }

            Assert.InRange(written, 300, 1000);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static bool IsWritten(byte[] file, RecordingFormat format, string path, string name)
    {
        try
        {
            using var content = FormatOf(file).Open(RecordingFiles.InMemory("made.edf", file));
            // A gap of years is valid, and as long as it is to be looked at sample by sample.
            if (content.Streams.Any(s => s.SampleCount > 100_000)) return false;
            var report = format.Create(path, content);
            using var read = format.Open(path);
            var before = content.Streams.Where(s => s.StoredCount > 0).ToList();
            Assert.Equal(before.Select(s => s.StoredCount), read.Streams.Select(s => s.StoredCount));
            foreach (var (a, b) in before.Zip(read.Streams)) SameWithin(a, b, report);
            return true;
        }
        catch (RecordingFormatException)
        {
            Assert.False(File.Exists(path + UnfinishedFiles.Suffix), $"{name}: an unfinished file was left.");
            return false;
        }
        catch (Exception e)
        {
            Assert.Fail($"{name}: {e}");
            return false;
        }
    }

    private static void SameWithin(RecordedStream before, RecordedStream after, CreationReport report)
    {
        var losses = report.Losses.Where(l => l.Stream == before.Info.Name).ToList();
        var width = before.Info.ChannelCount;
        foreach (var (a, b) in before.Segments.Zip(after.Segments))
        {
            var (x, y) = (before.Read(a.FirstSampleIndex, (int)a.SampleCount), after.Read(b.FirstSampleIndex, (int)b.SampleCount));
            for (var i = 0; i < x.Length; i++)
                Assert.True(Math.Abs((double)x[i] - y[i]) <= losses[i % width].LargestError, $"{x[i]} became {y[i]}: {losses[i % width]}");
        }
    }

    private static RecordingFormat FormatOf(byte[] file) =>
        file.Length == 0 ? new EdfFormat() : file[0] switch { 0xFF => new BdfFormat(), (byte)'G' => new GdfFormat(), _ => new EdfFormat() };

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
                case 3: Overwrite(bytes, Next(Math.Min(bytes.Length, 2048)) / 4 * 4, Hostile[Next(Hostile.Length)]); break;
                case 4: bytes = [.. bytes, .. bytes[Next(bytes.Length)..]]; break;
                case 5: bytes.AsSpan(Next(bytes.Length)).Fill((byte)random.Next()); break;
                default: Overwrite(bytes, 184 + 8 * Next(9), Hostile[Next(Hostile.Length)]); break;
            }

        return bytes;
    }

    private static void Overwrite(byte[] bytes, int offset, string text)
    {
        for (var i = 0; i < text.Length && offset + i < bytes.Length; i++) bytes[offset + i] = (byte)text[i];
    }

    private static void Survives(byte[] bytes, string name)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            var format = FormatOf(bytes);
            format.Recognise(RecordingFiles.InMemory(name, bytes));
            using var recording = format.Open(RecordingFiles.InMemory(name, bytes));
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
        Assert.True(allocated < 4_000_000 + 64L * bytes.Length, $"{name}: {allocated} bytes allocated for a file of {bytes.Length}.");
    }

    private static List<byte[]> MadeFiles() =>
    [
        new EdfBytes(),
        new EdfBytes { Reserved = "EDF+D", AnnotationSamples = 30, Annotations = r =>
            EdfBytes.Tal($"+{r * 2}\u0014\u0014\0+{r * 2}.25\u00151.5\u0014仰卧\u0014again\u0014\0") },
        new EdfBytes { Reserved = "", Annotations = null, Signals = [.. Enumerable.Range(0, 20)
            .Select(i => new EdfBytes.Signal($"EEG X{i}", 10))] },
        new EdfBytes { Signals = [], Duration = "0", AnnotationSamples = 60, Annotations = r =>
            EdfBytes.Tal("+0\u0014\u0014\0+30\u001530\u0014Sleep stage W\u0014\0") },
        new EdfBytes { Signals = [new("C3", 300), new("C4", 7, "mV"), new("Cz", 300, "V")], Duration = "0.5" },
        new EdfBytes { IsBdf = true, AnnotationSamples = 30 },
        new EdfBytes { IsBdf = true, Reserved = "24BIT", Annotations = null, Sample = (s, n) => s == 9 ? n % 7 : n,
            Signals = [.. Enumerable.Range(0, 10).Select(i => new EdfBytes.Signal(i == 9 ? "Status" : $"A{i}", 10))] },
        new GdfFile(),
        new GdfFile { Version = "1.25", EventMode = 1 },
        new GdfFile { Tags = [.. GdfFile.Tag(1, "\0eyes closed\0eyes open\0"), .. GdfFile.Tag(3, "ACME\0Amp 2\01.0\0SN-77\0")],
            Signals = [.. new uint[] { 1, 2, 3, 4, 5, 6, 7, 8, 16, 17, 279, 535 }.Select((t, i) => new GdfFile.Signal($"X{i}", 1 + i % 3, t))] },
    ];

    private static List<byte[]> RecordedFiles()
    {
        var folders = new[] { "formats/edf_bdf", "formats/malformed" }.Select(RecordedData.PathOf);
        // Of long files the beginning stands for the rest: what a reader believes stands in the header.
        return [.. folders.SelectMany(f => Directory.GetFiles(f, "*.?df")).Concat(Directory.GetFiles(RecordedData.PathOf("formats/gdf")))
            .Order(StringComparer.Ordinal).Append(RecordedData.PathOf("mi/eegmmidb/S001R04.edf"))
            .Select(f => File.ReadAllBytes(f)).Select(b => b[..Math.Min(b.Length, 60_000)])];
    }
}
