using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;
using Pons.Devices;

namespace Pons.Sessions;

/// <summary>The gaps of one recorded stream: counted, and listed as far as a list is of use.</summary>
internal sealed class TrackGaps
{
    /// <summary>Gaps that are listed one by one in the footer; the ledger has all.</summary>
    public const int MostListed = 10_000;

    private readonly Lock _gate = new();
    private readonly List<SampleGap> _listed = [];
    private long _missing;
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public long Missing => Volatile.Read(ref _missing);

    public ImmutableArray<SampleGap> Listed
    {
        get
        {
            lock (_gate) return [.. _listed];
        }
    }

    public void Add(SampleGap gap)
    {
        lock (_gate)
            if (_listed.Count < MostListed) _listed.Add(gap);
        Volatile.Write(ref _missing, _missing + gap.SampleCount);
        Volatile.Write(ref _count, _count + 1);
    }

    /// <summary>The gaps as they stand in the footer of the stream.</summary>
    public XElement ToXml() => new("gaps",
        new XElement("count", Text(Count)), new XElement("missing_samples", Text(Missing)),
        Listed.Select(g => new XElement("gap",
            new XElement("first_sample", Text(g.FirstSampleIndex)), new XElement("sample_count", Text(g.SampleCount)),
            new XElement("reason", g.Reason.ToString()), new XElement("estimated", g.IsEstimated ? "true" : "false"))));

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
