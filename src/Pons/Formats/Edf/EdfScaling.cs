namespace Pons.Formats.Edf;

/// <summary>A digital scale whose limits fit the header, ready to turn values into digital numbers.</summary>
internal sealed class EdfScaling
{
    private readonly double _gain;
    private readonly double _zero;
    private readonly int _lowest;
    private readonly int _highest;

    private EdfScaling(DigitalScale scale, string[] limits, EdfDialect dialect)
    {
        (Scale, Limits) = (scale, limits);
        (_gain, _zero) = (scale.Gain, scale.Offset);
        (_lowest, _highest) = (dialect.LowestDigital, dialect.HighestDigital);
    }

    public DigitalScale Scale { get; }

    /// <summary>Physical minimum and maximum, digital minimum and maximum, as they are written.</summary>
    public string[] Limits { get; }

    /// <summary>Whether every value of the channel was seen, or is known, to come back bit-equal.</summary>
    public bool IsExact { get; init; }

    /// <summary>What one digital step stands for, in the unit inside Pons.</summary>
    public double Step => Math.Abs(_gain);

    /// <summary>The scale, if it fixes a line, lies inside the numbers of a sample, and 8 characters hold each limit exactly.</summary>
    public static EdfScaling? TryMake(DigitalScale scale, EdfDialect dialect, bool isExact = false)
    {
        string?[] limits = [EdfField.Exact(scale.PhysicalMinimum), EdfField.Exact(scale.PhysicalMaximum),
            EdfField.Exact(scale.DigitalMinimum), EdfField.Exact(scale.DigitalMaximum)];
        var isInside = Math.Min(scale.DigitalMinimum, scale.DigitalMaximum) >= dialect.LowestDigital
            && Math.Max(scale.DigitalMinimum, scale.DigitalMaximum) <= dialect.HighestDigital;
        return isInside && scale.IsUsable && scale.Unit.Length <= 8 && limits.All(l => l is not null)
            ? new(scale, limits!, dialect) { IsExact = isExact } : null;
    }

    /// <summary>The nearest digital number; may lie beyond the limits, as in files of recorders that state them too narrow.</summary>
    public int ToDigital(double value) => (int)Math.Clamp(Math.Round((value - _zero) / _gain), _lowest, _highest);

    /// <summary>The value that a digital number is read back as.</summary>
    public double ToPhysical(int digital) => digital * _gain + _zero;
}
