namespace Pons.Formats.Edf;

/// <summary>A digital scale whose limits fit the header, ready to turn values into digital numbers and to account for the loss.</summary>
internal sealed class EdfScaling
{
    private readonly double _gain;
    private readonly double _zero;
    private readonly int _lowest;
    private readonly int _highest;

    private EdfScaling(DigitalScale scale, string[] limits)
    {
        (Scale, Limits) = (scale, limits);
        (_gain, _zero) = (scale.Gain, scale.Offset);
        _lowest = (int)Math.Max(short.MinValue, Math.Min(scale.DigitalMinimum, scale.DigitalMaximum));
        _highest = (int)Math.Min(short.MaxValue, Math.Max(scale.DigitalMinimum, scale.DigitalMaximum));
    }

    public DigitalScale Scale { get; }

    /// <summary>Physical minimum and maximum, digital minimum and maximum, as they are written.</summary>
    public string[] Limits { get; }

    /// <summary>What one digital step stands for, in the unit inside Pons.</summary>
    public double Step => Math.Abs(_gain);

    /// <summary>The scale, when 8 characters hold each of its limits exactly.</summary>
    public static EdfScaling? TryMake(DigitalScale scale)
    {
        string?[] limits = [EdfField.Exact(scale.PhysicalMinimum), EdfField.Exact(scale.PhysicalMaximum),
            EdfField.Exact(scale.DigitalMinimum), EdfField.Exact(scale.DigitalMaximum)];
        return scale.IsUsable && scale.Unit.Length <= 8 && limits.All(l => l is not null) ? new(scale, limits!) : null;
    }

    /// <summary>The nearest digital number.</summary>
    public short ToDigital(float value) => (short)Math.Clamp(Math.Round((value - _zero) / _gain), _lowest, _highest);

    /// <summary>The value that a digital number is read back as.</summary>
    public float ToPhysical(short digital) => (float)(digital * _gain + _zero);

    /// <summary>Whether a value comes back bit-equal.</summary>
    public bool Keeps(float value) => ToPhysical(ToDigital(value)) == value;
}
