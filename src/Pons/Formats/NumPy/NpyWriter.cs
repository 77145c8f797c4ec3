using System.Runtime.InteropServices;
using System.Text;
using Pons.Streams;

namespace Pons.Formats.NumPy;

/// <summary>Writes the samples of a stream as an array.</summary>
internal sealed class NpyWriter
{
    private const int ValuesPerBlock = 1 << 16, HeaderStep = 64;
    private readonly RecordedStream _stream;
    private readonly CreationOptions _options;
    private readonly bool _hasGaps;
    private readonly CancellationToken _cancellation;
    private readonly bool _isSingle;
    private readonly double[] _errors;

    /// <summary>Chooses the stream and how it is written.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="options">How; type and order of axes.</param>
    /// <param name="hasGaps">Whether missing samples are written as NaN; else they are left out.</param>
    /// <param name="cancellation">Ends the writing.</param>
    public NpyWriter(RecordedStream stream, CreationOptions options, bool hasGaps, CancellationToken cancellation)
    {
        (_stream, _options, _hasGaps, _cancellation) = (stream, options, hasGaps, cancellation);
        IsSource = stream.StoredAs is SampleType.Float32 or < SampleType.Int32;
        _isSingle = (options.SampleType ?? (IsSource ? SampleType.Float32 : SampleType.Float64)) == SampleType.Float32;
        _errors = new double[stream.Info.ChannelCount];
    }

    /// <summary>What was lost, per channel.</summary>
    public IEnumerable<ChannelLoss> Losses =>
        _stream.Info.Channels.Select((c, i) => new ChannelLoss(_stream.Info.Name, c.Label, _errors[i], 0));

    /// <summary>Whether <c>float</c> holds every value of the source.</summary>
    private bool IsSource { get; }

    private long Count => _hasGaps ? _stream.SampleCount : _stream.StoredCount;

    /// <summary>Only floating-point numbers are written.</summary>
    public static void RefuseOtherTypes(string file, CreationOptions? options)
    {
        if (options?.SampleType is { } type and not (SampleType.Float32 or SampleType.Float64))
            throw new RecordingFormatException(file, null, $"Samples were to be stored as {type}.",
                "An array holds measured values, and whole numbers would need a scale beside them.", "Choose Float32 or Float64.");
    }

    /// <summary>A gap of days would become a file of nothing.</summary>
    public void RefuseLongGaps(string file)
    {
        if (_stream.MissingCount > 4 * _stream.StoredCount + 1_000_000)
            throw new RecordingFormatException(file, null, $"{_stream.MissingCount} samples are missing, {_stream.StoredCount} are there.",
                "An array has no gaps, so that they would be filled with NaN.", "Write an .npz file, or cut the recording at its gaps.");
    }

    /// <summary>Writes header and elements.</summary>
    public void Write(Stream file)
    {
        var width = _stream.Info.ChannelCount;
        // Turned axes in the order of Fortran lie as the samples come.
        file.Write(Header(_isSingle ? "<f4" : "<f8", _options.IsChannelMajor, _options.IsChannelMajor ? [width, Count] : [Count, width]));
        var rows = Math.Max(1, ValuesPerBlock / width);
        var (values, singles) = (new double[_isSingle && IsSource ? 0 : rows * width], new float[_isSingle ? rows * width : 0]);
        var done = 0L;
        foreach (var (first, count) in Blocks(rows))
        {
            _cancellation.ThrowIfCancellationRequested();
            WriteBlock(file, first, count * width, values, singles);
            done += count;
            _options.Progress?.Invoke((double)done / Count);
        }
    }

    /// <summary>The header of an array, version 1, so long that the elements begin at a multiple of 64 bytes.</summary>
    public static byte[] Header(string type, bool isFortran, params long[] shape)
    {
        var axes = shape.Length == 1 ? FormattableString.Invariant($"{shape[0]},") : string.Join(", ", shape);
        var text = $"{{'descr': '{type}', 'fortran_order': {(isFortran ? "True" : "False")}, 'shape': ({axes}), }}";
        var length = (10 + text.Length + HeaderStep) / HeaderStep * HeaderStep - 10;
        return [.. NpyHeader.Magic, 1, 0, (byte)length, (byte)(length >> 8), .. Encoding.Latin1.GetBytes(text.PadRight(length - 1) + "\n")];
    }

    private IEnumerable<(long First, int Count)> Blocks(int rows)
    {
        var stretches = _hasGaps ? [(First: 0L, End: _stream.SampleCount)]
            : _stream.Segments.Select(s => (First: s.FirstSampleIndex, End: s.EndSampleIndex));
        foreach (var (start, end) in stretches)
            for (var first = start; first < end; first += rows) yield return (first, (int)Math.Min(rows, end - first));
    }

    private void WriteBlock(Stream file, long first, int count, double[] values, float[] singles)
    {
        if (_isSingle && IsSource) _stream.Read(first, singles.AsSpan(0, count));
        else _stream.Read(first, values.AsSpan(0, count));
        if (_isSingle && !IsSource) Round(values.AsSpan(0, count), singles);
        if (_isSingle) file.Write(MemoryMarshal.AsBytes(singles.AsSpan(0, count)));
        else file.Write(MemoryMarshal.AsBytes(values.AsSpan(0, count)));
    }

    private void Round(ReadOnlySpan<double> values, Span<float> singles)
    {
        for (var i = 0; i < values.Length; i++)
        {
            singles[i] = (float)values[i];
            // NaN stays NaN, and is no error.
            if (Math.Abs(singles[i] - values[i]) is var error && error > _errors[i % _errors.Length]) _errors[i % _errors.Length] = error;
        }
    }
}
