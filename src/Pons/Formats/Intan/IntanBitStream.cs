using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Formats.Intan;

/// <summary>Digital lines, each 0 or 1, taken out of the words that they share.</summary>
internal sealed class IntanBitStream(
    StreamInfo info, ImmutableArray<RecordedSegment> segments, ImmutableArray<Marker> markers, LaidOutStream words, ImmutableArray<int> bits,
    ImmutableArray<RecordedChannel> details)
    : RecordedStream(info, segments, markers)
{
    private const int WordsAtATime = 1024;

    private readonly float[] _words = new float[WordsAtATime];

    public override ImmutableArray<RecordedChannel> Details => details;

    public override SampleType StoredAs => SampleType.UInt16;

    protected override void ReadStored(long firstStored, Span<float> destination)
    {
        var width = bits.Length;
        for (; !destination.IsEmpty; firstStored += WordsAtATime)
        {
            var read = _words.AsSpan(0, Math.Min(WordsAtATime, destination.Length / width));
            words.ReadRows(firstStored, read);
            for (int i = 0, at = 0; i < read.Length; i++)
                foreach (var bit in bits) destination[at++] = ((int)read[i] >> bit) & 1;
            destination = destination[(read.Length * width)..];
        }
    }
}
