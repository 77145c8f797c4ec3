using System.IO.Compression;
using System.Text;
using Pons.Formats;
using Pons.Formats.Xdf;

namespace Pons.Tests.Formats.Xdf;

public sealed class XdfMendingTests
{
    private static Recording Open(byte[] bytes) => new XdfFormat().Open(RecordingFiles.InMemory("made.xdf", bytes));

    private static double[] Hundredths(int first, int count) => [.. Enumerable.Range(first, count).Select(i => i * 0.01)];

    private static string Header(string name, string channels = "1", string rate = "100", string format = "float32") =>
        $"<info>{name}<channel_count>{channels}</channel_count><nominal_srate>{rate}</nominal_srate>"
            + $"<channel_format>{format}</channel_format>";

    private static XdfBytes Simple() => new XdfBytes().Stream(1, "float32", 1, 100).Counted(1, 0, Hundredths(0, 50));

    [Fact]
    public void Cut_anywhere_keeps_all_whole_chunks_and_counts_the_bytes_that_are_lost()
    {
        var start = (int)Simple().Length;
        byte[] whole = Simple().Counted(1, 50, Hundredths(50, 50)).Counted(1, 100, Hundredths(100, 50)).Footer(1, 150);
        var chunk = (int)(Simple().Counted(1, 50, Hundredths(50, 50)).Length - start);
        for (var cut = start; cut < whole.Length; cut++)
        {
            using var recording = Open(whole[..cut]);
            var chunks = Math.Min(3, 1 + (cut - start) / chunk);
            var rest = (cut - start) - (chunks - 1) * chunk;
            Assert.Equal(chunks * 50, recording.Streams[0].StoredCount);
            Assert.Contains("Stream 'EEG' has no footer: the recording was not closed.", recording.Warnings);
            Assert.Equal(rest > 0, recording.Warnings.Any(w => w.StartsWith($"The last {rest} byte", StringComparison.Ordinal)));
            Assert.Equal(chunks * 50 - 1, recording.Streams[0].Read(chunks * 50 - 1, 1)[0]);
        }
    }

    [Fact]
    public void Reading_goes_on_at_the_next_boundary_behind_damage()
    {
        var before = Simple();
        var at = before.Length;
        byte[] file = before.Counted(1, 50, Hundredths(50, 50)).Counted(1, 100, Hundredths(100, 50)).Bound()
            .Counted(1, 150, Hundredths(150, 50)).Footer(1, 200);
        file[at] = 3;
        using var recording = Open(file);
        var stream = recording.Streams[0];
        Assert.Equal([(0L, 50L), (150L, 50L)], stream.Segments.Select(s => (s.FirstSampleIndex, s.SampleCount)));
        Assert.Equal(150, stream.Read(150, 1)[0]);
        Assert.Contains(recording.Warnings, w =>
            w.Contains($"from byte {at} on are damaged and left out: the length of a chunk takes 1, 4 or 8 bytes, not 3",
            StringComparison.Ordinal));
        Assert.Contains("The footer of stream 'EEG' states 200 samples; its chunks hold 100.", recording.Warnings);
    }

    [Fact]
    public void A_chunk_longer_than_the_file_is_named()
    {
        var before = Simple();
        var at = before.Length;
        byte[] file = before.Chunk(3, [.. XdfBytes.Id(1), .. XdfBytes.Number(1, 1), .. XdfBytes.Row(1, [0, 0, 0, 0])], 8, long.MaxValue);
        using var recording = Open(file);
        Assert.Equal(50, recording.Streams[0].StoredCount);
        Assert.Contains(recording.Warnings, w => w.StartsWith($"The last {file.Length - at} bytes, from byte {at} on, are no whole chunk: "
            + $"a chunk states {long.MaxValue} bytes", StringComparison.Ordinal));
    }

    [Fact]
    public void A_wrong_chunk_length_that_swallows_others_is_found_out()
    {
        var before = Simple();
        var at = (int)before.Length;
        byte[] file = before.Counted(1, 50, Hundredths(50, 50)).Bound().Counted(1, 100, Hundredths(100, 50)).Footer(1, 150);
        BitConverter.TryWriteBytes(file.AsSpan(at + 1), BitConverter.ToInt32(file, at + 1) + 21);
        using var recording = Open(file);
        Assert.Equal(100, recording.Streams[0].StoredCount);
        Assert.Equal(recording.Header.Streams, new XdfFormat().ReadHeader(RecordingFiles.InMemory("made.xdf", file)).Streams);
    }

    [Fact]
    public void A_chunk_whose_inside_is_wrong_is_left_out_alone()
    {
        var before = Simple();
        var at = (int)before.Length;
        byte[] file = before.Counted(1, 50, Hundredths(50, 50)).Counted(1, 100, Hundredths(100, 50)).Footer(1, 150);
        file[at + 1 + 4 + 2 + 4 + 5] = 7;
        using var recording = Open(file);
        Assert.Equal(100, recording.Streams[0].StoredCount);
        Assert.Equal([0f, 100f], [recording.Streams[0].Read(0, 1)[0], recording.Streams[0].Read(100, 1)[0]]);
        Assert.Contains(recording.Warnings, w =>
            w.Contains("has no time stamp of 0 or 8 bytes, or ends behind its chunk", StringComparison.Ordinal));
    }

    [Fact]
    public void More_samples_than_bytes_are_not_believed()
    {
        byte[] file = Simple().Chunk(3, [.. XdfBytes.Id(1), .. XdfBytes.Number(uint.MaxValue, 4), 8]).Footer(1, 50);
        using var recording = Open(file);
        Assert.Equal(50, recording.Streams[0].StoredCount);
        Assert.Contains(recording.Warnings, w =>
            w.Contains("a chunk of stream 'EEG' states 4294967295 samples, and its 1 bytes do not hold them", StringComparison.Ordinal));
    }

    [Fact]
    public void Footers_that_contradict_the_chunks_are_named()
    {
        const string Footer = "<info><first_timestamp>1</first_timestamp><last_timestamp>0.49</last_timestamp>"
            + "<sample_count>60</sample_count>"
            + "<clock_offsets><offset><time>1</time><value>2</value></offset></clock_offsets></info>";
        using var recording = Open(Simple().Offset(1, 1, 0).Footer(1, Footer));
        Assert.Equal(
        [
            "The footer of stream 'EEG' states 60 samples; its chunks hold 50.",
            "The footer of stream 'EEG' states 1 as first_timestamp; the chunks hold 0.",
            "The footer of stream 'EEG' lists 1 clock offsets that are not the 1 of the chunks: those of the chunks are used.",
        ], recording.Warnings);
    }

    [Fact]
    public void A_second_header_that_differs_begins_a_stream_of_its_own()
    {
        var file = Simple().Stream(1, "int16", 2, 100, "Other").Samples(1, XdfBytes.Row(2, [1, 0, 2, 0]));
        using var recording = Open(file.Footer(1, 1));
        Assert.Equal(["EEG", "Other"], recording.Streams.Select(s => s.Info.Name));
        Assert.Equal([50L, 1], recording.Streams.Select(s => s.StoredCount));
        Assert.Equal([1f, 2f], recording.Streams[1].Read(0, 1));
        Assert.Contains(recording.Warnings, w =>
            w.StartsWith("A second, different header of stream 1 stands at byte ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_second_header_that_says_the_same_changes_nothing()
    {
        using var recording = Open(Simple().Stream(1, "float32", 1, 100).Counted(1, 50, Hundredths(50, 50)).Footer(1, 100));
        Assert.Equal(100, Assert.Single(recording.Streams).StoredCount);
        Assert.Contains(recording.Warnings, w => w.Contains("says the same or nothing", StringComparison.Ordinal));
    }

    [Fact]
    public void Samples_without_or_before_a_header_are_named()
    {
        var file = new XdfBytes().Counted(1, 0, Hundredths(0, 50)).Counted(5, 0, Hundredths(0, 50)).Stream(1, "float32", 1, 100);
        using var recording = Open(file.Counted(1, 50, Hundredths(50, 50)).Footer(1, 100));
        Assert.Equal(50, recording.Streams[0].StoredCount);
        Assert.Contains(recording.Warnings, w =>
            w.StartsWith("1 chunk of stream 1 stand before its header at byte ", StringComparison.Ordinal));
        Assert.Contains("1 chunk belong to stream 5, which has no header: their layout is unknown, and they are left out.",
            recording.Warnings);
    }

    [Fact]
    public void Unknown_chunks_are_jumped_over()
    {
        using var recording = Open(Simple().Chunk(77, [1, 2, 3]).Chunk(77, []).Counted(1, 50, Hundredths(50, 50)).Footer(1, 100));
        Assert.Equal(["2 chunks with the tag 77 are of no kind that XDF 1.0 knows and are left out."], recording.Warnings);
        Assert.Equal(100, recording.Streams[0].StoredCount);
    }

    [Theory]
    [InlineData("", "<name>R&D \u0001</name>", "</info>", "R&D ?")]
    [InlineData("<!DOCTYPE a [<!ENTITY b \"c\">]>", "<name>&b;</name>", "</info>", "&b;")]
    [InlineData("", "<name>cut</name>", "<de", "cut")]
    public void Headers_that_are_no_xml_are_read_as_far_as_they_go(string before, string nameXml, string end, string name)
    {
        using var recording = Open(new XdfBytes().Header(1, before + Header(nameXml) + end).Counted(1, 0, Hundredths(0, 50)).Footer(1, 50));
        Assert.Equal(name, recording.Streams[0].Info.Name);
        Assert.Equal(50, recording.Streams[0].StoredCount);
        Assert.Contains(recording.Warnings, w => w.StartsWith("The header of stream 1 at byte ", StringComparison.Ordinal)
            && w.Contains("is not valid XML", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("float32", "-1", "Stream 'EEG' states '-1' channels, which is no number of channels: it is left out.")]
    [InlineData("float32", "1e99", "Stream 'EEG' states '1e99' channels, which is no number of channels: it is left out.")]
    [InlineData("float32", "2000000000", "Stream 'EEG' states 2000000000 channels and holds no sample: it is left out.")]
    [InlineData("complex", "1", "Stream 'EEG' states the sample format 'complex', which XDF does not know: it is left out.")]
    public void Streams_that_cannot_be_are_left_out(string format, string channels, string warning)
    {
        var xml = Header("<name>EEG</name>", channels, format: format) + "</info>";
        using var recording = Open(new XdfBytes().Header(1, xml).Counted(1, 0, Hundredths(0, 50)));
        Assert.Empty(recording.Streams);
        Assert.Contains(warning, recording.Warnings);
    }

    [Theory]
    [InlineData("-5")]
    [InlineData("NaN")]
    [InlineData("1e300")]
    [InlineData("fast")]
    public void A_rate_that_is_none_makes_the_stream_irregular(string rate)
    {
        var xml = Header("<name>EEG</name>", rate: rate) + "</info>";
        using var recording = Open(new XdfBytes().Header(1, xml).Counted(1, 0, Hundredths(0, 50)).Footer(1, 50));
        Assert.Null(recording.Streams[0].Info.RateHz);
        Assert.Contains($"Stream 'EEG' states the rate '{rate}', which is none: its samples are taken as irregular.", recording.Warnings);
    }

    [Fact]
    public void Nothing_readable_is_refused_with_the_place()
    {
        var e = Assert.Throws<RecordingFormatException>(() => Open([.. "XDF:"u8, 9, 9, 9, 9]));
        Assert.Equal(4, e.ByteOffset);
        Assert.Contains("Where the first chunk should begin, the length of a chunk takes 1, 4 or 8 bytes, not 9", e.Message,
            StringComparison.Ordinal);
        Assert.Contains("ends behind its first four bytes", Assert.Throws<RecordingFormatException>(() =>
            Open("XDF:"u8.ToArray())).Message, StringComparison.Ordinal);
        Assert.Contains("does not begin with 'XDF:'", Assert.Throws<RecordingFormatException>(() => Open("XDG:12345"u8.ToArray())).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_packed_file_is_recognised_and_refused_with_the_way_out()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true)) gzip.Write(Simple().ToArray());
        var files = RecordingFiles.InMemory("made.xdfz", packed.ToArray());
        Assert.True(new XdfFormat().Recognise(files));
        Assert.Contains("gzip -d", Assert.Throws<RecordingFormatException>(() => new XdfFormat().Open(files)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_in_other_encodings_and_long_ones_are_read()
    {
        var text = new string('x', 3_000_000);
        var file = new XdfBytes().Stream(1, "string", 1, 0, "Cues", "Markers")
            .Samples(1, XdfBytes.Row(1, [.. XdfBytes.Number(1, 1), 0xE4]),
                XdfBytes.Row(2, [.. XdfBytes.Number(text.Length, 8), .. Encoding.ASCII.GetBytes(text)]));
        using var recording = Open(file.Footer(1, 2));
        Assert.Equal(["ä", text], recording.Markers.Select(m => m.Label));
    }

    [Fact]
    public void A_file_that_is_cut_while_it_is_read_gives_the_documented_error()
    {
        var path = Path.Combine(Path.GetTempPath(), $"cut-{Guid.NewGuid():N}.xdf");
        File.WriteAllBytes(path, Simple().Footer(1, 50).ToArray());
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            using var recording = new XdfFormat().Open(path);
            file.SetLength(100);
            Assert.Contains("cannot be read any more", Assert.Throws<RecordingFormatException>(() =>
                recording.Streams[0].Read(0, 1)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
