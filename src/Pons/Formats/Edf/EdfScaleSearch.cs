using System.Globalization;

namespace Pons.Formats.Edf;

/// <summary>
/// Finds the digital scale that loses least for one channel, while all its values pass by once: the scale of the source or a round
/// step when every value comes back bit-equal, otherwise the range of the values.
/// </summary>
internal sealed class EdfScaleSearch
{
    private static readonly decimal[] RoundSteps = [1, 0.5m, 0.25m, 0.125m, 0.1m, 0.05m, 0.01m, 0.001m, 10, 100];
    private readonly string _unit;
    private readonly bool _isOfSource;
    private readonly List<EdfScaling> _candidates = [];
    private float _lowest = float.PositiveInfinity;
    private float _highest = float.NegativeInfinity;

    public EdfScaleSearch(string unit, DigitalScale? source)
    {
        _unit = unit == ChannelUnit.Microvolt ? "uV" : unit;
        if (source is { IsUsable: true } && EdfScaling.TryMake(source) is { } own)
        {
            _candidates.Add(own);
            _isOfSource = true;
            return;
        }

        foreach (var step in RoundSteps)
        {
            var (minimum, maximum) = ((double)(short.MinValue * step), (double)(short.MaxValue * step));
            if (EdfScaling.TryMake(new(minimum, maximum, short.MinValue, short.MaxValue, _unit)) is { } round) _candidates.Add(round);
        }
    }

    /// <summary>Whether only the scale of the source was looked at, and it does not keep every value.</summary>
    public bool HasLostSource => _isOfSource && _candidates.Count == 0;

    /// <summary>Looks at one value; it must be finite.</summary>
    public void Add(float value)
    {
        _lowest = Math.Min(_lowest, value);
        _highest = Math.Max(_highest, value);
        for (var i = _candidates.Count - 1; i >= 0; i--)
            if (!_candidates[i].Keeps(value)) _candidates.RemoveAt(i);
    }

    /// <summary>The best scale; <see langword="null"/> when the values are beyond what a header can state.</summary>
    public EdfScaling? Best() => _candidates.Count > 0 ? _candidates[0] : OfRange();

    private EdfScaling? OfRange()
    {
        var largest = Math.Max(Math.Abs(_lowest), Math.Abs(_highest));
        // The prefix that leaves most digits in the 8 characters of a limit.
        var unit = _unit != "uV" ? _unit : largest switch { < 10 => "nV", < 1e6f => "uV", < 1e9f => "mV", _ => "V" };
        var factor = ChannelUnit.Of(unit).Factor;
        var (low, high) = (EdfField.Outward(_lowest / factor, false), EdfField.Outward(_highest / factor, true));
        if (low is null || high is null) return null;
        var (minimum, maximum) = (double.Parse(low, CultureInfo.InvariantCulture), double.Parse(high, CultureInfo.InvariantCulture));
        return EdfScaling.TryMake(new(minimum, minimum == maximum ? maximum + 1 : maximum, short.MinValue, short.MaxValue, unit));
    }
}
