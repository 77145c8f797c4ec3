using Pons.Formats;
using Pons.Formats.Mat;
using Pons.Streams;

namespace Pons.Tests.Formats.Mat;

public sealed class MatReadingTests
{
    private static readonly double[] Ramp = [.. Enumerable.Range(0, 3 * 100).Select(i => i * 0.25 - 7)];

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Matrix_with_rate_and_labels_is_a_recording(bool isBigEndian, bool isCompressed)
    {
        using var recording = Open(Plain(isBigEndian, isCompressed, [3, 100]));
        var stream = Assert.Single(recording.Streams);
        Assert.Equal((250.0, 100L, SampleType.Float64), (stream.Info.RateHz, stream.SampleCount, stream.StoredAs));
        Assert.Equal(["Fz", "Cz", "EOG left"], stream.Info.Channels.Select(c => c.Label));
        Assert.Equal([ChannelKind.Eeg, ChannelKind.Eeg, ChannelKind.Eog], stream.Info.Channels.Select(c => c.Kind));
        Assert.Equal(Ramp[6..12].Select(v => (float)v), stream.Read(2, 2));
        var wide = new double[3];
        stream.Read(99, wide);
        Assert.Equal(Ramp[^3..], wide);
        stream.Read(0, wide);
        Assert.Equal(Ramp[..3], wide);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Longer_side_is_time(bool isCompressed)
    {
        using var recording = Open(Plain(false, isCompressed, [100, 3]));
        var stream = Assert.Single(recording.Streams);
        Assert.Equal([(float)Ramp[5], (float)Ramp[105], (float)Ramp[205], (float)Ramp[6], (float)Ramp[106], (float)Ramp[206]], stream.Read(5, 2));
        Assert.Contains(recording.Warnings, w => w.Contains("'x', its largest matrix, is taken for the signal", StringComparison.Ordinal));
    }

    [Fact]
    public void Matrices_of_the_same_length_are_a_second_stream()
    {
        var m = new MatBytes();
        using var recording = Open(m.Add(m.Shorts("counts", [80, 2], [.. Enumerable.Range(0, 160).Select(i => (short)i)]))
            .Add(m.Doubles("state", [80, 1], [.. Enumerable.Range(0, 80).Select(i => i * 0.5)]))
            .Add(m.Singles("other", [1, 80], [.. Enumerable.Range(0, 80).Select(i => -i * 1f)]))
            .Add(m.Doubles("table", [9, 2], new double[18])));
        Assert.Equal(["counts", "variables beside"], recording.Streams.Select(s => s.Info.Name));
        Assert.Equal(SampleType.Int16, recording.Streams[0].StoredAs);
        Assert.Equal([7, 87], recording.Streams[0].Read(7, 1));
        Assert.Equal(["state", "other"], recording.Streams[1].Info.Channels.Select(c => c.Label));
        Assert.Equal([3.5f, -7], recording.Streams[1].Read(7, 1));
        Assert.Null(recording.Streams[0].Info.RateHz);
        Assert.Contains("No rate is stated: the samples have no times. A variable 'fs' beside the signal would give them.", recording.Warnings);
        Assert.Equal("(9×2 double)", recording.Header.Fields.Single(f => f.Name == "table").Value);
    }

    [Theory]
    [InlineData(70, 70)]
    [InlineData(10, 3)]
    public void What_cannot_be_told_is_refused_with_the_list(int rows, int columns)
    {
        var m = new MatBytes();
        var fault = Assert.Throws<RecordingFormatException>(() => Open(m.Add(m.Doubles("w", [rows, columns], new double[rows * columns]))
            .Add(m.Text("note", "a secret"))));
        Assert.Contains($"No variable can be told to be a signal. The file holds w ({rows}×{columns} double), note (1×8 char).", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Trials_without_a_stated_order_of_sides_are_refused()
    {
        var m = new MatBytes();
        var fault = Assert.Throws<RecordingFormatException>(() => Open(m.Add(m.Doubles("x", [5, 4, 100], new double[2000]))
            .Add(m.Doubles("y", [1, 100], new double[100]))));
        Assert.Contains("x (5×4×100 double)", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FieldTrip_trials_keep_their_places()
    {
        var m = new MatBytes();
        byte[] Trial(double first) => m.Doubles("", [2, 10], [.. Enumerable.Range(0, 20).Select(i => first + i)]);
        byte[] Time(double first) => m.Doubles("", [1, 10], [.. Enumerable.Range(0, 10).Select(i => first + i / 100.0)]);
        using var recording = Open(m.Add(m.Struct("d", ("label", m.Cell("", m.Text("", "C3"), m.Text("", "C4"))),
            ("trial", m.Cell("", Trial(0), Trial(100), Trial(200))), ("time", m.Cell("", Time(-0.05), Time(-0.05), Time(-0.05))),
            ("fsample", m.Doubles("", [1, 1], 100)), ("sampleinfo", m.Doubles("", [3, 2], 11, 21, 51, 20, 30, 60)),
            ("trialinfo", m.Doubles("", [3, 1], 1, 2, 1)))));
        var stream = Assert.Single(recording.Streams);
        Assert.Equal([(0L, 10L), (10, 10), (40, 10)], stream.Segments.Select(s => (s.FirstSampleIndex, s.SampleCount)));
        Assert.Equal(new RecordingGap(Duration.FromSeconds(0.2), Duration.FromSeconds(0.2)), Assert.Single(recording.Gaps));
        Assert.Equal([("1", 0.05), ("2", 0.15), ("1", 0.45)], recording.Markers.Select(k => (k.Label, k.Onset.Nanoseconds / 1e9)));
        Assert.Equal([18f, 19, 100, 101], stream.Read(9, 2));
        Assert.Equal([200f, 201], stream.Read(40, 1));
        Assert.Equal("MAT 5 (FieldTrip)", recording.Header.Format);
    }

    [Fact]
    public void BioSig_header_may_stand_in_a_file_of_its_own()
    {
        var (s, h) = (new MatBytes(), new MatBytes());
        var header = h.Struct("h", ("SampleRate", h.Doubles("", [1, 1], 100)), ("Label", h.Cell("", h.Text("", "C3"), h.Text("", "Status"))),
            ("PhysDim", h.Cell("", h.Text("", "mV"), h.Text("", "?"))), ("T0", h.Doubles("", [1, 6], 2022, 10, 26, 15, 40, 38.5)),
            ("EVENT", h.Struct("", ("TYP", h.Doubles("", [3, 1], 769, 2, 1000)), ("POS", h.Doubles("", [3, 1], 51, 11, 1)),
                ("DUR", h.Doubles("", [3, 1], 0, 50, 0)), ("CHN", h.Doubles("", [3, 1], 0, 2, 0)))),
            ("Patient", h.Struct("", ("Id", h.Text("", "P7")), ("Name", h.Text("", "Li Lei")))));
        var files = new Dictionary<string, ReadOnlyMemory<byte>>
        {
            ["run_signal.mat"] = s.Add(s.Doubles("s", [100, 2], [.. Enumerable.Range(0, 200).Select(i => i * 1.0)])).ToBytes(),
            ["run_header.mat"] = h.AddCompressed(header).ToBytes(),
        };
        foreach (var name in files.Keys)
        {
            using var recording = new MatFormat().Open(RecordingFiles.InMemory(name, files));
            Assert.Equal([("1000", 0.0, null), ("2", 0.1, 0.5), ("769", 0.5, (double?)null)],
                recording.Markers.Select(k => (k.Label, k.Onset.Seconds, k.Length?.Seconds)));
            Assert.Equal("Status", recording.Markers[1].Channel);
            Assert.Equal([5000f, 105], recording.Streams[0].Read(5, 1));
            Assert.Equal(new DateTime(2022, 10, 26, 15, 40, 38, 500), recording.Header.StartTime);
            Assert.Equal("P7 Li Lei", recording.Header.Subject);
            Assert.Equal(("C3", ChannelKind.Eeg, "µV"), (recording.Streams[0].Info.Channels[0].Label, recording.Streams[0].Info.Channels[0].Kind,
                recording.Streams[0].Info.Channels[0].Unit));
        }

        var alone = Assert.Throws<RecordingFormatException>(() => new MatFormat().Open(RecordingFiles.InMemory("run_header.mat", files["run_header.mat"])));
        Assert.Contains("The header of a BioSig recording stands here alone", alone.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Trials_of_BSanalyze_follow_each_other_with_their_attributes()
    {
        var m = new MatBytes();
        // Element t + 2 (s + 4 c) of 2 trials, 4 samples, 3 channels.
        double[] values = [.. Enumerable.Range(0, 24).Select(i => (i % 2) * 100.0 + i / 2 % 4 + i / 8 * 10)];
        using var recording = Open(m.AddCompressed(m.Struct("P_C_S", ("data", m.Doubles("", [2, 4, 3], values)), ("samplingfrequency", m.Doubles("", [1, 1], 4)),
            ("channelname", m.Cell("", m.Text("", "C3"), m.Text("", "C4"), m.Text("", "x"))), ("attributename", m.Cell("", m.Text("", "LEFT"), m.Text("", "RIGHT"))),
            ("attribute", m.Doubles("", [2, 2], 1, 0, 0, 1)), ("pretrigger", m.Doubles("", [1, 1], 2)), ("subjectlastname", m.Text("", "Li")))));
        Assert.Equal([(0L, 4L), (4, 4)], recording.Streams[0].Segments.Select(s => (s.FirstSampleIndex, s.SampleCount)));
        Assert.Equal([3f, 13, 23, 100, 110, 120], recording.Streams[0].Read(3, 2));
        Assert.Equal([("LEFT", 0.5), ("RIGHT", 1.5)], recording.Markers.Select(k => (k.Label, k.Onset.Seconds)));
        Assert.Equal("Li", recording.Header.Subject);
    }

    [Fact]
    public void Version_4_is_read_in_both_byte_orders()
    {
        foreach (var isBigEndian in (bool[])[false, true])
        {
            using var recording = Open([.. Version4(isBigEndian, "val", 1, 2, 70), .. Version4(isBigEndian, "fs", 1, 1, 1)]);
            Assert.Equal("MAT 4", recording.Header.Format);
            Assert.Equal((0.5, 70L, SampleType.Float32), (recording.Streams[0].Info.RateHz, recording.Streams[0].SampleCount, recording.Streams[0].StoredAs));
            Assert.Equal([1.5f, 2], recording.Streams[0].Read(1, 1));
        }
    }

    [Fact]
    public void Variables_behind_damage_are_lost_and_said()
    {
        var m = new MatBytes();
        byte[] bytes = m.Add(m.Doubles("x", [1, 100], [.. Ramp[..100]])).Add(m.Doubles("fs", [1, 1], 100));
        using var recording = Open(bytes[..^40]);
        Assert.Null(recording.Streams[0].Info.RateHz);
        Assert.Contains(recording.Warnings, w => w.StartsWith("Behind the variable 'x' nothing can be read.", StringComparison.Ordinal));
    }

    [Fact]
    public void Compressed_bytes_that_were_changed_are_named()
    {
        var bytes = Plain(false, true, [3, 100]);
        bytes[220] ^= 0x55;
        var fault = Assert.Throws<RecordingFormatException>(() =>
        {
            using var recording = Open(bytes);
            recording.Streams[0].Read(0, 100);
        });
        Assert.Contains("'x.mat', byte 136: The compressed variable that begins here does not inflate to what it promises.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Claims_are_checked_against_the_bytes_there_are()
    {
        var m = new MatBytes();
        byte[] cells = m.Add(m.Doubles("x", [1, 100], Ramp[..100])).Add(m.Matrix("c", 1, [30_000, 30_000]));
        Assert.Contains("There should be 900000000 values here, in 0 bytes.", Assert.Throws<RecordingFormatException>(() => Open(cells)).Message, StringComparison.Ordinal);
        m = new();
        byte[] numbers = m.Add(m.Matrix("x", 6, [100, 1 << 20], m.Element(9, new byte[64])));
        Assert.Contains("A matrix of 100×1048576 numbers has 64 bytes for them.", Assert.Throws<RecordingFormatException>(() => Open(numbers)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Large_compressed_columns_are_gathered_from_a_temporary_file()
    {
        var m = new MatBytes();
        const int rows = 100_000;
        var values = Enumerable.Range(0, rows * 4).Select(i => Math.Sin(i) + i).ToArray();
        using var recording = Open(m.AddCompressed(m.Doubles("x", [rows, 4], values)));
        var at = 0;
        foreach (var block in recording.Streams[0].ReadBlocks(7919))
            for (var r = 0; r < block.SampleCount; r++, at++)
                for (var c = 0; c < 4; c++) Assert.Equal((float)values[c * rows + at], block.Samples.Span[r * 4 + c]);
        Assert.Equal(rows, at);
    }

    internal static byte[] Plain(bool isBigEndian, bool isCompressed, int[] size)
    {
        var m = new MatBytes(isBigEndian);
        var labels = m.Cell("labels", m.Text("", "Fz"), m.Text("", "CZ"), m.Text("", "EOG left"));
        if (isCompressed) m.AddCompressed(m.Doubles("x", size, Ramp)).AddCompressed(labels);
        else m.Add(m.Doubles("x", size, Ramp)).Add(labels);
        return m.Add(m.Doubles("Fs", [1, 1], 250));
    }

    internal static Recording Open(byte[] bytes) => new MatFormat().Open(RecordingFiles.InMemory("x.mat", bytes));

    /// <summary>A matrix of single-precision numbers that count in halves.</summary>
    internal static byte[] Version4(bool isBigEndian, string name, double first, int rows, int columns)
    {
        int[] words = [isBigEndian ? 1010 : 10, rows, columns, 0, name.Length + 1];
        var numbers = Enumerable.Range(0, rows * columns).Select(i => BitConverter.SingleToInt32Bits((float)(first * 0.5 * (i + 1))));
        byte[] Bytes(int word) => isBigEndian ? [.. BitConverter.GetBytes(word).Reverse()] : BitConverter.GetBytes(word);
        return [.. words.SelectMany(Bytes), .. name.Select(c => (byte)c), 0, .. numbers.SelectMany(Bytes)];
    }
}
