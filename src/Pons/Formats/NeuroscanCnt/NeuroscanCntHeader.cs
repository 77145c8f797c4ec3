using System.Buffers.Binary;
using System.Globalization;
using Pons.Streams;

namespace Pons.Formats.NeuroscanCnt;

/// <summary>The fixed part of the header (SETUP) and the descriptions of the channels (ELECTLOC), by their places in the file.</summary>
internal sealed class NeuroscanCntHeader
{
    public const int Length = 900, ChannelLength = 75, ChannelCountAt = 370, RateAt = 376;

    /// <summary>Texts that describe a person or a visit: name, place, length.</summary>
    private static readonly (string Name, int At, int Length)[] PersonalTexts =
    [
        ("id", 21, 20), ("oper", 41, 20), ("doctor", 61, 20), ("referral", 81, 20), ("hospital", 101, 20), ("patient", 121, 20),
        ("med", 145, 20), ("class", 165, 20), ("state", 185, 20), ("label", 205, 20), ("date", 225, 10), ("time", 235, 12),
        ("compfile", 257, 38), ("sortfile", 307, 46), ("taskfile", 606, 34), ("seqfile", 640, 34), ("EventFile", 760, 40),
    ];

    private static readonly (string Name, int At, int Length)[] OtherTexts = [("rev", 0, 12), ("ref", 540, 10), ("montage", 720, 40)];

    /// <summary>A date may be written month first or day first, with any of these between.</summary>
    private static readonly string[] Parts = ["/", "-", "."];

    private readonly byte[] _setup, _channels;

    public NeuroscanCntHeader(Stream file, string name)
    {
        if (file.Length == 0) throw RecordingFormat.Empty(name);
        _setup = StoredBytes.Read(file, name, 0, Length, "header");
        ChannelCount = UInt16(ChannelCountAt);
        if (ChannelCount == 0)
            throw new RecordingFormatException(name, ChannelCountAt, "The number of channels is 0; at least 1 was expected.",
                "The file describes nothing that could be read.", "Export the recording again.");
        RateHz = UInt16(RateAt);
        if (RateHz == 0)
            throw new RecordingFormatException(name, RateAt, "The sampling rate is 0 Hz.", "The samples have no time.",
                "Export the recording again.");
        _channels = StoredBytes.Read(file, name, Length, ChannelLength * ChannelCount, $"description of {ChannelCount} channels");
    }

    public int ChannelCount { get; }

    public double RateHz { get; }

    public long SamplesAt => Length + ChannelLength * ChannelCount;

    public int NextFileAt => BinaryPrimitives.ReadInt32LittleEndian(_setup.AsSpan(12));

    public long StatedSampleCount => BinaryPrimitives.ReadUInt32LittleEndian(_setup.AsSpan(864));

    /// <summary>32 bits: in a file of more than 4 GB only the lower ones.</summary>
    public uint EventTableAt => BinaryPrimitives.ReadUInt32LittleEndian(_setup.AsSpan(886));

    /// <summary>Bytes of one channel that stand together before the next follows; 0 or 1 when all channels of a sample do.</summary>
    public int ChannelOffset => BinaryPrimitives.ReadInt32LittleEndian(_setup.AsSpan(894));

    public string Reference => Text(540, 10);

    public string Subject => string.Join(", ", SubjectParts());

    public IEnumerable<HeaderField> Fields()
    {
        foreach (var (name, at, length) in OtherTexts)
            if (Text(at, length) is { Length: > 0 } text) yield return new(name, text);
        foreach (var (name, at, length) in PersonalTexts)
            if (Text(at, length) is { Length: > 0 } text) yield return new(name, text, true);
        if (BinaryPrimitives.ReadInt16LittleEndian(_setup.AsSpan(141)) is not 0 and var age)
            yield return new("age", age.ToString(CultureInfo.InvariantCulture), true);
        if (Text(143, 1) is { Length: > 0 } sex) yield return new("sex", sex, true);
        if (Text(144, 1) is { Length: > 0 } hand) yield return new("hand", hand, true);
        if (Single(438) is not 0 and var sensitivity) yield return Number("AmpSensitivity", sensitivity);
        if (Single(869) is not 0 and var low) yield return Number("LowCutoff", low);
        if (Single(875) is not 0 and var high) yield return Number("HighCutoff", high);
        var bad = Enumerable.Range(0, ChannelCount).Where(c => Channel(c)[14] != 0).Select(Label).ToList();
        if (bad.Count > 0) yield return new("bad", string.Join(", ", bad));
        yield return new("x_coord, y_coord", string.Join("; ", Enumerable.Range(0, ChannelCount)
            .Select(c => FormattableString.Invariant($"{Label(c)} {SingleOf(c, 19)} {SingleOf(c, 23)}"))));
    }

    public string Label(int channel) => StoredText.Field(Channel(channel)[..10]);

    /// <summary>A value in µV is (number − baseline) · sensitivity · calibration / 204.8.</summary>
    public DigitalScale Scale(int channel, SampleType type)
    {
        var baseline = Baseline(channel);
        var gain = (double)SingleOf(channel, 59) * SingleOf(channel, 71) / 204.8;
        var (low, high) = type == SampleType.Int16 ? (short.MinValue, short.MaxValue) : (int.MinValue, int.MaxValue);
        return new(((double)low - baseline) * gain, ((double)high - baseline) * gain, low, high, "uV");
    }

    /// <summary>The number that stands for 0.</summary>
    public double Baseline(int channel) => BinaryPrimitives.ReadInt16LittleEndian(Channel(channel)[47..]);

    /// <summary>Whole kilohms; 0 when none was measured.</summary>
    public RecordedChannel Detail(int channel) => new()
    {
        SourceLabel = Label(channel),
        ImpedanceOhms = Channel(channel)[68] is > 0 and var kilohms ? kilohms * 1e3 : null,
    };

    /// <summary>SCAN writes the month first; a month above 12 shows that it is the day. Says when the order can only be assumed.</summary>
    public DateTime? StartTime(List<string> warnings)
    {
        var (date, time) = (Text(225, 10), Text(235, 12));
        if (date.Length == 0) return null;
        var orders = new[] { "M{0}d{0}", "d{0}M{0}" }.Select(o => DateTime.TryParseExact(
            date, [.. Parts.SelectMany(p => new[] { string.Format(CultureInfo.InvariantCulture, o, p) + "yy",
                string.Format(CultureInfo.InvariantCulture, o, p) + "yyyy" })],
            CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : (DateTime?)null).ToList();
        if ((orders[0] ?? orders[1]) is not { } start || !TimeSpan.TryParse(time, CultureInfo.InvariantCulture, out var ofDay)
            || ofDay.TotalDays >= 1)
        {
            warnings.Add($"'{date} {time}' is no date and time: the start is taken as unknown.");
            return null;
        }

        if (orders[0] is { } && orders[1] is { } other && other != start)
            warnings.Add($"The date '{date}' may be written with the month or with the day first: it is read as {start:yyyy-MM-dd}.");
        return start + ofDay;
    }

    private IEnumerable<string> SubjectParts()
    {
        foreach (var (name, at, length) in PersonalTexts.Where(t => t.Name is "id" or "patient"))
            if (Text(at, length) is { Length: > 0 } text) yield return $"{name}: {text}";
        if (BinaryPrimitives.ReadInt16LittleEndian(_setup.AsSpan(141)) is not 0 and var age) yield return $"age: {age}";
        if (Text(143, 1) is { Length: > 0 } sex && sex != "U") yield return $"sex: {sex}";
    }

    private static HeaderField Number(string name, float value) => new(name, value.ToString(CultureInfo.InvariantCulture));

    private string Text(int at, int length) => StoredText.Field(_setup.AsSpan(at, length));

    private ReadOnlySpan<byte> Channel(int channel) => _channels.AsSpan(channel * ChannelLength, ChannelLength);

    private int UInt16(int at) => BinaryPrimitives.ReadUInt16LittleEndian(_setup.AsSpan(at));

    private float Single(int at) => BinaryPrimitives.ReadSingleLittleEndian(_setup.AsSpan(at));

    private float SingleOf(int channel, int at) => BinaryPrimitives.ReadSingleLittleEndian(Channel(channel)[at..]);
}
