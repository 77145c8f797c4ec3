namespace Pons.Streams.Clocks;

/// <summary>Finds pairs that arrive together although they were taken one after the other. Relative times in nanoseconds.</summary>
internal sealed class BurstMeter
{
    /// <summary>Pairs arrive together when the time between their arrivals is below this share of the time between their taking.</summary>
    private const double LargestShare = 0.25;

    /// <summary>Samples further apart do not belong to one burst: between them lies a gap.</summary>
    private const double FurthestApart = 1_000_000_000;

    private const double Memory = 1.0 / 64;
    private const double ShareOfBursts = 0.25;
    private double _share;
    private double _step;
    private double _x;
    private double _host;
    private double _begin;
    private bool _hasPair;

    /// <summary>Device time that the longest burst holds.</summary>
    public double Longest { get; private set; }

    /// <summary>
    /// Device time between two samples while samples come in bursts, otherwise 0. A burst is sent between its last sample and the next,
    /// and by how much it is later cannot be seen from its arrival.
    /// </summary>
    public double Grain => _share > ShareOfBursts ? _step : 0;

    /// <summary>Pairs with the device time of the pair before.</summary>
    public long EqualStamps { get; private set; }

    /// <summary>Pairs that arrived together with the one before.</summary>
    public long Together { get; private set; }

    /// <summary>Longest time without an arrival.</summary>
    public double LongestSilence { get; private set; }

    public void Begin() => _hasPair = false;

    public void Add(double x, double host)
    {
        if (_hasPair)
        {
            var isTogether = host - _host < LargestShare * (x - _x) && x - _x <= FurthestApart;
            _share += Memory * ((isTogether ? 1 : 0) - _share);
            if (x == _x) EqualStamps++;
            else if (isTogether) (_step, Together) = (x - _x, Together + 1);
            else _begin = x;
            Longest = Math.Max(Longest, x - _begin);
            LongestSilence = Math.Max(LongestSilence, host - _host);
        }
        else
        {
            _begin = x;
        }

        (_x, _host, _hasPair) = (x, host, true);
    }
}
