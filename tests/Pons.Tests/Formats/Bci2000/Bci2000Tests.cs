using Pons.Contracts;
using Pons.Formats;
using Pons.Formats.Bci2000;
using Pons.Streams;

namespace Pons.Tests.Formats.Bci2000;

public sealed class Bci2000Tests
{
    private static readonly Bci2000Format Format = new();

    [Theory]
    [InlineData("1.0", "int16", SampleType.Int16)]
    [InlineData("1.1", "int16", SampleType.Int16)]
    [InlineData("1.1", "int32", SampleType.Int32)]
    [InlineData("1.1", "float32", SampleType.Float32)]
    public void Samples_are_scaled_with_offset_and_gain(string version, string dataFormat, SampleType stored)
    {
        using var recording = Open(new Bci2000Bytes { Version = version, DataFormat = dataFormat });
        var stream = Assert.Single(recording.Streams);
        Assert.Equal((stored, 250.0, 100L, version),
            (stream.StoredAs, stream.Info.RateHz!.Value, stream.SampleCount, Assert.IsType<Bci2000Header>(recording.Header).Version));
        Assert.Equal([("Cz", "µV"), ("Fp1", "µV"), ("Ch3", "µV")], stream.Info.Channels.Select(c => (c.Label, c.Unit)));
        var samples = new double[300];
        stream.Read(0, samples);
        for (var n = 0; n < 100; n++)
            for (var c = 0; c < 3; c++)
                Assert.Equal((Bci2000Bytes.Number(n, c) - (c == 1 ? 10 : 0)) * (c == 0 ? 0.1 : c == 1 ? 0.5 : 1), samples[n * 3 + c], 1e-9);
        Assert.Equal(stored == SampleType.Float32 ? 0 : 3, stream.Scales.Length);
        Assert.All(stream.Scales.Take(1), s => Assert.Equal((0.1, 0.0), (s.Gain, s.Offset)));
        Assert.Empty(recording.Warnings);
    }

    [Fact]
    public void States_other_than_clocks_become_markers_with_lengths()
    {
        using var recording = Open(new());
        Assert.Equal([("Running=1", 0.0, 400.0), ("StimulusCode=2049", 40, 40), ("StimulusCode=3", 80, 40), ("Feedback=2", 360, 40)],
            recording.Markers.Select(m => (m.Label, m.Onset.Milliseconds, m.Length!.Value.Milliseconds)));
        Assert.Equal("StimulusCode", recording.Markers[1].Kind);
    }

    [Fact]
    public void Parameters_keep_escapes_matrices_person_and_time()
    {
        using var recording = Open(new());
        var header = Assert.IsType<Bci2000Header>(recording.Header);
        Assert.Equal((new DateTime(2004, 8, 19, 14, 57, 52), "Jane Doe", "session 001, run 02"),
            (header.StartTime, header.Subject, header.Description));
        Assert.Equal(["A", "B", "c.bmp", "d.bmp"], header.Parameter("Stimuli")!.Values);
        Assert.Equal(["SubjectName", "SubjectSession", "SubjectRun", "StorageTime", "DataDirectory"],
            header.Fields.Where(f => f.IsPersonal).Select(f => f.Name));
        Assert.Equal(["Running", "SourceTime", "StimulusCode", "Feedback"], header.States.Select(s => s.Name));
    }

    [Theory]
    [InlineData("1.0")]
    [InlineData("1.1")]
    public void Made_file_keeps_the_contract(string version) => new FormatContract(Format, new Bci2000Bytes { Version = version }.ToBytes()).Verify();

    [Fact]
    public void What_is_missing_is_mended_and_said()
    {
        using var recording = Open(new() { Gains = "1 0.1", Names = "0", StorageTime = "yesterday", ExtraStates = "Far 8 0 5 0\r\n" });
        Assert.Equal(["µV", "digital", "digital"], recording.Streams[0].Info.Channels.Select(c => c.Unit));
        Assert.Equal(["Ch1", "Ch2", "Ch3"], recording.Streams[0].Info.Channels.Select(c => c.Label));
        Assert.Null(recording.Header.StartTime);
        Assert.Collection(recording.Warnings,
            w => Assert.Contains("State 'Far' has 8 bits from bit 40 on", w, StringComparison.Ordinal),
            w => Assert.Contains("The time of storage 'yesterday' is no date", w, StringComparison.Ordinal),
            w => Assert.Contains("1 gains are given for 3 channels", w, StringComparison.Ordinal));
    }

    [Fact]
    public void Torn_sample_is_left_out()
    {
        using var recording = Format.Open(RecordingFiles.InMemory("made.dat", new Bci2000Bytes().ToBytes().AsMemory(..^4)));
        Assert.Equal(99, recording.Streams[0].SampleCount);
        Assert.Contains("make no whole sample of 11 bytes", Assert.Single(recording.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Faults_are_named()
    {
        Refused(new() { Rate = "fast" }, "The parameter SamplingRate is 'fast'");
        Refused(new() { DataFormat = "int8" }, "The samples have the format 'int8'");
        Refused(new() { HeaderLength = 900_000 }, "The header is said to have 900000 bytes");
        Assert.Contains("does not state HeaderLen", Assert.Throws<RecordingFormatException>(
            () => Format.Open(RecordingFiles.InMemory("x", "text"u8.ToArray()))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_files_open_or_are_refused() =>
        FormatDamage.Survive(Format, "made.dat", new Bci2000Bytes().ToBytes(), 3000, seed: 31, headerBytes: 1200);

    private static void Refused(Bci2000Bytes made, string message) =>
        Assert.Contains(message, Assert.Throws<RecordingFormatException>(() => Open(made)).Message, StringComparison.Ordinal);

    private static Recording Open(Bci2000Bytes made) => Format.Open(RecordingFiles.InMemory("made.dat", made.ToBytes()));
}
