using Pons.Contracts;
using Pons.Formats;
using Pons.Formats.NeuroscanCnt;
using Pons.Streams;

namespace Pons.Tests.Formats.NeuroscanCnt;

/// <summary>Files laid out here, and a recording whose samples agree with MNE-Python 1.3.0 told that they have 32 bits.</summary>
public sealed class NeuroscanCntFormatTests
{
    private static Recording Open(NeuroscanCntBytes file) => Open(file.ToBytes());

    private static Recording Open(byte[] file) => new NeuroscanCntFormat().Open(RecordingFiles.InMemory("made.cnt", file));

    [Theory]
    [InlineData(2, 1, 1)]
    [InlineData(4, 40, 3)]
    public void Made_file_keeps_the_contract(int width, int samplesPerBlock, int eventType) => new FormatContract(
        new NeuroscanCntFormat(), new NeuroscanCntBytes
        {
            Width = width,
            SamplesPerBlock = samplesPerBlock,
            EventType = eventType
        }.ToBytes()).Verify();

    [Theory]
    [InlineData(2, 1)]
    [InlineData(4, 40)]
    public void Damaged_file_is_survived(int width, int samplesPerBlock) => new FormatDamage(
        new NeuroscanCntFormat(), "made.cnt", new NeuroscanCntBytes
        {
            Width = width,
            SamplesPerBlock = samplesPerBlock,
            IsMarked = true
        }.ToBytes()).Survive(1);

    [Fact]
    public void Recording_is_read_with_the_width_that_it_marks()
    {
        using var recording = Recording.Open(RecordedData.PathOf("formats/cnt/test_CNT_events_mne_JWoess_clipped.cnt"));
        var stream = Assert.Single(recording.Streams);
        Assert.Equal(["F8", "FCz"], stream.Info.Channels.Select(c => c.Label));
        Assert.Equal((1000.0, 90_000L, SampleType.Int32), (stream.Info.RateHz!.Value, stream.SampleCount, stream.StoredAs));
        var values = new double[180_000];
        stream.Read(0, values);
        Assert.Equal(342837.98195589666, values.Sum(), 1e-3);
        Assert.Equal([-1.375355f, 3.905587f], stream.Read(0, 1).Select(v => MathF.Round(v, 6)));
        Assert.Equal(12, stream.Markers.Count(m => m.SampleIndex < 90_000));
        Assert.Equal([(0L, "Rejected"), (35383L, "1"), (40487L, "99"), (47810L, "5")],
            stream.Markers.Take(4).Select(m => (m.SampleIndex, m.Label)));
        Assert.Contains(recording.Warnings, w => w.Contains("430121 bytes more stand before the event table", StringComparison.Ordinal));
        Assert.Contains(recording.Warnings, w => w.Contains("6 of 18 markers lie outside", StringComparison.Ordinal));
        Assert.Equal(7000, stream.Details[0].ImpedanceOhms);
    }

    [Theory]
    [InlineData(2, 1, false)]
    [InlineData(2, 30, false)]
    [InlineData(4, 1, false)]
    [InlineData(4, 40, true)]
    public void Numbers_of_either_width_and_order_read_alike(int width, int samplesPerBlock, bool isMarked)
    {
        using var recording = Open(new NeuroscanCntBytes { Width = width, SamplesPerBlock = samplesPerBlock, IsMarked = isMarked });
        var values = recording.Streams[0].Read(0, 100);
        for (var s = 0; s < 100; s++)
            for (var c = 0; c < 3; c++)
                Assert.Equal((NeuroscanCntBytes.Value(s, c) - c * 10) * 0.1 * (1 + c), values[s * 3 + c], 1e-3);
        Assert.Empty(recording.Warnings);
        Assert.Equal([null, 5000, 10000], recording.Streams[0].Details.Select(d => d.ImpedanceOhms));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Events_of_every_type_come_at_their_samples(int type)
    {
        using var recording = Open(new NeuroscanCntBytes { EventType = type });
        Assert.Equal([("7", "StimType", 10L), ("Rejected", "Reject", 20L), ("2", "KeyPad", 40L), ("3", "KeyBoard", 50L)],
            recording.Markers.Zip(recording.Streams[0].Markers, (m, s) => (m.Label, m.Kind, s.SampleIndex)));
        Assert.Equal([null, 0.04, null, null], recording.Markers.Select(m => m.Length?.Seconds));
    }

    [Fact]
    public void Person_and_visit_are_personal()
    {
        using var recording = Open(new NeuroscanCntBytes());
        Assert.Equal("id: 4711, patient: Ada Example, sex: F", recording.Header.Subject);
        Assert.Contains(new HeaderField("patient", "Ada Example", true), recording.Header.Fields);
        Assert.Equal(new DateTime(2016, 2, 13, 10, 20, 30), recording.Header.StartTime);
    }

    [Theory]
    [InlineData("03/04/16", "2016-03-04", "read as 2016-03-04")]
    [InlineData("04.04.16", "2016-04-04", null)]
    [InlineData("45/45/45", null, "no date and time")]
    public void Order_of_the_date_is_assumed_only_where_it_must_be(string written, string? read, string? warning)
    {
        using var recording = Open(new NeuroscanCntBytes { Date = written });
        Assert.Equal(read, recording.Header.StartTime?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        if (warning is null) Assert.Empty(recording.Warnings);
        else Assert.Contains(warning, Assert.Single(recording.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 2, false, "16 bits are assumed")]
    [InlineData(90, 4, true, "promises 90 samples")]
    public void Stale_number_of_samples_is_said(int stated, int width, bool isMarked, string warning)
    {
        using var recording = Open(new NeuroscanCntBytes { StatedSamples = (uint)stated, Width = width, IsMarked = isMarked });
        Assert.Equal(100, recording.Streams[0].SampleCount);
        Assert.Contains(recording.Warnings, w => w.Contains(warning, StringComparison.Ordinal));
    }

    [Fact]
    public void Cut_inside_the_samples_leaves_what_is_there()
    {
        using var recording = Open(new NeuroscanCntBytes().ToBytes()[..(900 + 225 + 6 * 50 + 1)]);
        Assert.Equal(50, recording.Streams[0].SampleCount);
        Assert.Empty(recording.Markers);
        Assert.Contains(recording.Warnings, w => w.Contains("where it cannot be", StringComparison.Ordinal));
    }

    [Fact]
    public void Cut_inside_the_header_is_refused()
    {
        var fault = Assert.Throws<RecordingFormatException>(() => Open(new NeuroscanCntBytes().ToBytes()[..1000]));
        Assert.Contains("description of 3 channels would need 225 bytes", fault.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Trials_and_averages_are_not_taken_for_continuous_recordings()
    {
        var file = new NeuroscanCntBytes().ToBytes();
        Assert.False(new NeuroscanCntFormat().Recognise(RecordingFiles.InMemory("made.avg", file)));
        Assert.True(new NeuroscanCntFormat().Recognise(RecordingFiles.InMemory("made", file)));
    }
}
