namespace Pons.Streams.Clocks;

/// <summary>The least lateness of the last one to two stretches of host time: what every arrival lately had, and the line lacks.</summary>
internal sealed class RecentLeast(double stretch)
{
    private Stretch _before;
    private Stretch _now;

    public void Clear() => (_before, _now) = (default, default);

    public void Add(double x, double host, double late)
    {
        if (!_now.Holds || host - _now.Host >= stretch)
        {
            _before = _now.Holds && host - _now.Host < 2 * stretch ? _now : default;
            _now = new(true, x, host, late);
        }
        else if (late < _now.Least)
        {
            _now = _now with { Least = late };
        }
    }

    /// <summary>The least lateness, for a device time in these stretches or after them; 0 for an earlier one.</summary>
    public double Since(double x)
    {
        if (!_now.Holds || x < (_before.Holds ? _before.X : _now.X)) return 0;
        return Math.Max(0, _before.Holds ? Math.Min(_before.Least, _now.Least) : _now.Least);
    }

    private readonly record struct Stretch(bool Holds, double X, double Host, double Least);
}
