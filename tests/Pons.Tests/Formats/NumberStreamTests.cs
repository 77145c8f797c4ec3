using System.Buffers.Binary;
using System.Collections.Immutable;
using Pons.Formats;
using Pons.Streams;

namespace Pons.Tests.Formats;

/// <summary>Plain numbers of every type, order and layout, laid out here byte by byte.</summary>
public sealed class NumberStreamTests
{
    private const int Samples = 2000;

    private static double Value(int sample, int column) => (sample * 37 + column * 1001) % 30_000;

    private static void Write(Span<byte> at, SampleType type, bool isBigEndian, double value)
    {
        switch (type)
        {
            case SampleType.Int16: BinaryPrimitives.WriteInt16LittleEndian(at, (short)value); break;
            case SampleType.Int32: BinaryPrimitives.WriteInt32LittleEndian(at, (int)value); break;
            case SampleType.Float32: BinaryPrimitives.WriteSingleLittleEndian(at, (float)value); break;
            default: BinaryPrimitives.WriteDoubleLittleEndian(at, value); break;
        }

        if (isBigEndian) at[..SamplePlan.BytesOf(type)].Reverse();
    }

    /// <summary>A file of 5 numbers a sample in blocks, in two parts with other bytes before and between them.</summary>
    private static (byte[] File, ImmutableArray<SamplePart> Parts) Lay(SampleType type, bool isBigEndian, int samplesPerBlock, int samples)
    {
        var bytes = SamplePlan.BytesOf(type);
        var half = samples / 2 / samplesPerBlock * samplesPerBlock;
        int[] counts = half > 0 ? [half, samples - half] : [samples];
        var (file, parts, first) = (new List<byte>(), ImmutableArray.CreateBuilder<SamplePart>(), 0);
        foreach (var count in counts)
        {
            file.AddRange(new byte[13]);
            parts.Add(new(file.Count, count, samplesPerBlock));
            var part = new byte[count * 5 * bytes];
            for (var block = 0; block < count; block += samplesPerBlock)
            {
                var length = Math.Min(samplesPerBlock, count - block);
                for (var c = 0; c < 5; c++)
                    for (var s = 0; s < length; s++)
                        Write(part.AsSpan((block * 5 + c * length + s) * bytes), type, isBigEndian, Value(first + block + s, c));
            }

            file.AddRange(part);
            first += count;
        }

        return ([.. file], parts.ToImmutable());
    }

    private static NumberStream Stream(SampleType type, bool isBigEndian, int samplesPerBlock, int[] columns, int samples = Samples)
    {
        var (file, parts) = Lay(type, isBigEndian, samplesPerBlock, samples);
        var width = columns.Length == 0 ? 5 : columns.Length;
        return new(new("made", [.. Enumerable.Range(0, width).Select(c => new Channel($"X{c}"))], 100, new("made")),
            [new(0, samples, new(new("made"), 0))], [], new()
            {
                File = new MemoryStream(file),
                FileName = "made",
                Type = type,
                IsBigEndian = isBigEndian,
                NumbersPerSample = 5,
                Columns = [.. columns],
                Parts = parts,
                Lines = [.. Enumerable.Range(0, width).Select(c => (0.25 + c, c - 1.0))],
            });
    }

    public static TheoryData<SampleType, bool, int> Layouts => [..
        from type in new[] { SampleType.Int16, SampleType.Int32, SampleType.Float32, SampleType.Float64 }
        from isBigEndian in new[] { false, true }
        from samplesPerBlock in new[] { 1, 2, 40, 333, Samples }
        select new TheoryDataRow<SampleType, bool, int>(type, isBigEndian, samplesPerBlock)];

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Every_layout_gives_the_same_values(SampleType type, bool isBigEndian, int samplesPerBlock)
    {
        foreach (var columns in new int[][] { [], [3, 0, 4] })
        {
            var stream = Stream(type, isBigEndian, samplesPerBlock, columns);
            var values = new double[Samples * stream.Info.ChannelCount];
            stream.Read(0, values);
            for (var i = 0; i < values.Length; i++)
            {
                var (sample, c) = (i / stream.Info.ChannelCount, i % stream.Info.ChannelCount);
                Assert.Equal(Value(sample, columns.Length == 0 ? c : columns[c]) * (0.25 + c) + (c - 1.0), values[i]);
            }

            Assert.Equal(values.Select(v => (float)v), stream.Read(0, Samples));
            Assert.Equal(stream.Read(0, Samples).AsSpan(stream.Info.ChannelCount * 1233, 7 * stream.Info.ChannelCount).ToArray(),
                stream.Read(1233, 7));
        }
    }

    [Fact]
    public void Block_longer_than_the_window_is_read_in_slices()
    {
        const int Long = 300_000;
        var stream = Stream(SampleType.Float32, false, Long, [], Long);
        var values = stream.Read(0, Long);
        for (var s = 0; s < Long; s += 997)
            for (var c = 0; c < 5; c++) Assert.Equal((float)(Value(s, c) * (0.25 + c) + (c - 1.0)), values[s * 5 + c]);
        Assert.Equal(values.AsSpan(5 * 52_427, 15).ToArray(), stream.Read(52_427, 3));
    }

    [Fact]
    public void Numbers_that_need_no_scale_come_bit_by_bit()
    {
        float[] numbers = [-0f, float.NaN, float.NegativeInfinity, float.Epsilon, 1e30f, -1];
        var stream = new NumberStream(new("made", [new("A"), new("B")], 1, new("made")), [new(0, 3, new(new("made"), 0))], [], new()
        {
            File = new MemoryStream([.. numbers.SelectMany(BitConverter.GetBytes)]),
            FileName = "made",
            Type = SampleType.Float32,
            NumbersPerSample = 2,
            Parts = [new(0, 3)],
            Lines = [(1, 0), (1, 0)],
        });
        Assert.Equal(numbers.Select(BitConverter.SingleToUInt32Bits), stream.Read(0, 3).Select(BitConverter.SingleToUInt32Bits));
    }
}
