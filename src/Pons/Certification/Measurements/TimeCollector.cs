using System.Runtime.InteropServices;

namespace Pons.Certification.Measurements;

/// <summary>Takes times as they are measured; those of the warm-up and, beyond a million, further ones are left out.</summary>
/// <param name="time">Whose warm-up.</param>
internal sealed class TimeCollector(MeasuringTime time)
{
    private const int Most = 1_000_000;
    private const int Expected = 8192;
    private readonly List<double> _milliseconds = new(Expected);

    public int Count => _milliseconds.Count;

    public ReadOnlySpan<double> Milliseconds => CollectionsMarshal.AsSpan(_milliseconds);

    public void Add(double milliseconds)
    {
        if (time.Counts && _milliseconds.Count < Most) _milliseconds.Add(milliseconds);
    }

    /// <summary>Adds the time between two readings of the clock.</summary>
    public void Add(long from, long to) => Add(time.Milliseconds(from, to));
}
