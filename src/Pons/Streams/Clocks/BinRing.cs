namespace Pons.Streams.Clocks;

/// <summary>
/// The best pair of each stretch of time, newest 64 stretches: x is device time, y how much further the host's clock is. Stretches are
/// short at first and are joined two by two when the ring is full, up to their largest length; from then on the oldest falls out. Fixed
/// memory; allocates nothing after it is made. Best is the smaller bound, and among equal bounds the earlier arrival along the slope.
/// </summary>
internal sealed class BinRing
{
    public const int Capacity = 64;
    private readonly Pair[] _pairs = new Pair[Capacity];
    private readonly double _firstLength;
    private readonly double _largestLength;
    private double _length;
    private Pair _open;
    private double _openBin;
    private bool _isOpen;

    public BinRing(double firstLength, double largestLength) => (_firstLength, _largestLength, _length) = (firstLength, largestLength, firstLength);

    public int Count { get; private set; }

    public ReadOnlySpan<Pair> Closed => _pairs.AsSpan(0, Count);

    public Pair Open => _open;

    public void Clear() => (Count, _isOpen, _length) = (0, false, _firstLength);

    /// <summary>Takes a pair; true when that closed a stretch.</summary>
    public bool Add(Pair pair, double slope)
    {
        var bin = Math.Floor(pair.X / _length);
        if (_isOpen && bin <= _openBin)
        {
            if (bin == _openBin && IsBetter(pair, _open, slope)) _open = pair;
            return false;
        }

        var closes = _isOpen;
        if (closes) Append(_open, slope);
        (_open, _isOpen, _openBin) = (pair, true, Math.Floor(pair.X / _length));
        return closes;
    }

    private void Append(Pair pair, double slope)
    {
        if (Count == Capacity && _length < _largestLength) Join(slope);
        if (Count == Capacity)
        {
            _pairs.AsSpan(1).CopyTo(_pairs);
            Count--;
        }

        // After joining, the pair may belong to the stretch of the one before it.
        if (Count > 0 && Math.Floor(_pairs[Count - 1].X / _length) == Math.Floor(pair.X / _length))
        {
            if (IsBetter(pair, _pairs[Count - 1], slope)) _pairs[Count - 1] = pair;
        }
        else
        {
            _pairs[Count++] = pair;
        }
    }

    private void Join(double slope)
    {
        while (Count > Capacity / 2 && _length < _largestLength)
        {
            _length *= 2;
            var kept = 0;
            for (var i = 0; i < Count; i++)
            {
                if (kept > 0 && Math.Floor(_pairs[kept - 1].X / _length) == Math.Floor(_pairs[i].X / _length))
                {
                    if (IsBetter(_pairs[i], _pairs[kept - 1], slope)) _pairs[kept - 1] = _pairs[i];
                }
                else
                {
                    _pairs[kept++] = _pairs[i];
                }
            }

            Count = kept;
        }
    }

    private static bool IsBetter(Pair pair, Pair other, double slope) =>
        pair.Bound != other.Bound ? pair.Bound < other.Bound : pair.Y - slope * pair.X < other.Y - slope * other.X;

    /// <summary>A pair of readings relative to the start of the segment, in nanoseconds.</summary>
    /// <param name="X">Device time.</param>
    /// <param name="Y">Host time minus device time.</param>
    /// <param name="Bound">Known bound of the error of <paramref name="Y"/>; 0 for one-way arrivals.</param>
    internal readonly record struct Pair(double X, double Y, double Bound);
}
