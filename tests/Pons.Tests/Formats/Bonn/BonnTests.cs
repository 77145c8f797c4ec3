using System.IO.Compression;
using System.Text;
using Pons.Contracts;
using Pons.Formats;
using Pons.Formats.Bonn;
using Pons.Formats.Delimited;

namespace Pons.Tests.Formats.Bonn;

public sealed class BonnTests
{
    private static byte[] Segment(int count = 4097, string end = "\r\n") =>
        Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, count)
            .Select(n => FormattableString.Invariant($"{n * 7919 % 400 - 200}{end}"))));

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\n")]
    public void Segment_is_read_at_the_rate_of_the_publication(string end)
    {
        var files = RecordingFiles.InMemory("S012.txt", Segment(end: end));
        Assert.IsType<BonnFormat>(RecordingFormat.Of(files));
        using var recording = new BonnFormat().Open(files);
        var stream = recording.Streams.Single();
        Assert.Equal((173.61, 4097L, 1), (stream.Info.RateHz, stream.SampleCount, stream.Info.ChannelCount));
        Assert.Equal([-200f, 119], [stream.Read(0, 1)[0], stream.Read(1, 1)[0]]);
        Assert.Equal("E (S): seizure, intracranial", recording.Header.Fields.Single().Value);
        Assert.Contains(recording.Warnings, w => w.Contains("173.61 Hz, is that of the publication", StringComparison.Ordinal));
    }

    [Fact]
    public void Other_columns_of_whole_numbers_are_delimited_text()
    {
        Assert.IsType<DelimitedFormat>(RecordingFormat.Of(RecordingFiles.InMemory("a.txt", Segment(4096))));
        Assert.IsType<DelimitedFormat>(RecordingFormat.Of(RecordingFiles.InMemory("a.txt", Segment(4098))));
        Assert.False(new BonnFormat().Recognise(RecordingFiles.InMemory("a.txt", "1\n2\n3.5\n"u8.ToArray())));
        Assert.Contains("has 3 rows", Assert.Throws<RecordingFormatException>(() =>
            new BonnFormat().Open(RecordingFiles.InMemory("a.txt", "1\n2\n3\n"u8.ToArray())).Dispose()).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Every_recorded_segment_is_one()
    {
        using var archive = ZipFile.OpenRead(RecordedData.PathOf("seizure/bonn/bonn.zip"));
        var means = new Dictionary<string, double>();
        foreach (var entry in archive.Entries.Where(e => e.Length > 0))
        {
            using var member = entry.Open();
            using var held = new MemoryStream();
            member.CopyTo(held);
            var files = RecordingFiles.InMemory(entry.Name, held.ToArray());
            Assert.IsType<BonnFormat>(RecordingFormat.Of(files));
            using var recording = new BonnFormat().Open(files);
            means[entry.Name.ToUpperInvariant()] = recording.Streams[0].Read(0, 4097).Average(v => (double)v);
        }

        Assert.Equal(335, means.Count);
        // Means as a plain reading gives them.
        Assert.Equal(MeanOfZ001, means["Z001.TXT"], 1e-9);
        Assert.Equal(MeanOfS067, means["S067.TXT"], 1e-9);
    }

    private const double MeanOfZ001 = 6.816451061752502, MeanOfS067 = 42.425433243836956;

    [Fact]
    public void Archive_of_segments_is_refused_with_the_advice_to_unpack() => Assert.Contains("Unpack it",
        Assert.Throws<RecordingFormatException>(() => Recording.Open(RecordedData.PathOf("seizure/bonn/bonn.zip"))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Made_files_keep_the_contract() => new FormatContract(new BonnFormat(), Segment()).Verify();
}
