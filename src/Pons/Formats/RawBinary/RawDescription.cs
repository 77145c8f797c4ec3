using System.Collections.Immutable;
using System.Globalization;
using Pons.Streams;

namespace Pons.Formats.RawBinary;

/// <summary>How the numbers of a file without a header lie, as a file beside it says.</summary>
internal sealed record RawDescription
{
    private const int MostChannels = 1 << 16;

    /// <summary>Name of the file that says it.</summary>
    public required string Source { get; init; }

    /// <summary>Files with the numbers, in order; empty when the description does not name them.</summary>
    public ImmutableArray<string> DataFiles { get; init; } = [];

    public required int ChannelCount { get; init; }

    public required double RateHz { get; init; }

    public required SampleType Type { get; init; }

    public bool IsBigEndian { get; init; }

    /// <summary>Bytes before the first number of each file.</summary>
    public long OffsetBytes { get; init; }

    /// <summary>Value of one step; <see langword="null"/> when not stated.</summary>
    public double? Gain { get; init; }

    public string Unit { get; init; } = "";

    public ImmutableArray<string> Labels { get; init; } = [];

    public ImmutableArray<HeaderField> Fields { get; init; } = [];

    /// <summary>
    /// Makes a description out of names and values, by the names that the common tools give them; <see langword="null"/> when it says too
    /// little to be one.
    /// </summary>
    /// <exception cref="RecordingFormatException">It is one, but a value is impossible.</exception>
    public static RawDescription? Of(string source, IReadOnlyDictionary<string, ImmutableArray<string>> values)
    {
        string? Text(params string[] names) => names.Select(n => values.GetValueOrDefault(n)).FirstOrDefault(v => v is { IsDefaultOrEmpty: false }) is
        { IsDefaultOrEmpty: false } found ? found[^1] : null;
        var (rate, channels, type) = (Text("sample_rate", "sampling_rate", "sampling_frequency", "fs"),
            Text("n_channels_dat", "n_channels", "num_channels", "nchan", "shape"), Text("dtype", "data_type"));
        if (rate is null || channels is null || type is null) return null;
        var (sampleType, isBigEndian) = TypeOf(type) ?? throw Fault(source, $"The numbers are of the type '{type}', which is not known.");
        return new()
        {
            Source = source,
            DataFiles = [.. (values.GetValueOrDefault("dat_path") is { IsDefault: false } paths ? paths
                : values.GetValueOrDefault("file_paths") is { IsDefault: false } others ? others : values.GetValueOrDefault("data_file", [])).Select(LastPart).Where(n => n.Length > 0)],
            ChannelCount = Whole(channels) is > 0 and <= MostChannels and var count ? (int)count : throw Fault(source, $"The number of channels is '{channels}'."),
            RateHz = Number(rate) is >= 1e-3 and <= 1e7 and var hertz ? hertz : throw Fault(source, $"The sampling rate is '{rate}'."),
            Type = sampleType,
            IsBigEndian = isBigEndian,
            OffsetBytes = Text("offset", "file_offset") is not { } offset ? 0
                : Whole(offset) is >= 0 and var bytes ? (long)bytes : throw Fault(source, $"The samples are said to begin at byte '{offset}'."),
            Gain = Number(Text("gain_to_uV", "bit_volts", "uV_per_bit", "gain")),
            Unit = Text("unit", "units") ?? (Text("gain_to_uV", "bit_volts", "uV_per_bit") is null ? "" : "uV"),
            Labels = values.GetValueOrDefault("channel_names") is { IsDefault: false } names ? names : values.GetValueOrDefault("channel_ids", []),
            Fields = [.. values.Select(v => new HeaderField(v.Key, string.Join(' ', v.Value), IsPersonal: v.Value.Any(t => t.AsSpan().ContainsAny('/', '\\'))))],
        };
    }

    private static (SampleType Type, bool IsBigEndian)? TypeOf(string text)
    {
        var isBig = text.StartsWith('>');
        SampleType? type = text.TrimStart('<', '>', '=', '|').ToLowerInvariant() switch
        {
            "int8" or "i1" => SampleType.Int8,
            "uint8" or "u1" => SampleType.UInt8,
            "int16" or "i2" => SampleType.Int16,
            "uint16" or "u2" => SampleType.UInt16,
            "int32" or "i4" => SampleType.Int32,
            "uint32" or "u4" => SampleType.UInt32,
            "int64" or "i8" => SampleType.Int64,
            "float32" or "single" or "f4" => SampleType.Float32,
            "float64" or "double" or "f8" => SampleType.Float64,
            _ => null,
        };
        return type is { } known ? (known, isBig) : null;
    }

    private static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;

    private static double? Whole(string text) => Number(text) is { } value && value == Math.Truncate(value) && Math.Abs(value) < 1e15 ? value : null;

    /// <summary>The path is that of another computer; the file lies beside.</summary>
    private static string LastPart(string path) => path[(path.LastIndexOfAny(['/', '\\']) + 1)..];

    private static RecordingFormatException Fault(string source, string what) =>
        new(source, null, what, "How the numbers of the file beside it lie follows from that.", $"Correct '{source}'.");
}
