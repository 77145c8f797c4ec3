using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using Pons.Contracts;
using Pons.Formats;
using Pons.Formats.NumPy;
using Pons.Streams;

namespace Pons.Tests.Formats.NumPy;

public sealed class NumPyReadingTests
{
    /// <summary>An array as numpy.save writes it.</summary>
    internal static byte[] Array(string type, bool isFortran, string shape, byte[] data, int version = 1)
    {
        var text = $"{{'descr': '{type}', 'fortran_order': {isFortran}, 'shape': ({shape}), }}";
        var start = version == 1 ? 10 : 12;
        var length = (start + text.Length + 64) / 64 * 64 - start;
        var size = version == 1 ? BitConverter.GetBytes((ushort)length) : BitConverter.GetBytes((uint)length);
        return [0x93, .. "NUMPY"u8, (byte)version, 0, .. size, .. Encoding.Latin1.GetBytes(text.PadRight(length - 1) + "\n"), .. data];
    }

    internal static byte[] Bytes<T>(params T[] numbers)
        where T : unmanaged => MemoryMarshal.AsBytes(numbers.AsSpan()).ToArray();

    internal static byte[] Archive(bool isCompressed, params (string Name, byte[] Array)[] arrays)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, array) in arrays)
            {
                using var entry = archive.CreateEntry(name + ".npy", isCompressed
                    ? CompressionLevel.Optimal : CompressionLevel.NoCompression).Open();
                entry.Write(array);
            }

        return file.ToArray();
    }

    private static Recording Open(byte[] array) => new NpyFormat().Open(RecordingFiles.InMemory("made.npy", array));

    private static Recording OpenArchive(byte[] archive) => new NpzFormat().Open(RecordingFiles.InMemory("made.npz", archive));

    [Fact]
    public void Every_real_type_and_both_orders_of_bytes_are_read()
    {
        (string Type, byte[] Data, SampleType StoredAs)[] types =
        [
            ("|b1", [1, 0, 1], SampleType.UInt8), ("|i1", [1, 254, 3], SampleType.Int8), ("|u1", [1, 254, 3], SampleType.UInt8),
            ("<i2", Bytes<short>(1, -2, 3), SampleType.Int16), (">i2", [0, 1, 255, 254, 0, 3], SampleType.Int16),
            ("<u2", Bytes<ushort>(1, 65534, 3), SampleType.UInt16), ("<i4", Bytes(1, -2, 3), SampleType.Int32),
                ("<u4", Bytes<uint>(1, 4_000_000_001, 3), SampleType.UInt32),
            ("<i8", Bytes<long>(1, -1L << 53, 3), SampleType.Int64), ("<u8", Bytes<ulong>(1, 1UL << 60, 3), SampleType.UInt64),
            ("<f2", Bytes(Half.One, (Half)(-0.1), Half.NaN), SampleType.Float32), ("<f4", Bytes(1f, -0.1f, float.NaN), SampleType.Float32),
            ("<f8", Bytes(1.0, -0.1, double.NaN), SampleType.Float64),
                (">f8", [0x3F, 0xF0, 0, 0, 0, 0, 0, 0, 0xBF, 0xB9, 0x99, 0x99, 0x99, 0x99, 0x99, 0x9A,
                0x7F, 0xF8, 0, 0, 0, 0, 0, 0], SampleType.Float64),
        ];
        foreach (var (type, data, storedAs) in types)
        {
            using var recording = Open(Array(type, false, "3,", data));
            var stream = recording.Streams.Single();
            Assert.Equal((storedAs, 3L, 1), (stream.StoredAs, stream.SampleCount, stream.Info.ChannelCount));
            double second = type switch
            {
                "|b1" => 0,
                "|i1" or "<i2" or ">i2" or "<i4" => -2,
                "|u1" => 254,
                "<u2" => 65534,
                "<u4" => 4_000_000_001,
                "<i8" =>
                    -1L << 53,
                "<u8" => 1UL << 60,
                "<f2" => (double)(Half)(-0.1),
                "<f4" => -0.1f,
                _ => -0.1,
            };
            var exact = new double[3];
            stream.Read(0, exact);
            Assert.Equal([1, second, type.Contains('f') ? double.NaN : type == "|b1" ? 1 : 3], exact);
            Assert.Equal((float)second, stream.Read(1, 1)[0]);
        }
    }

    [Theory]
    [InlineData(1, false, true)]
    [InlineData(1, true, true)]
    [InlineData(2, false, false)]
    [InlineData(3, true, false)]
    public void Both_orders_of_axes_give_the_same_samples(int version, bool isFortran, bool isTimeFirst)
    {
        const int Samples = 2_000, Channels = 7;
        double Value(int n, int c) => n * 10 + c + 0.1;
        var isChannelMajor = isFortran == isTimeFirst;
        var data = Enumerable.Range(0, Samples * Channels)
            .Select(i => isChannelMajor ? Value(i % Samples, i / Samples) : Value(i / Channels, i % Channels)).ToArray();
        using var recording = Open(Array("<f8", isFortran, isTimeFirst ? "2000, 7" : "7, 2000", Bytes(data), version));
        var stream = recording.Streams.Single();
        Assert.Equal((2_000L, 7, (double?)null), (stream.SampleCount, stream.Info.ChannelCount, stream.Info.RateHz));
        var exact = new double[Samples * Channels];
        stream.Read(0, exact);
        Assert.Equal(Enumerable.Range(0, Samples * Channels).Select(i => Value(i / Channels, i % Channels)), exact);
        Assert.Equal(exact.Select(v => (float)v), stream.Read(0, Samples));
        Assert.Equal((float)Value(1_999, 6), stream.Read(1_999, 1)[6]);
        Assert.Contains(recording.Warnings, w =>
            w.Contains("the longer one is taken (2000 samples of 7 channels)", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("O", false, "2,", "holds Python objects (pickle)")]
    [InlineData("<c8", false, "2,", "complex numbers")]
    [InlineData("<M8[ns]", false, "2,", "times or raw bytes")]
    [InlineData("<f16", false, "2,", "'f16', is not known")]
    [InlineData("<f4", false, "2, 2, 2", "has 3 axes, 2 × 2 × 2")]
    [InlineData("<f4", false, "", "a single number")]
    [InlineData("<U4", false, "1,", "are words")]
    [InlineData("<f4", false, "1000000,", "The shape (1000000) needs 1000000 elements of 4 bytes; 32 bytes are there")]
    [InlineData("<f4", false, "9999999999, 9999999999, 9999999999", "bytes are there")]
    [InlineData("<f4", false, "-3,", "'-3' long")]
    [InlineData("<f4", false, "0, 4", "")]
    public void What_is_no_signal_is_refused_with_the_reason(string type, bool isFortran, string shape, string says)
    {
        var array = Array(type, isFortran, shape, new byte[32]);
        if (says.Length == 0)
        {
            Assert.Throws<RecordingFormatException>(() => Open(array).Dispose());
            return;
        }

        Assert.Contains(says, Assert.Throws<RecordingFormatException>(() => Open(array).Dispose()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Records_and_torn_headers_are_refused()
    {
        var records = Array("<f4", false, "2,", new byte[32]);
        var text = Encoding.Latin1.GetString(records).Replace("'<f4'", "[('a', '<f4')]", StringComparison.Ordinal);
        Assert.Contains("records of several fields",
            Assert.Throws<RecordingFormatException>(() => Open(Encoding.Latin1.GetBytes(text)).Dispose()).Message,
                StringComparison.Ordinal);
        Assert.Throws<RecordingFormatException>(() => Open(records[..40]).Dispose());
        Assert.Throws<RecordingFormatException>(() => Open([.. records[..6], 9, .. records[7..]]).Dispose());
        Assert.Contains("header claims 65535 bytes",
            Assert.Throws<RecordingFormatException>(() => Open([.. records[..8], 255, 255, .. records[10..]]).Dispose()).Message,
                StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Arrays_beside_the_samples_state_rate_and_names(bool isCompressed)
    {
        var names = Array("<U3", false, "2,", [.. Encoding.UTF32.GetBytes("LOC"), .. Encoding.UTF32.GetBytes("中\0\0")]);
        using var recording = OpenArchive(Archive(isCompressed, ("data", Array("<f8", false, "2, 3", Bytes(1.0, 2, 3, 4, 5, 6))),
            ("sf", Array("<f8", false, "", Bytes(256.0))), ("chan", names), ("other", Array("<f8", false, "9,", new byte[72]))));
        var stream = recording.Streams.Single();
        Assert.Equal((256.0, 3L), (stream.Info.RateHz, stream.SampleCount));
        Assert.Equal(["LOC", "中"], stream.Info.Channels.Select(c => c.Label));
        Assert.Equal([1f, 4, 2, 5, 3, 6], stream.Read(0, 3));
        Assert.Contains(recording.Warnings, w => w.Contains("are left out: other", StringComparison.Ordinal));
    }

    [Fact]
    public void Largest_array_is_taken_when_none_is_called_data()
    {
        using var recording = OpenArchive(Archive(false, ("small", Array("<f4", false, "3,", Bytes(1f, 2, 3))),
            ("eeg", Array("<f4", false, "4, 2", Bytes(1f, 2, 3, 4, 5, 6, 7, 8))),
            ("epochs", Array("<f4", false, "2, 2, 4", new byte[64]))));
        Assert.Equal((2, 4L), (recording.Streams[0].Info.ChannelCount, recording.Streams[0].SampleCount));
        Assert.Contains(recording.Warnings, w => w.Contains("the largest array, 'eeg'", StringComparison.Ordinal));
    }

    [Fact]
    public void Array_of_objects_beside_the_samples_is_left_out()
    {
        var objects = Array("|O", false, "2,", new byte[40]);
        using var recording = OpenArchive(Archive(true, ("eeg", Array("<f4", false, "4, 2", Bytes(1f, 2, 3, 4, 5, 6, 7, 8))),
            ("ch_names", objects), ("info", objects), ("fs", Array("<f8", false, "", Bytes(100.0)))));
        Assert.Equal((100.0, 4L), (recording.Streams[0].Info.RateHz, recording.Streams[0].SampleCount));
        Assert.Contains(recording.Warnings, w => w.Contains("'ch_names' is left out", StringComparison.Ordinal)
            && w.Contains("holds Python objects (pickle)", StringComparison.Ordinal));
        Assert.Contains("holds Python objects (pickle)", Assert.Throws<RecordingFormatException>(() =>
            OpenArchive(Archive(false, ("data", objects))).Dispose()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_say_which_axis_is_channels()
    {
        var names = Array("<U1", false, "3,", Encoding.UTF32.GetBytes("abc"));
        using var recording = OpenArchive(Archive(false, ("data", Array("<f4", false, "3, 2", Bytes(1f, 2, 3, 4, 5, 6))),
            ("ch_names", names)));
        Assert.Equal((3, 2L), (recording.Streams[0].Info.ChannelCount, recording.Streams[0].SampleCount));
        Assert.Equal([1f, 3, 5], recording.Streams[0].Read(0, 1));
    }

    [Fact]
    public void Damaged_archives_are_refused()
    {
        var archive = Archive(true, ("data", Array("<f8", false, "500, 2",
            Bytes(Enumerable.Range(0, 1000).Select(n => Math.Sin(n)).ToArray()))));
        Assert.Contains("the file was cut off", Assert.Throws<RecordingFormatException>(() =>
            OpenArchive(archive[..^30]).Dispose()).Message, StringComparison.Ordinal);
        var spoilt = (byte[])archive.Clone();
        spoilt.AsSpan(200, 50).Fill(0xAA);
        Assert.Throws<RecordingFormatException>(() =>
        {
            using var recording = OpenArchive(spoilt);
            recording.Streams[0].Read(0, 500);
        });
        Assert.False(new NpzFormat().Recognise(RecordingFiles.InMemory("a.zip", ZipOf("readme.txt"))));
        Assert.Contains("Unpack it", Assert.Throws<RecordingFormatException>(() =>
            RecordingFormat.Of(RecordingFiles.InMemory("a.zip", ZipOf("readme.txt")))).Message, StringComparison.Ordinal);
    }

    private static byte[] ZipOf(string name)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true)) archive.CreateEntry(name).Open().Dispose();
        return file.ToArray();
    }

    [Fact]
    public void Large_compressed_array_is_read_in_order_and_refused_channel_by_channel()
    {
        var data = new byte[80_000_000];
        var rows = Archive(true, ("data", Array("<f4", false, "10000000, 2", data)));
        using (var recording = OpenArchive(rows))
        {
            Assert.Equal(10_000_000, recording.Streams[0].SampleCount);
            var block = new float[2_000];
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var n = 0; n < 1_000_000; n += 1_000) recording.Streams[0].Read(n, block);
            recording.Streams[0].Read(0, block);
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 4_000_000);
        }

        var columns = Archive(true, ("data", Array("<f4", false, "2, 10000000", data)));
        Assert.Contains("numpy.savez", Assert.Throws<RecordingFormatException>(() => OpenArchive(columns).Dispose()).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("channel_positions", SampleType.Float64, 32, 2, 162.1875, 180)]
    [InlineData("similar_templates", SampleType.Float32, 64, 64, 0, 0)]
    [InlineData("spike_times", SampleType.UInt64, 314, 1, 141715.90127388536, 2160)]
    [InlineData("whitening_mat", SampleType.Float64, 32, 32, 8.85537772456254e-05, -7.627100785612129e-06)]
    public void Recorded_arrays_are_as_numpy_reads_them(string name, SampleType storedAs, int samples, int channels, double mean,
        double fourth)
    {
        using var recording = Recording.Open(RecordedData.PathOf($"spikes/phy_template/{name}.npy"));
        var stream = recording.Streams.Single();
        Assert.Equal((storedAs, (long)samples, channels), (stream.StoredAs, stream.SampleCount, stream.Info.ChannelCount));
        var values = new double[samples * channels];
        stream.Read(0, values);
        Assert.Equal(mean, values.Average(), Math.Abs(mean) * 1e-12);
        Assert.Equal(fourth, values[4 * channels - 1]);
    }

    [Fact]
    public void Recorded_archive_is_as_numpy_reads_it()
    {
        using var recording = Recording.Open(RecordedData.PathOf("sleep/yasa/data_EOGs_REM_256Hz.npz"));
        var stream = recording.Streams.Single();
        Assert.Equal((256.0, 219_904L), (stream.Info.RateHz, stream.SampleCount));
        Assert.Equal(["LOC", "ROC"], stream.Info.Channels.Select(c => c.Label));
        var values = new double[219_904 * 2];
        stream.Read(0, values);
        Assert.Equal(-0.07967402, values.Where((_, i) => i % 2 == 0).Average(), 1e-8);
        Assert.Equal(-2.3768025, values.Where((_, i) => i % 2 == 1).Average(), 1e-7);
        Assert.Equal([-4.51770452, -1.58730159], [values[0], values[^1]], new Near());
    }

    private sealed class Near : IEqualityComparer<double>
    {
        public bool Equals(double x, double y) => Math.Abs(x - y) < 1e-8;

        public int GetHashCode(double obj) => 0;
    }

    [Fact]
    public void Recorded_arrays_of_three_axes_are_refused()
    {
        var refusal = Assert.Throws<RecordingFormatException>(() =>
            Recording.Open(RecordedData.PathOf("spikes/phy_template/templates.npy")));
        Assert.Contains("has 3 axes, 64 × 82 × 32", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Made_files_keep_the_contract()
    {
        var numbers = Enumerable.Range(0, 900).Select(n => (float)n).ToArray();
        new FormatContract(new NpyFormat(), Array("<f4", false, "300, 3", Bytes(numbers))).Verify();
        new FormatContract(new NpyFormat(), Array("<f4", true, "300, 3", Bytes(numbers), 2)).Verify();
        new FormatContract(new NpzFormat(), Archive(true, ("data", Array("<f4", false, "300, 3", Bytes(numbers))),
            ("fs", Array("<f8", false, "", Bytes(100.0))),
            ("marker_onset_s", Array("<f8", false, "2,", Bytes(0.5, 1.5))),
                ("marker_labels", Array("<U1", false, "2,", Encoding.UTF32.GetBytes("ab"))))).Verify();
        new FormatContract(new NpzFormat(), Archive(false,
            ("data", Array("<i2", false, "3, 300", Bytes(numbers.Select(n => (short)n).ToArray()))),
            ("segments", Array("<i8", false, "2, 2", Bytes(0L, 100, 150, 200))))).Verify();
    }
}
