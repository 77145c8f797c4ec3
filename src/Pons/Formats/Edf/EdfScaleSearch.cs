using System.Globalization;

namespace Pons.Formats.Edf;

/// <summary>
/// Finds the digital scale that loses least for one channel, while all its values pass by once: the steps of the source or round
/// steps when every value lies on one and their range fits, otherwise the range of the values.
/// </summary>
internal sealed class EdfScaleSearch
{
    private static readonly decimal[] RoundSteps = [1, 0.5m, 0.25m, 0.125m, 0.1m, 0.05m, 0.03125m, 0.01m, 0.001m, 10, 100, 1000];

    /// <summary>So many steps on either side of 0 make short limits with every round step.</summary>
    private const int RoundLimit24 = 8_000_000;

    private readonly EdfDialect _dialect;
    private readonly string _unit;
    private readonly bool _isSingle;
    private readonly List<Line> _lines = [];
    private double _lowest = double.PositiveInfinity;
    private double _highest = double.NegativeInfinity;

    /// <summary>Looks for round steps.</summary>
    /// <param name="dialect">The format that is written.</param>
    /// <param name="unit">Unit of the channel as the header states it; microvolts may become other volts.</param>
    /// <param name="isSingle">Whether the values are of single precision, so that they come back when the rounded value does.</param>
    public EdfScaleSearch(EdfDialect dialect, string unit, bool isSingle)
    {
        (_dialect, _unit, _isSingle) = (dialect, unit, isSingle);
        foreach (var step in RoundSteps)
        {
            var scale = RoundScale(step);
            _lines.Add(new(scale, (long)scale.DigitalMinimum, (long)scale.DigitalMaximum));
        }
    }

    /// <summary>
    /// Looks for a scale on the very steps of the source, and on no others. Its limits are kept as they are when the numbers fit a
    /// sample, even where recorders stated them too narrow.
    /// </summary>
    public EdfScaleSearch(EdfDialect dialect, DigitalScale source, bool isSingle)
    {
        (_dialect, _unit, _isSingle) = (dialect, source.Unit, isSingle);
        _lines.Add(new(source, dialect.LowestDigital, dialect.HighestDigital));
    }

    /// <summary>Checks whether one scale keeps every value.</summary>
    public EdfScaleSearch(EdfDialect dialect, EdfScaling scaling, bool isSingle)
        : this(dialect, scaling.Scale, isSingle)
    {
    }

    /// <summary>Whether all values lie on the steps that were looked for.</summary>
    public bool HasStep => _lines.Count > 0;

    /// <summary>Looks at the values of a channel; they must be finite.</summary>
    public void Add(double value)
    {
        _lowest = Math.Min(_lowest, value);
        _highest = Math.Max(_highest, value);
        for (var i = _lines.Count - 1; i >= 0; i--)
            if (!_lines[i].Take(value, _isSingle)) _lines.RemoveAt(i);
    }

    /// <summary>
    /// The scale on the first step that holds all values; its digital numbers may be shifted against those of the step, and then
    /// whether every value still comes back bit-equal has to be looked at. <see langword="null"/> when there is none.
    /// </summary>
    public EdfScaling? OnStep() => _lines.Select(line => AsIs(line) ?? Shifted(line)).FirstOrDefault(s => s is not null);

    /// <summary>The scale of the range of the values; <see langword="null"/> when they are beyond what a header can state.</summary>
    public EdfScaling? OfRange()
    {
        var largest = Math.Max(Math.Abs(_lowest), Math.Abs(_highest));
        // The prefix that leaves most digits in the 8 characters of a limit; nanovolts would, but other readers do not know them.
        var unit = !ChannelUnit.Of(_unit).IsVoltage ? _unit : largest switch { < 1e6 => "uV", < 1e9 => "mV", _ => "V" };
        var factor = ChannelUnit.Of(unit).Factor;
        var (low, high) = (EdfField.Outward(_lowest / factor, false), EdfField.Outward(_highest / factor, true));
        if (low is null || high is null) return null;
        var (minimum, maximum) = (double.Parse(low, CultureInfo.InvariantCulture), double.Parse(high, CultureInfo.InvariantCulture));
        return EdfScaling.TryMake(
            new(minimum, minimum == maximum ? maximum + 1 : maximum, _dialect.LowestDigital, _dialect.HighestDigital, unit), _dialect);
    }

    private DigitalScale RoundScale(decimal step)
    {
        var (low, high) = _dialect.SampleBytes == 2 ? (short.MinValue, short.MaxValue) : (-RoundLimit24, RoundLimit24);
        return new((double)(low * step), (double)(high * step), low, high, _unit);
    }

    private EdfScaling? AsIs(Line line) =>
        line.Lowest >= line.LowestAllowed && line.Highest <= line.HighestAllowed
            ? EdfScaling.TryMake(line.Scale, _dialect, isExact: true) : null;

    /// <summary>
    /// The same step with other digital numbers: between two places, around all values, at which 8 characters hold the measured value.
    /// </summary>
    private EdfScaling? Shifted(Line line)
    {
        var range = _dialect.HighestDigital - _dialect.LowestDigital;
        if (line.Highest - line.Lowest > range || line.StepInUnit is not { } step) return null;
        for (var low = line.Lowest; low >= line.Highest - range && low > line.Lowest - Line.FarthestLook; low--)
        {
            if (EdfField.Exact((double)line.InUnit(low, step)) is null) continue;
            for (var high = Math.Max(line.Highest, low + 1); high <= low + range && high < line.Highest + Line.FarthestLook; high++)
                if (EdfField.Exact((double)line.InUnit(high, step)) is not null)
                    return EdfScaling.TryMake(
                        new((double)line.InUnit(low, step), (double)line.InUnit(high, step),
                            _dialect.LowestDigital, _dialect.LowestDigital + (high - low), line.Scale.Unit), _dialect);
            return null;
        }

        return null;
    }

    /// <summary>A step on which all values so far lie.</summary>
    private sealed class Line(DigitalScale scale, long lowestAllowed, long highestAllowed)
    {
        /// <summary>So many steps away a short limit is still looked for.</summary>
        public const int FarthestLook = 1 << 12;

        private readonly double _gain = scale.Gain;
        private readonly double _zero = scale.Offset;

        public DigitalScale Scale => scale;

        /// <summary>The numbers that the scale holds as it is.</summary>
        public long LowestAllowed => lowestAllowed;

        public long HighestAllowed => highestAllowed;

        public long Lowest { get; private set; } = long.MaxValue;

        public long Highest { get; private set; } = long.MinValue;

        /// <summary>The step in the unit of the scale, where a decimal holds it exactly.</summary>
        public decimal? StepInUnit
        {
            get
            {
                if (!IsPlain(scale.PhysicalMinimum) || !IsPlain(scale.PhysicalMaximum)) return null;
                var span = (decimal)scale.PhysicalMaximum - (decimal)scale.PhysicalMinimum;
                var steps = (decimal)scale.DigitalMaximum - (decimal)scale.DigitalMinimum;
                var step = span / steps;
                return step * steps == span && decimal.GetBits(step)[3] >> 16 < 20 ? step : null;
            }
        }

        public decimal InUnit(long digital, decimal step) =>
            (decimal)scale.PhysicalMinimum + (digital - (decimal)scale.DigitalMinimum) * step;

        public bool Take(double value, bool isSingle)
        {
            var digital = Math.Round((value - _zero) / _gain);
            var back = digital * _gain + _zero;
            if (!(isSingle ? (float)back == (float)value : back == value) || Math.Abs(digital) > 1L << 52) return false;
            Lowest = Math.Min(Lowest, (long)digital);
            Highest = Math.Max(Highest, (long)digital);
            return true;
        }

        private static bool IsPlain(double value) => value == 0 || Math.Abs(value) is > 1e-9 and < 1e12;
    }
}
