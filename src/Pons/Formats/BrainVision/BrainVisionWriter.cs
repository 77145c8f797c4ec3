using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using Pons.Streams;

namespace Pons.Formats.BrainVision;

/// <summary>
/// Writes a recording as BrainVision: samples, markers, and at last the header that makes both readable. Streams of one rate become one.
/// </summary>
internal sealed class BrainVisionWriter
{
    private const int ValuesPerBlock = 1 << 17;
    private readonly Recording _content;
    private readonly string _file;
    private readonly CreationOptions _options;
    private readonly CancellationToken _cancellation;
    private readonly ImmutableArray<RecordedStream> _streams;
    private readonly List<string> _warnings = [];

    public BrainVisionWriter(Recording content, string file, CreationOptions options, CancellationToken cancellation)
    {
        (_content, _file, _options, _cancellation) = (content, file, options, cancellation);
        _streams = [.. content.Streams.Where(s => s.StoredCount > 0)];
        foreach (var empty in content.Streams.Except(_streams))
            _warnings.Add($"Stream '{empty.Info.Name}' holds no sample and is left out.");
        RefuseWhatDoesNotFit();
    }

    private double RateHz => _streams[0].Info.RateHz!.Value;

    private long PointCount => _streams[0].StoredCount;

    private List<Channel> Channels => [.. _streams.SelectMany(s => s.Info.Channels)];

    /// <summary>Fills the three files.</summary>
    /// <param name="files">Gives them their names when they are whole.</param>
    /// <param name="path">Path of the header.</param>
    public CreationReport Write(UnfinishedFiles files, string path)
    {
        var scalings = ChooseScalings(out _);
        var errors = new double[scalings.Length];
        WriteSamples(files.Begin(Path.ChangeExtension(path, ".eeg")), scalings, errors);
        var text = new BrainVisionTexts(_content, _streams, Path.GetFileNameWithoutExtension(path), _warnings);
        files.Begin(Path.ChangeExtension(path, ".vmrk")).Write(Encoding.UTF8.GetBytes(text.Markers()));
        files.Begin(path).Write(Encoding.UTF8.GetBytes(text.Header(scalings, _options.IsChannelMajor)));
        var losses = _streams.SelectMany(s => s.Info.Channels.Select(c => (s.Info.Name, c.Label)))
            .Select((c, i) => new ChannelLoss(c.Name, c.Label, errors[i],
                scalings[i].StoredAs == SampleType.Float32 ? 0 : scalings[i].Gain));
        return new([.. losses], [.. _warnings]);
    }

    /// <summary>Whether every stored value reads back as the same number; looks at the values where nothing else decides.</summary>
    public bool HoldsSamples()
    {
        var scalings = ChooseScalings(out var isKept);
        return scalings[0].StoredAs != SampleType.Float32 ? isKept : _streams.All(s => IsSingle(s) || HoldsSingles(s));
    }

    private void RefuseWhatDoesNotFit()
    {
        if (_streams.IsEmpty)
            throw Refusal("The recording holds no sample.", "A BrainVision header describes at least one channel with its rate.",
                "Write the markers to a format that needs no signal, such as EDF+.");
        if (_streams.FirstOrDefault(s => s.Info.RateHz is null) is { } irregular)
            throw Refusal($"Stream '{irregular.Info.Name}' has no fixed rate.", "BrainVision has one time from sample to sample.",
                "Resample it first.");
        if (_streams.Select(s => s.Info.RateHz).Distinct().Count() is > 1 and var rates)
            throw Refusal($"The recording has streams of {rates} different rates.", "BrainVision has one time from sample to sample.",
                "Resample the streams to one rate, or write each to a recording of its own.");
        if (_streams.Any(s => !Stretches(s).SequenceEqual(Stretches(_streams[0]))))
            throw Refusal("The streams have different lengths, or gaps at different places.", "BrainVision has one row for all channels.",
                "Write the streams to recordings of their own.");
        if (_options.SampleType is { } type and not (SampleType.Int16 or SampleType.Int32 or SampleType.Float32))
            throw Refusal($"Samples were to be stored as {type}.", "BrainVision knows Int16, Int32 and Float32.", "Choose one of these.");
        if (_streams.Length > 1)
            _warnings.Add($"The streams {string.Join(" and ", _streams.Select(s => $"'{s.Info.Name}'"))} have one "
                + "rate and become one stream.");
    }

    private static IEnumerable<(long First, long Count)> Stretches(RecordedStream stream) =>
        stream.Segments.Select(s => (s.FirstSampleIndex, s.SampleCount));

    /// <summary>How each channel is stored: the very numbers of the source where they fit, else what loses least.</summary>
    private BrainVisionScaling[] ChooseScalings(out bool isKept)
    {
        var units = Channels.ConvertAll(c => c.Unit);
        var type = _options.SampleType ?? NaturalType();
        isKept = true;
        if (type == SampleType.Float32) return [.. units.Select(BrainVisionScaling.Plain)];
        var ofSource = _streams.SelectMany(s => s.Info.Channels.Select((c, i) =>
            s.Scales.IsEmpty ? null : BrainVisionScaling.OfSource(s.Scales[i], c.Unit, type))).ToList();
        var fits = _streams.SelectMany(s => s.Info.Channels.Select(_ => Fits(s.StoredAs, type))).ToList();
        if (ofSource.Zip(fits).All(c => c is { First: not null, Second: true })) return [.. ofSource!];
        var searches = units.Select((u, i) => new BrainVisionScaleSearch(u, ofSource[i], type)).ToArray();
        Look(searches);
        isKept = searches.All(s => s.IsKept);
        return [.. searches.Select(s => s.Best())];
    }

    private SampleType NaturalType()
    {
        var isWhole = _streams.All(s => !s.Scales.IsEmpty && Fits(s.StoredAs, SampleType.Int32)
            && s.Scales.Zip(s.Info.Channels).All(c => BrainVisionScaling.OfSource(c.First, c.Second.Unit, SampleType.Int32) is not null));
        return !isWhole ? SampleType.Float32 : _streams.All(s => Fits(s.StoredAs, SampleType.Int16)) ? SampleType.Int16 : SampleType.Int32;
    }

    private static bool Fits(SampleType source, SampleType target) => source switch
    {
        SampleType.Int8 or SampleType.UInt8 or SampleType.Int16 => true,
        SampleType.UInt16 or SampleType.Int24 or SampleType.UInt24 or SampleType.Int32 => target == SampleType.Int32,
        _ => false,
    };

    /// <summary>Whether <c>float</c> holds every number of the source.</summary>
    private static bool IsSingle(RecordedStream stream) => stream.StoredAs is SampleType.Float32 or < SampleType.Int32;

    private bool HoldsSingles(RecordedStream stream)
    {
        var rows = new double[Math.Max(1, 4096 / stream.Info.ChannelCount) * stream.Info.ChannelCount];
        foreach (var (first, count) in Blocks(rows.Length / stream.Info.ChannelCount))
        {
            var block = rows.AsSpan(0, count * stream.Info.ChannelCount);
            stream.Read(first, block);
            foreach (var value in block)
                if ((float)value != value && !double.IsNaN(value)) return false;
        }

        return true;
    }

    private void Look(BrainVisionScaleSearch[] searches)
    {
        var from = 0;
        foreach (var stream in _streams)
        {
            var width = stream.Info.ChannelCount;
            var rows = Math.Max(1, ValuesPerBlock / width);
            foreach (var block in stream.ReadBlocks(rows))
            {
                _cancellation.ThrowIfCancellationRequested();
                var values = block.Samples.Span;
                for (var i = 0; i < values.Length; i++)
                {
                    if (!float.IsFinite(values[i]))
                        throw Refusal($"Sample {block.FirstSampleIndex + i / width} of channel "
                            + $"'{stream.Info.Channels[i % width].Label}' is {values[i]}.",
                            "Whole numbers know no missing value.",
                            "Store the samples as Float32, or cut the recording there so that the place becomes a gap.");
                    searches[from + i % width].Add(values[i]);
                }
            }

            from += width;
        }
    }

    /// <summary>Stored stretches in pieces: first sample index and how many.</summary>
    private IEnumerable<(long First, int Count)> Blocks(int rows)
    {
        foreach (var segment in _streams[0].Segments)
            for (var first = segment.FirstSampleIndex; first < segment.EndSampleIndex; first += rows)
                yield return (first, (int)Math.Min(rows, segment.EndSampleIndex - first));
    }

    private void WriteSamples(FileStream file, BrainVisionScaling[] scalings, double[] errors)
    {
        var (width, bytes) = (scalings.Length, scalings[0].StoredAs == SampleType.Int16 ? 2 : 4);
        var rows = Math.Max(1, ValuesPerBlock / width);
        var block = new byte[rows * width * bytes];
        var isDirect = _streams.Length == 1 && !_options.IsChannelMajor && scalings[0].StoredAs == SampleType.Float32
            && IsSingle(_streams[0]);
        var values = isDirect ? [] : new double[rows * _streams.Max(s => s.Info.ChannelCount)];
        var done = 0L;
        foreach (var (first, count) in Blocks(rows))
        {
            _cancellation.ThrowIfCancellationRequested();
            var piece = block.AsSpan(0, count * width * bytes);
            if (isDirect) _streams[0].Read(first, MemoryMarshal.Cast<byte, float>(piece));
            else Encode(first, count, values, piece, scalings, errors);
            Store(file, piece, done, count, width, bytes);
            done += count;
            _options.Progress?.Invoke((double)done / PointCount);
        }
    }

    private void Store(FileStream file, ReadOnlySpan<byte> piece, long done, int count, int width, int bytes)
    {
        if (!_options.IsChannelMajor)
        {
            file.Write(piece);
            return;
        }

        for (var c = 0; c < width; c++)
        {
            file.Position = (c * PointCount + done) * bytes;
            file.Write(piece.Slice(c * count * bytes, count * bytes));
        }
    }

    /// <summary>Turns values into stored numbers, multiplexed or channel after channel, and accounts for what that moves.</summary>
    private void Encode(long first, int count, double[] values, Span<byte> piece, BrainVisionScaling[] scalings, double[] errors)
    {
        var channel = 0;
        foreach (var stream in _streams)
        {
            var width = stream.Info.ChannelCount;
            var rows = values.AsSpan(0, count * width);
            stream.Read(first, rows);
            for (var c = 0; c < width; c++, channel++)
            {
                var (at, step) = _options.IsChannelMajor ? (channel * count, 1) : (channel, scalings.Length);
                var error = scalings[channel].StoredAs switch
                {
                    SampleType.Float32 => EncodeSingle(rows, c, width, MemoryMarshal.Cast<byte, float>(piece), at, step, IsSingle(stream)),
                    _ => EncodeWhole(rows, c, width, piece, at, step, scalings[channel], IsSingle(stream)),
                };
                errors[channel] = Math.Max(errors[channel], error);
            }
        }
    }

    private static double EncodeSingle(ReadOnlySpan<double> rows, int from, int width, Span<float> into, int at, int step, bool isSingle)
    {
        var error = 0.0;
        for (var i = from; i < rows.Length; i += width, at += step)
        {
            into[at] = (float)rows[i];
            // NaN stays NaN, and is no error; what a stream delivers as a single number is kept as that number.
            if (!isSingle && Math.Abs(into[at] - rows[i]) is var difference && difference > error) error = difference;
        }

        return error;
    }

    private static double EncodeWhole(
        ReadOnlySpan<double> rows, int from, int width, Span<byte> into, int at, int step, BrainVisionScaling scaling, bool isSingle)
    {
        var (error, isShort) = (0.0, scaling.StoredAs == SampleType.Int16);
        for (var i = from; i < rows.Length; i += width, at += step)
        {
            var digital = scaling.ToDigital(rows[i]);
            if (isShort) BinaryPrimitives.WriteInt16LittleEndian(into[(at * 2)..], (short)digital);
            else BinaryPrimitives.WriteInt32LittleEndian(into[(at * 4)..], digital);
            var read = digital * scaling.Gain;
            error = Math.Max(error, Math.Abs(isSingle ? (float)read - (float)rows[i] : read - rows[i]));
        }

        return error;
    }

    private RecordingFormatException Refusal(string what, string why, string remedy) => new(_file, null, what, why, remedy);
}
