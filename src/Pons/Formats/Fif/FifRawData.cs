using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Formats.Fif;

/// <summary>Where the samples of a recording lie, in all its files, and which of them are missing.</summary>
internal sealed class FifRawData
{
    /// <summary>No recording is as long: numbers beyond are faults of the file.</summary>
    private const long MostSamples = 1L << 44;

    private readonly int _width;
    private readonly List<string> _warnings;
    private readonly List<(long First, long Count)> _stretches = [];
    private readonly List<SampleRun> _runs = [];
    private int? _type;
    private long _next;
    private bool _hasBegun;

    private FifRawData(int width, List<string> warnings) => (_width, _warnings) = (width, warnings);

    /// <summary>Number of the first sample since the acquisition was started.</summary>
    public long FirstSample { get; private set; }

    /// <summary>Stored stretches: index of the first sample from the start of the recording, and length.</summary>
    public IReadOnlyList<(long First, long Count)> Stretches => _stretches;

    public ImmutableArray<SampleRun> Runs => [.. _runs];

    public long StoredCount => _stretches.Sum(s => s.Count);

    public SampleType Type => _type switch
    {
        FifType.Short or FifType.Pack16 => SampleType.Int16,
        FifType.Int => SampleType.Int32,
        FifType.Double => SampleType.Float64,
        _ => SampleType.Float32,
    };

    /// <summary>Reads the buffers and skips of all files in their order.</summary>
    public static FifRawData Of(IEnumerable<FifPart> parts, int width, List<string> warnings)
    {
        var data = new FifRawData(width, warnings);
        foreach (var part in parts) data.Add(part);
        return data;
    }

    private void Add(FifPart part)
    {
        if (part.Raw is not { } raw) return;
        var values = part.Values;
        if (raw.Tag(FifKind.FirstSample) is { } first && values.Number(first) is { } sample) BeginAt((long)sample, part, first);
        var (skippedBuffers, skippedSamples) = (0L, 0L);
        foreach (var tag in raw.Tags)
            switch (tag.Kind)
            {
                case FifKind.SkipBuffers: skippedBuffers += Skip(tag, part); break;
                case FifKind.SkipSamples: skippedSamples += Skip(tag, part); break;
                case FifKind.Buffer when RowsOf(tag, part) is > 0 and var rows:
                    Miss(skippedBuffers * rows + skippedSamples, tag, part);
                    (skippedBuffers, skippedSamples) = (0, 0);
                    Add(part.File, tag.DataPosition, rows);
                    break;
            }
    }

    private void BeginAt(long sample, FifPart part, FifTag tag)
    {
        if (!_hasBegun) FirstSample = sample;
        else if (sample > FirstSample + _next) Miss(sample - FirstSample - _next, tag, part);
        else if (sample < FirstSample + _next)
            _warnings.Add($"'{part.Name}' says that it begins at sample {sample}, but {FirstSample + _next} were counted before it: "
                + "it is taken to follow without a gap.");
    }

    private static long Skip(FifTag tag, FifPart part)
    {
        var count = part.Values.Number(tag) ?? 0;
        return count >= 0 ? (long)count : throw Fault(part, tag, $"A gap has a length of {count} buffers or samples.");
    }

    /// <summary>What is skipped before the first buffer moves the start; everything later is a gap.</summary>
    private void Miss(long samples, FifTag tag, FifPart part)
    {
        if (samples is < 0 or > MostSamples || _next + samples > MostSamples)
            throw Fault(part, tag, $"A gap of {samples} samples stands before a buffer, more than any recording has.");
        if (_hasBegun) _next += samples;
        else FirstSample += samples;
    }

    private long RowsOf(FifTag tag, FifPart part)
    {
        if (tag.Type is not (FifType.Short or FifType.Pack16 or FifType.Int or FifType.Float or FifType.Double))
            throw new RecordingFormatException(part.Name, tag.Position,
                $"The samples are {FifType.NameOf(tag.Type)}; 16- and 32-bit whole numbers and 32- and 64-bit real numbers are read.",
                "They are not the values of a measured signal over time.", "Export the recording as real numbers.");
        if (_type is { } type && type != tag.Type)
            throw Fault(part, tag, $"A buffer holds numbers of type {tag.Type}; those before hold type {type}.");
        _type = tag.Type;
        var rowBytes = _width * SampleLayout.BytesOf(Type);
        if (tag.Size % rowBytes != 0)
            _warnings.Add($"The buffer at byte {tag.DataPosition} of '{part.Name}' holds {tag.Size} bytes, which are no whole samples of "
                + $"{_width} channels: {tag.Size % rowBytes} bytes at its end are left out.");
        return tag.Size / rowBytes;
    }

    private void Add(Stream file, long offset, long rows)
    {
        _hasBegun = true;
        if (_stretches.Count > 0 && _stretches[^1] is var (first, count) && first + count == _next) _stretches[^1] = (first, count + rows);
        else _stretches.Add((_next, rows));
        if (_runs.Count > 0 && _runs[^1].With(file, offset, rows) is { } longer) _runs[^1] = longer;
        else _runs.Add(new(file, offset, rows, rows * _width * SampleLayout.BytesOf(Type), 1));
        _next += rows;
    }

    private static RecordingFormatException Fault(FifPart part, FifTag tag, string what) =>
        new(part.Name, tag.Position, what, "The time of every later sample follows from it.", "Export the recording again.");
}
