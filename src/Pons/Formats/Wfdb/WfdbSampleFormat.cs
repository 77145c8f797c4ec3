using System.Buffers.Binary;
using Pons.Streams;

namespace Pons.Formats.Wfdb;

/// <summary>A storage format of samples (signal(5)).</summary>
internal sealed record WfdbSampleFormat
{
    private static readonly Dictionary<int, WfdbSampleFormat> s_known = new WfdbSampleFormat[]
    {
        new() { Number = 0, Bits = 16 },
        new() { Number = 8, Bits = 16, GroupBytes = 1, StoresDifferences = true },
        new() { Number = 16, Bits = 16, GroupBytes = 2 },
        new() { Number = 24, Bits = 24, GroupBytes = 3 },
        new() { Number = 32, Bits = 32, GroupBytes = 4 },
        new() { Number = 61, Bits = 16, GroupBytes = 2 },
        new() { Number = 80, Bits = 8, GroupBytes = 1 },
        new() { Number = 160, Bits = 16, GroupBytes = 2 },
        new() { Number = 212, Bits = 12, GroupBytes = 3, GroupSamples = 2 },
        new() { Number = 310, Bits = 10, GroupBytes = 4, GroupSamples = 3 },
        new() { Number = 311, Bits = 10, GroupBytes = 4, GroupSamples = 3 },
        new() { Number = 508, Bits = 8, IsFlac = true },
        new() { Number = 516, Bits = 16, IsFlac = true },
        new() { Number = 524, Bits = 24, IsFlac = true },
    }.ToDictionary(f => f.Number);

    public required int Number { get; init; }

    /// <summary>Bits of a sample.</summary>
    public required int Bits { get; init; }

    /// <summary>Whether the file is a FLAC file with a channel for each signal.</summary>
    public bool IsFlac { get; init; }

    /// <summary>Whether samples are stored at all.</summary>
    public bool IsStored => GroupBytes > 0 || IsFlac;

    /// <summary>Samples are packed in groups of so many bytes; 0 when they are not.</summary>
    public int GroupBytes { get; init; }

    public int GroupSamples { get; init; } = 1;

    /// <summary>Whether each sample is stored as its difference from the one before.</summary>
    public bool StoresDifferences { get; init; }

    /// <summary>Smallest and largest number.</summary>
    public (int Least, int Largest) Limits => ((int)-(1L << (Bits - 1)), (int)((1L << (Bits - 1)) - 1));

    /// <summary>The number that stands for a sample that is not valid; none for differences.</summary>
    public int? Invalid => StoresDifferences ? null : Limits.Least;

    public SampleType StoredAs => Bits switch
    {
        8 => SampleType.Int8,
        <= 16 => SampleType.Int16,
        24 => SampleType.Int24,
        _ => SampleType.Int32,
    };

    /// <summary>The format of a number; <see langword="null"/> when it is not read.</summary>
    public static WfdbSampleFormat? Of(int number) => s_known.GetValueOrDefault(number);

    /// <summary>How many samples so many bytes hold; the last group may be cut behind a whole sample.</summary>
    public long SamplesIn(long bytes)
    {
        if (GroupBytes == 0 || bytes < 0) return 0;
        var rest = (int)(bytes % GroupBytes);
        var last = Number switch { 212 => rest / 2, 310 => rest / 2, 311 => rest == 3 ? 2 : rest / 2, _ => 0 };
        return bytes / GroupBytes * GroupSamples + last;
    }

    /// <summary>Decodes samples.</summary>
    /// <param name="bytes">Bytes from the beginning of a group on.</param>
    /// <param name="skip">Samples of the first group to leave out.</param>
    /// <param name="samples">Gets as many samples as it holds.</param>
    public void Decode(ReadOnlySpan<byte> bytes, int skip, Span<int> samples)
    {
        switch (Number)
        {
            case 8:
                for (var i = 0; i < samples.Length; i++) samples[i] = (sbyte)bytes[i];
                break;
            case 16:
                for (var i = 0; i < samples.Length; i++) samples[i] = BinaryPrimitives.ReadInt16LittleEndian(bytes[(i * 2)..]);
                break;
            case 24:
                for (int i = 0, at = 0; i < samples.Length; i++, at += 3)
                    samples[i] = bytes[at] | (bytes[at + 1] << 8) | ((sbyte)bytes[at + 2] << 16);
                break;
            case 32:
                for (var i = 0; i < samples.Length; i++) samples[i] = BinaryPrimitives.ReadInt32LittleEndian(bytes[(i * 4)..]);
                break;
            case 61:
                for (var i = 0; i < samples.Length; i++) samples[i] = BinaryPrimitives.ReadInt16BigEndian(bytes[(i * 2)..]);
                break;
            case 80:
                for (var i = 0; i < samples.Length; i++) samples[i] = bytes[i] - 128;
                break;
            case 160:
                for (var i = 0; i < samples.Length; i++) samples[i] = BinaryPrimitives.ReadUInt16LittleEndian(bytes[(i * 2)..]) - 32768;
                break;
            case 212:
                Decode212(bytes, skip, samples);
                break;
            default:
                DecodeThrees(bytes, skip, samples, Number == 310);
                break;
        }
    }

    /// <summary>Two samples of 12 bits in three bytes.</summary>
    private static void Decode212(ReadOnlySpan<byte> bytes, int skip, Span<int> samples)
    {
        var (at, i) = (0, 0);
        if (skip == 1 && samples.Length > 0)
        {
            samples[i++] = Signed(bytes[2] | ((bytes[1] & 0xF0) << 4), 12);
            at = 3;
        }

        for (; i + 1 < samples.Length; i += 2, at += 3)
        {
            samples[i] = Signed(bytes[at] | ((bytes[at + 1] & 0x0F) << 8), 12);
            samples[i + 1] = Signed(bytes[at + 2] | ((bytes[at + 1] & 0xF0) << 4), 12);
        }

        if (i < samples.Length) samples[i] = Signed(bytes[at] | ((bytes[at + 1] & 0x0F) << 8), 12);
    }

    /// <summary>Three samples of 10 bits in four bytes: in 311 behind each other, in 310 with the third one split.</summary>
    private static void DecodeThrees(ReadOnlySpan<byte> bytes, int skip, Span<int> samples, bool isSplit)
    {
        var word = 0u;
        for (int i = 0, place = skip, at = 0; i < samples.Length; i++, place++)
        {
            if (place == 3) (place, at) = (0, at + 4);
            if (place == 0 || i == 0) word = Word(bytes[at..]);
            samples[i] = Signed((int)(isSplit
                ? place switch { 0 => word >> 1, 1 => word >> 17, _ => ((word >> 11) & 0x1F) | ((word >> 22) & 0x3E0) }
                : word >> (10 * place)) & 0x3FF, 10);
        }
    }

    /// <summary>Four bytes, fewer at the end of a file.</summary>
    private static uint Word(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length >= 4) return BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        var word = 0u;
        for (var i = 0; i < bytes.Length; i++) word |= (uint)bytes[i] << (8 * i);
        return word;
    }

    private static int Signed(int value, int bits) => value << (32 - bits) >> (32 - bits);
}
