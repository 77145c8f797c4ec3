using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Formats.RawBinary;

/// <summary>Opens files of bare numbers that a description belongs to.</summary>
internal sealed class RawBinaryReader : IDisposable
{
    private const double LongestSeconds = 1e9;

    private readonly List<string> _warnings = [];
    private readonly List<Stream> _opened = [];
    private readonly RawDescription _description;
    private readonly SampleLayout _layout;
    private readonly List<SampleRun> _runs = [];
    private readonly ImmutableArray<string> _labels;
    private readonly RecordingHeader _header;

    private RawBinaryReader(RecordingFiles files)
    {
        _description = RawBinaryFiles.Describe(files) ?? throw NotDescribed(files.Name);
        _layout = SampleLayout.Interleaved(_description.Type, _description.IsBigEndian, _description.ChannelCount);
        _labels = [.. Enumerable.Range(0, _description.ChannelCount).Select(c => c < _description.Labels.Length && _description.Labels[c].Length > 0
            ? _description.Labels[c] : FormattableString.Invariant($"Ch{c + 1}"))];
        try
        {
            foreach (var name in RawBinaryFiles.DataOf(files, _description)) Add(files, name);
            _header = Described(files.Name);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public static RecordingHeader ReadHeader(RecordingFiles files)
    {
        using var reader = new RawBinaryReader(files);
        return reader._header;
    }

    public static Recording Open(RecordingFiles files)
    {
        var reader = new RawBinaryReader(files);
        try
        {
            return reader.Recording();
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    public void Dispose() => _opened.ForEach(f => f.Dispose());

    private static RecordingFormatException NotDescribed(string name) => new(name, null, "The file holds bare numbers, and nothing beside it describes them.",
        "How many channels there are, at which rate, and what a number means is unknown.",
        "Put a file of the same name with the extension .json beside it, such as "
        + "{\"sample_rate\": 20000, \"num_channels\": 4, \"dtype\": \"int16\", \"gain_to_uV\": 0.195}.");

    private void Add(RecordingFiles files, string name)
    {
        var file = files.Open(files.Find(name) ?? name, "the samples");
        _opened.Add(file);
        var bytes = file.Length - _description.OffsetBytes;
        if (bytes < 0)
            throw new RecordingFormatException(name, null, $"The samples are said to begin at byte {_description.OffsetBytes}; the file has {file.Length}.",
                "There is nothing to read.", $"Correct the offset in '{_description.Source}'.");
        var (rows, rest) = Math.DivRem(bytes, _layout.RowBytes);
        if (rest > 0)
            _warnings.Add($"'{name}': {rest} bytes at its end make no whole sample of {_description.ChannelCount} channels; "
                + $"they are left out, or the number of channels in '{_description.Source}' is wrong.");
        if (rows > 0) _runs.Add(SampleRun.Whole(file, _description.OffsetBytes, rows, _layout.RowBytes));
        else _warnings.Add($"'{name}' holds no sample.");
    }

    private DigitalScale Scale()
    {
        var (least, most) = _description.Type switch
        {
            SampleType.Int8 => (sbyte.MinValue, sbyte.MaxValue),
            SampleType.UInt8 => (0, byte.MaxValue),
            SampleType.Int16 => (short.MinValue, short.MaxValue),
            SampleType.UInt16 => (0, ushort.MaxValue),
            SampleType.Int32 => (int.MinValue, (double)int.MaxValue),
            SampleType.UInt32 => (0, uint.MaxValue),
            _ => (-1, 1),
        };
        var gain = _description.Gain ?? 0;
        return new(least * gain, most * gain, least, most, _description.Unit);
    }

    private RecordingHeader Described(string name)
    {
        var rows = _runs.Sum(r => r.RowCount);
        if (rows / _description.RateHz > LongestSeconds)
            throw new RecordingFormatException(_description.Source, null,
                FormattableString.Invariant($"{rows} samples at {_description.RateHz} Hz are more than any recording."),
                "The time of every sample follows from the rate.", $"Correct the rate in '{_description.Source}'.");
        if (_description.Gain is null)
            _warnings.Add($"'{_description.Source}' does not say what a number stands for: the values stay as they are stored, without a unit.");
        var scale = Scale();
        return new()
        {
            Format = "Raw binary",
            File = name,
            DurationSeconds = rows / _description.RateHz,
            Fields = _description.Fields,
            Streams = [new(FormattableString.Invariant($"{_description.RateHz:0.######} Hz"),
                ChannelNaming.Channels([.. _labels.Select(l => (l, scale))], _warnings), _description.RateHz, new($"recording {name}"))],
            Warnings = [.. _warnings],
        };
    }

    private Recording Recording()
    {
        var (info, rows, scale) = (_header.Streams[0], _runs.Sum(r => r.RowCount), Scale());
        var stream = new LaidOutStream(_header.File, info, rows == 0 ? [] : [new(0, rows, new(info.Clock, 0))], [], _layout, [.. _runs],
            [.. _labels.Select(_ => (scale.IsUsable ? scale.Gain : 1, 0.0))])
        {
            Channels = [.. _labels.Select(l => new RecordedChannel { SourceLabel = l })],
            Digital = _description.Gain is null || _description.Type is SampleType.Float32 or SampleType.Float64 or SampleType.Int64
                ? [] : [.. _labels.Select(_ => scale)],
        };
        return new(_header, [stream], [], file: this);
    }
}
