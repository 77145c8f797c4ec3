using System.Collections.Immutable;
using Pons.Formats.Delimited;
using Pons.Streams;

namespace Pons.Formats.BrainVision;

/// <summary>Samples of a text with one line a channel.</summary>
internal sealed class BrainVisionTextStream : RecordedStream
{
    private readonly Stream _file;
    private readonly string _name;
    private readonly BrainVisionTextIndex _index;
    private readonly BrainVisionHeaderReader _header;
    private double[] _held = [];
    private byte[] _text = [];
    private long _heldStretch = -1;

    public BrainVisionTextStream(
        Stream file, string name, BrainVisionTextIndex index, BrainVisionHeaderReader header, StreamInfo info,
        ImmutableArray<RecordedSegment> segments, ImmutableArray<Marker> markers)
        : base(info, segments, markers) => (_file, _name, _index, _header) = (file, name, index, header);

    public override SampleType StoredAs => SampleType.Text;

    public override ImmutableArray<RecordedChannel> Details => _header.Details;

    protected override void ReadStored(long firstStored, Span<float> destination)
    {
        for (var i = 0; i < destination.Length;)
        {
            var rows = Hold(firstStored + i / Info.ChannelCount, destination.Length - i);
            for (var k = 0; k < rows.Length; k++) destination[i + k] = (float)rows[k];
            i += rows.Length;
        }
    }

    protected override void ReadStored(long firstStored, Span<double> destination)
    {
        for (var i = 0; i < destination.Length;)
        {
            var rows = Hold(firstStored + i / Info.ChannelCount, destination.Length - i);
            rows.CopyTo(destination[i..]);
            i += rows.Length;
        }
    }

    /// <summary>The rows from a sample on that are held, at most as many values as wanted.</summary>
    private ReadOnlySpan<double> Hold(long point, int wanted)
    {
        var (stretch, row) = (point / _index.PointsPerStretch, (int)(point % _index.PointsPerStretch));
        if (stretch != _heldStretch) Load(stretch);
        var rest = (int)Math.Min(_index.PointsPerStretch, _index.PointCount - stretch * _index.PointsPerStretch) - row;
        return _held.AsSpan(row * Info.ChannelCount, Math.Min(rest * Info.ChannelCount, wanted));
    }

    private void Load(long stretch)
    {
        _heldStretch = -1;
        if (_held.Length == 0) _held = new double[_index.PointsPerStretch * Info.ChannelCount];
        var count = (int)Math.Min(_index.PointsPerStretch, _index.PointCount - stretch * _index.PointsPerStretch);
        for (var c = 0; c < Info.ChannelCount; c++)
        {
            var (start, end) = _index.Stretch(c, stretch);
            var words = ReadText(start, (int)(end - start));
            for (var i = 0; i < count; i++)
            {
                words = words.TrimStart(" \t\r\n"u8);
                var at = 0;
                if (!DelimitedNumber.TryRead(words, ref at, (byte)_header.Layout.DecimalSymbol, out var number)
                    || (at < words.Length && !" \t\r\n"u8.Contains(words[at])))
                    throw new RecordingFormatException(_name, start, $"Sample {stretch * _index.PointsPerStretch + i + 1} of channel "
                        + $"'{Info.Channels[c].Label}' is no number.", "What the sample is cannot be known.",
                            "Export the recording again.");
                _held[i * Info.ChannelCount + c] = number * _header.Gains[c];
                words = words[at..];
            }
        }

        _heldStretch = stretch;
    }

    private ReadOnlySpan<byte> ReadText(long start, int length)
    {
        if (_text.Length < length) _text = new byte[length];
        try
        {
            ObjectDisposedException.ThrowIf(!_file.CanRead, this);
            _file.Position = start;
            _file.ReadExactly(_text, 0, length);
            return _text.AsSpan(0, length);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            throw new RecordingFormatException(_name, null, "The samples cannot be read any more.",
                "The file was closed or cut short since it was opened.", "Open the recording again.", e);
        }
    }
}
