using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Formats.Intan;

/// <summary>Stimulation currents: words of a size in steps, a sign, and flags (RHS2000 data file formats, "Stimulation data").</summary>
internal sealed class IntanCurrentStream(
    StreamInfo info, ImmutableArray<RecordedSegment> segments, ImmutableArray<Marker> markers, RecordedStream words, double stepAmperes)
    : RecordedStream(info, segments, markers)
{
    private const int SizeMask = 0xFF, Negative = 0x100;

    public override ImmutableArray<RecordedChannel> Details => words.Details;

    public override SampleType StoredAs => SampleType.UInt16;

    protected override void ReadStored(long firstStored, Span<float> destination)
    {
        // The words stand without gaps: an index of theirs is an index among what is stored.
        words.Read(firstStored, destination);
        for (var i = 0; i < destination.Length; i++) destination[i] = (float)CurrentOf((int)destination[i]);
    }

    protected override void ReadStored(long firstStored, Span<double> destination)
    {
        words.Read(firstStored, destination);
        for (var i = 0; i < destination.Length; i++) destination[i] = CurrentOf((int)destination[i]);
    }

    private double CurrentOf(int word) => (word & SizeMask) * stepAmperes * ((word & Negative) != 0 ? -1 : 1);
}
