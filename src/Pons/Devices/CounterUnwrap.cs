namespace Pons.Devices;

/// <summary>Turns a counter of few bits, which starts again at 0, into one that goes on. A step back of less than half the range counts as
/// late, not as a turn. A value; each stream has its own.</summary>
public struct CounterUnwrap
{
    private readonly long _range;
    private long _last;
    private bool _hasLast;

    /// <summary>Makes a counter.</summary>
    /// <param name="range">Number of values, such as 256 for eight bits.</param>
    public CounterUnwrap(long range)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(range, 2);
        _range = range;
    }

    /// <summary>The next reading, unwrapped: as near to the one before as the range allows.</summary>
    /// <param name="reading">Reading from 0 to the range.</param>
    public long Next(long reading)
    {
        if (!_hasLast)
        {
            (_last, _hasLast) = (reading, true);
            return reading;
        }

        var step = ((reading - _last) % _range + _range) % _range;
        if (step > _range / 2) return _last - (_range - step);
        return _last += step;
    }

    /// <summary>The next reading, unwrapped: as near as the range allows to where another clock expects it.</summary>
    /// <param name="reading">Reading from 0 to the range.</param>
    /// <param name="expectedStep">How far the counter should have gone since the newest reading; below 0 for one that is late.</param>
    public long Next(long reading, double expectedStep)
    {
        if (!_hasLast) return Next(reading);
        var step = ((reading - _last) % _range + _range) % _range;
        var value = _last + step + (long)Math.Round((expectedStep - step) / _range) * _range;
        _last = Math.Max(_last, value);
        return value;
    }
}
