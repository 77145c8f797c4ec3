using System.Collections.Immutable;

namespace Pons.Decoding.Continuous;

/// <summary>
/// A gain that depends on speed: given at some speeds, linear between them, constant outside. A gain that is low at low speed lets a cursor
/// hold still; one that is high at high speed lets it cross quickly.
/// </summary>
public sealed record GainSchedule
{
    private readonly ImmutableArray<(double Speed, double Gain)> _points;

    /// <summary>Makes a schedule.</summary>
    /// <param name="points">Gains at growing speeds, at least one.</param>
    /// <exception cref="ArgumentException">No point, speeds that do not grow, or a number that is negative or not finite.</exception>
    public GainSchedule(params ImmutableArray<(double Speed, double Gain)> points)
    {
        if (points.IsDefaultOrEmpty) throw new ArgumentException("A schedule needs at least one point.", nameof(points));
        for (var i = 0; i < points.Length; i++)
            if (!(points[i].Speed >= 0 && points[i].Gain >= 0 && double.IsFinite(points[i].Speed) && double.IsFinite(points[i].Gain))
                || (i > 0 && points[i].Speed <= points[i - 1].Speed))
                throw new ArgumentException($"Point {i}, gain {points[i].Gain} at speed {points[i].Speed}, does not follow.", nameof(points));
        _points = points;
    }

    /// <summary>Gain 1 at every speed.</summary>
    public static GainSchedule Unity { get; } = new((0, 1));

    /// <summary>The points in order of speed.</summary>
    public ImmutableArray<(double Speed, double Gain)> Points => _points;

    /// <summary>The gain at a speed.</summary>
    public double At(double speed)
    {
        if (speed <= _points[0].Speed) return _points[0].Gain;
        for (var i = 1; i < _points.Length; i++)
        {
            var (a, b) = (_points[i - 1], _points[i]);
            if (speed <= b.Speed) return a.Gain + (b.Gain - a.Gain) * (speed - a.Speed) / (b.Speed - a.Speed);
        }

        return _points[^1].Gain;
    }
}
