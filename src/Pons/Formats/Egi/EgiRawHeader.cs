using System.Buffers.Binary;
using System.Text;
using Pons.Streams;

namespace Pons.Formats.Egi;

/// <summary>The header of a simple binary file, all numbers with the most significant byte first.</summary>
internal sealed class EgiRawHeader
{
    public const int FixedBytes = 30;

    private const int SegmentHeadBytes = 6;

    private readonly Stream _file;
    private readonly string _name;
    private long _at;

    public EgiRawHeader(Stream file, string name)
    {
        (_file, _name) = (file, name);
        if (file.Length == 0) throw RecordingFormat.Empty(name);
        var version = Int32();
        if (version is < 2 or > 7) throw Fault(0, $"The version is {version}; 2 to 7 were expected.", "The kind of numbers is unknown.");
        (Type, Version) = (version & 6) switch
        {
            2 => (SampleType.Int16, version),
            4 => (SampleType.Float32, version),
            _ =>
            (SampleType.Float64, version)
        };
        var (year, month, day, hour, minute, second, millisecond) = (Int16(), Int16(), Int16(), Int16(), Int16(), Int16(), Int32());
        Start = year is >= 1 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            && hour is >= 0 and < 24 && minute is >= 0 and < 60 && second is >= 0 and < 60 && millisecond is >= 0 and < 1000
            ? new DateTime(year, month, day, hour, minute, second, millisecond) : null;
        RateHz = Int16();
        if (RateHz <= 0) throw Fault(20, $"The sampling rate is {RateHz} Hz.", "The samples have no time.");
        ChannelCount = Int16();
        if (ChannelCount <= 0) throw Fault(22, $"The number of channels is {ChannelCount}.", "The samples cannot be told apart.");
        (Gain, Bits, RangeMicrovolts) = (Int16(), Int16(), Int16());
        if (IsSegmented) ReadSegmentTable();
        var countAt = _at;
        SamplesPerSegment = Int32();
        if (SamplesPerSegment < 0) throw Fault(countAt, $"The number of samples is {SamplesPerSegment}.",
            "A number of samples is not negative.");
        var events = Int16();
        if (events < 0) throw Fault(_at - 2, $"The number of event codes is {events}.", "The samples cannot be told apart.");
        EventCodes = [.. Enumerable.Range(0, events).Select(_ => Encoding.Latin1.GetString(Bytes(4)).TrimEnd('\0', ' '))];
        DataAt = _at;
    }

    public int Version { get; }

    public SampleType Type { get; }

    public DateTime? Start { get; }

    public double RateHz { get; }

    public int ChannelCount { get; }

    public int Gain { get; }

    public int Bits { get; }

    public int RangeMicrovolts { get; }

    public bool IsSegmented => (Version & 1) == 1;

    public string[] Categories { get; private set; } = [];

    public int SegmentCount { get; private set; } = 1;

    public long SamplesPerSegment { get; }

    public string[] EventCodes { get; }

    public long DataAt { get; }

    public int NumbersPerSample => ChannelCount + EventCodes.Length;

    public long SampleBytes => (long)NumbersPerSample * SamplePlan.BytesOf(Type);

    /// <summary>Bytes of the category and the time that stand before the samples of a segment.</summary>
    public int HeadBytes => IsSegmented ? SegmentHeadBytes : 0;

    private void ReadSegmentTable()
    {
        var categories = Int16();
        if (categories < 0) throw Fault(_at - 2, $"The number of categories is {categories}.", "Segments cannot be told apart.");
        Categories = [.. Enumerable.Range(0, categories).Select(_ => StoredText.Field(Bytes(Bytes(1)[0])))];
        SegmentCount = Int16();
        if (SegmentCount < 0) throw Fault(_at - 2, $"The number of segments is {SegmentCount}.", "There would be no samples.");
    }

    private int Int16() => BinaryPrimitives.ReadInt16BigEndian(Bytes(2));

    private int Int32() => BinaryPrimitives.ReadInt32BigEndian(Bytes(4));

    private byte[] Bytes(int count)
    {
        var bytes = StoredBytes.Read(_file, _name, _at, count, "header");
        _at += count;
        return bytes;
    }

    private RecordingFormatException Fault(long at, string what, string why) =>
        new(_name, at, what, why, "Export the recording again from Net Station.");
}
