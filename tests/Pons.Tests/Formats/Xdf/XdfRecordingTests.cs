using Pons.Formats;
using Pons.Formats.Xdf;
using Pons.Streams;

namespace Pons.Tests.Formats.Xdf;

/// <summary>Numbers of recorded files against pyxdf 1.17, and what the headers of made ones say.</summary>
public sealed class XdfRecordingTests
{
    private static Recording Open(XdfBytes bytes) => new XdfFormat().Open(RecordingFiles.InMemory("made.xdf", bytes.ToArray()));

    [Fact]
    public void Minimal_file_is_read_as_its_description_says()
    {
        using var recording = Recording.Open(RecordedData.PathOf("formats/xdf/minimal.xdf"));
        var stream = Assert.Single(recording.Streams);
        Assert.Equal(("SendDataC", 10, 9L, SampleType.Int16), (stream.Info.Name, stream.Info.RateHz, stream.StoredCount, stream.StoredAs));
        Assert.Equal([192, 255, 238, 12, 22, 32, 13, 23, 33, 14, 24, 34, 15, 25, 35, 12, 22, 32, 13, 23, 33, 14, 24, 34, 15, 25, 35],
            stream.Read(0, 9));
        Assert.All(Enumerable.Range(0, 9), i => Assert.Equal(i * 100_000_000L, stream.TimeOf(i).Nanoseconds));
        Assert.Equal(["Hello", "World", "from", "LSL", "Hello", "World", "from", "LSL"], recording.Markers.Skip(1).Select(m => m.Label));
        Assert.All(recording.Markers, m => Assert.Equal("SendDataString", m.Kind));
        // The numeric stream is corrected by −0.1 s, the markers have no offsets.
        Assert.Equal([.. Enumerable.Range(1, 9).Select(i => i * 100_000_000L)], recording.Markers.Select(m => m.Onset.Nanoseconds));
        Assert.Equal(
        [
            "The footer of stream 'SendDataC' lists 2 clock offsets that are not the 2 of the chunks: those of the chunks are used.",
            "The footer of stream 'SendDataString' lists 2 clock offsets that are not the 0 of the chunks: those of the chunks are used.",
        ], recording.Warnings);
    }

    [Fact]
    public void Recording_with_a_reset_clock_agrees_with_the_reference_reader()
    {
        using var recording = Recording.Open(RecordedData.PathOf("formats/xdf/clock_resets.xdf"));
        var stream = Assert.Single(recording.Streams);
        Assert.Equal(("BioSemi", 8, 27_815L, 175),
            (stream.Info.Name, stream.Info.ChannelCount, stream.StoredCount, recording.Markers.Length));
        Assert.Equal([12_876L, 14_939L], stream.Segments.Select(s => s.SampleCount));
        // Huber's line through the offsets there, Theil's and Sen's here: the offsets scatter by 0.14 ms.
        const double Tolerance = 3e-4;
        Assert.Equal(1_383.1842659544168 - 810.0297917608109, stream.TimeOf(stream.SampleCount - 1).Seconds, Tolerance);
        Assert.Equal(812.9279042048147 - 810.0297917608109, recording.Markers[0].Onset.Seconds, Tolerance);
        Assert.Equal(1_380.8194507223984 - 810.0297917608109, recording.Markers[^1].Onset.Seconds, Tolerance);
        Assert.Equal(92.93436959, double.Parse(recording.Header.Fields.Single(f => f.Name == "BioSemi measured rate").Value[..^3],
            System.Globalization.CultureInfo.InvariantCulture), 1e-5);
        Assert.Equal(["XXX", "Test", "Blah", "Test", "Test-1-2-3"], recording.Markers.Take(5).Select(m => m.Label));
        Assert.True(recording.Header.Fields.Single(f => f.Name == "BioSemi hostname").IsPersonal);
    }

    [Fact]
    public void Streams_of_all_kinds_are_read_side_by_side()
    {
        using var recording = Open(XdfBytes.Session());
        Assert.Empty(recording.Warnings);
        Assert.Equal([("EEG", 100.0, 400L), ("Motion", 24.0, 96), ("Gaze", null, 8)],
            recording.Streams.Select(s => (s.Info.Name, s.Info.RateHz, s.StoredCount))
                .Select(s => (s.Name, s.RateHz ?? (double?)null, s.StoredCount)));
        Assert.Equal([399f, 500f], recording.Streams[0].Read(399, 1));
        Assert.Equal([95f, -1f, 32_767f], recording.Streams[1].Read(recording.Streams[1].SampleCount - 1, 1));
        var gaze = new double[8];
        recording.Streams[2].Read(0, gaze);
        Assert.Equal(Enumerable.Range(0, 8).Select(i => Math.PI * i), gaze);
        Assert.Equal(0.623, recording.Streams[2].TimeOf(1).Seconds, 1e-9);
        Assert.Equal(8, recording.Markers.Length);
        Assert.Equal(0.2, recording.Markers[0].Onset.Seconds, 1e-9);
        Assert.Equal(new DateTime(2024, 5, 6, 7, 8, 9), recording.Header.StartTime);
        Assert.Equal([("C3", ChannelKind.Eeg, "µV"), ("C4", ChannelKind.Eeg, "µV")], recording.Streams[0].Info.Channels
            .Select(c => (c.Label, c.Kind, c.Unit)));
        Assert.Equal(ChannelKind.Other, recording.Streams[1].Info.Channels[0].Kind);
    }

    [Theory]
    [InlineData("int8", new byte[] { 0x80 }, -128)]
    [InlineData("int16", new byte[] { 0, 0x80 }, short.MinValue)]
    [InlineData("int32", new byte[] { 0xFF, 0xFF, 0xFF, 0x7F }, int.MaxValue)]
    [InlineData("int64", new byte[] { 1, 0, 0, 0, 0, 0, 0x10, 0 }, 4_503_599_627_370_497.0)]
    [InlineData("float32", new byte[] { 0, 0, 0x80, 0x3F }, 1.0)]
    [InlineData("double64", new byte[] { 0, 0, 0, 0, 0, 0, 0xF0, 0x3F }, 1.0)]
    public void Every_number_comes_out_as_it_is(string format, byte[] value, double expected)
    {
        using var recording = Open(new XdfBytes().Stream(1, format, 1, 10).Samples(1, XdfBytes.Row(1, value)).Footer(1, 1));
        var read = new double[1];
        recording.Streams[0].Read(0, read);
        Assert.Equal(expected, read[0]);
        Assert.Equal((float)expected, recording.Streams[0].Read(0, 1)[0]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(8)]
    public void Lengths_of_every_size_are_understood(int size)
    {
        var rows = XdfBytes.Row(1, XdfBytes.Text("a")).Concat(XdfBytes.Row(2, [.. XdfBytes.Number(1, size), (byte)'b'])).ToArray();
        var file = new XdfBytes().Stream(1, "string", 1, 0, "Cues", "Markers").Chunk(3,
            [.. XdfBytes.Id(1), .. XdfBytes.Number(2, size), .. rows], size);
        using var recording = Open(file.Footer(1, 2));
        Assert.Equal(["a", "b"], recording.Markers.Select(m => m.Label));
    }

    [Fact]
    public void Numbers_of_marker_streams_become_labels_and_several_texts_one()
    {
        var file = new XdfBytes().Stream(1, "int32", 1, 0, "Trigger", "Markers").Stream(2, "float32", 1, 0, "Score", "markers")
            .Stream(3, "string", 3, 0, "Notes", "Log")
            .Samples(1, XdfBytes.Row(1, BitConverter.GetBytes(-7))).Samples(2, XdfBytes.Row(2, BitConverter.GetBytes(0.1f)))
            .Samples(3, XdfBytes.Row(3, XdfBytes.Text("one"), XdfBytes.Text(""), XdfBytes.Text("two")));
        using var recording = Open(file.Footer(1, 1).Footer(2, 1).Footer(3, 1));
        Assert.Empty(recording.Streams);
        Assert.Equal([("Trigger", "-7"), ("Score", "0.1"), ("Notes", "one | two")], recording.Markers.Select(m => (m.Kind, m.Label)));
        Assert.Equal([0.0, 1, 2], recording.Markers.Select(m => m.Onset.Seconds));
    }

    [Fact]
    public void What_headers_recommend_is_kept()
    {
        const string Desc = """
            <channels><channel><label>EMG1</label><unit>millivolts</unit><type>EMG</type><impedance>5.5</impedance>
            <filtering><highpass><lower>0.1</lower><upper>0.1</upper></highpass><notch><center>50</center></notch></filtering>
            <hardware><manufacturer>Acme</manufacturer><material>Ag-AgCl</material></hardware></channel>
            <channel><label>Cz</label><unit>uV</unit><type>EEG</type><location><X>0</X><Y>0</Y><Z>90</Z></location></channel>
            <channel><label>C3</label><type>Accelerometer</type><unit>g</unit></channel></channels>
            <reference><label>M1</label><subtracted>Yes</subtracted></reference>
            <acquisition><manufacturer>Acme</manufacturer><model>One</model><serial_number>1234</serial_number></acquisition>
            <subject><id>S07</id><handedness>left</handedness></subject>
            """;
        using var recording = Open(new XdfBytes().Stream(1, "int16", 3, 10, desc: Desc).Samples(1, XdfBytes.Row(1, [2, 0, 3, 0, 4, 0]))
            .Footer(1, 1));
        var stream = recording.Streams[0];
        Assert.Equal([2_000f, 3f, 4f], stream.Read(0, 1));
        Assert.Equal([("EMG1", ChannelKind.Emg, "µV", null), ("Cz", ChannelKind.Eeg, "µV", "M1"), ("C3", ChannelKind.Other, "g", null)],
            stream.Info.Channels.Select(c => (c.Label, c.Kind, c.Unit, c.Reference)));
        Assert.Equal(new ElectrodePosition(0, 0, 1), stream.Info.Channels[1].Position);
        Assert.Null(stream.Info.Channels[2].Position);
        Assert.Equal((5_500.0, 0.1, 50.0, "Acme Ag-AgCl"),
            (stream.Details[0].ImpedanceOhms, stream.Details[0].HighPassHz, stream.Details[0].NotchHz, stream.Details[0].Sensor));
        Assert.Equal((0.0, 0.0, 0.09), stream.Details[1].LocationMetres);
        Assert.Equal(("S07 left", "Acme One"), (recording.Header.Subject, recording.Header.Device));
        var fields = recording.Header.Fields.ToDictionary(f => f.Name);
        Assert.False(fields["EEG desc/acquisition/model"].IsPersonal);
        Assert.True(fields["EEG desc/acquisition/serial_number"].IsPersonal);
        Assert.True(fields["StreamHeader of EEG"].IsPersonal);
    }

    [Fact]
    public void Places_that_are_no_millimetres_are_directions_only()
    {
        const string Desc = "<channels><channel><label>a</label><type>EEG</type>"
            + "<location><X>0.08</X><Y>0</Y><Z>0</Z></location></channel></channels>";
        using var recording = Open(new XdfBytes().Stream(1, "int8", 1, 10, desc: Desc).Samples(1, XdfBytes.Row(1, [1])).Footer(1, 1));
        Assert.Equal("Stream 'EEG' has places of sensors at 0.08 from the centre, "
            + "which cannot be millimetres: only their directions are kept.",
            Assert.Single(recording.Warnings));
        Assert.Null(recording.Streams[0].Details[0].LocationMetres);
        Assert.Equal(new ElectrodePosition(1, 0, 0), recording.Streams[0].Info.Channels[0].Position);
    }

    [Fact]
    public void Streams_of_one_name_are_told_apart()
    {
        using var recording = Open(new XdfBytes().Stream(1, "int8", 1, 10).Stream(2, "int8", 1, 10)
            .Samples(1, XdfBytes.Row(1, [1])).Samples(2, XdfBytes.Row(1, [1])).Footer(1, 1).Footer(2, 1));
        Assert.Equal(["EEG", "EEG (2)"], recording.Streams.Select(s => s.Info.Name));
        Assert.Equal(["The stream name 'EEG' occurs again: the later stream is called 'EEG (2)'."], recording.Warnings);
    }

    [Fact]
    public void Header_alone_tells_streams_and_length_without_a_sample()
    {
        var header = new XdfFormat().ReadHeader(RecordingFiles.InMemory("made.xdf", XdfBytes.Session().ToArray()));
        Assert.Equal(["EEG", "Motion", "Gaze"], header.Streams.Select(s => s.Name));
        Assert.Equal(4, header.DurationSeconds, 1e-9);
    }

    [Fact]
    public void Long_and_interleaved_chunks_are_read_the_same_from_every_place()
    {
        var file = new XdfBytes().Stream(1, "int16", 2, 1000).Stream(2, "float32", 1, 100, "Other");
        const int Rows = 150_000;
        file.Samples(1, [.. Enumerable.Range(0, Rows)
            .Select(i => XdfBytes.Row(i % 7 == 0 ? i * 0.001 : null, BitConverter.GetBytes((short)i),
            BitConverter.GetBytes((short)(i >> 3))))]);
        for (var i = 0; i < 2_000; i++)
        {
            file.Counted(2, i, [i * 0.01]);
            file.Samples(1, XdfBytes.Row((Rows + i) * 0.001, BitConverter.GetBytes((short)(Rows + i)),
                BitConverter.GetBytes((short)((Rows + i) >> 3))));
        }

        using var recording = Open(file.Footer(1, Rows + 2_000).Footer(2, 2_000));
        Assert.Empty(recording.Warnings);
        var stream = recording.Streams[0];
        var whole = stream.Read(0, Rows + 2_000);
        for (var i = 0; i < Rows + 2_000; i++) Assert.Equal(((short)i, (short)(i >> 3)), (whole[2 * i], whole[2 * i + 1]));
        foreach (var at in (int[])[151_999, 0, 149_990, 77_777, 150_001, 3, 150_500])
            Assert.Equal(whole.AsSpan(2 * at, Math.Min(20, whole.Length - 2 * at)).ToArray(),
                stream.Read(at, Math.Min(10, Rows + 2_000 - at)));
        Assert.Equal(Enumerable.Range(0, 2_000).Select(i => (float)i), recording.Streams[1].Read(0, 2_000));
    }
}
