using System.Collections.Immutable;
using Pons.Formats;
using Pons.Streams;

namespace Pons.Quality;

/// <summary>What is counted of one channel while its seconds go by.</summary>
internal sealed class ChannelSurvey(Channel channel, DigitalScale? scale, long sampleCount, int columns)
{
    private const int RunOfClipping = 3;

    private readonly List<double> _deviations = [];
    private readonly (float Low, float High)[] _thumbnail = [.. Enumerable.Repeat((float.PositiveInfinity, float.NegativeInfinity), columns)];
    private readonly bool _isVoltage = channel.Unit == ChannelUnit.Microvolt;
    private readonly float _scaleLow = scale is { IsUsable: true } ? Math.Min(Lowest(scale), Highest(scale)) : float.NegativeInfinity;
    private readonly float _scaleHigh = scale is { IsUsable: true } ? Math.Max(Lowest(scale), Highest(scale)) : float.PositiveInfinity;
    private long _count, _finite, _saturated, _seconds, _flatSeconds;
    private float _previous = float.NaN, _lowest = float.PositiveInfinity, _highest = float.NegativeInfinity;
    private int _run;
    private long _clippedLow, _clippedHigh;
    private double _sumT, _sumTT, _sumM, _sumTM;

    /// <summary>Variance within the last second.</summary>
    public double LastVariance { get; private set; }

    /// <summary>Counts a block of at most a second [sample × channel].</summary>
    public void Take(ReadOnlySpan<float> rows, int column, int width, long firstSample, bool isWholeSecond)
    {
        var (low, high, finite) = (float.PositiveInfinity, float.NegativeInfinity, 0);
        for (int i = column, k = 0; i < rows.Length; i += width, k++)
        {
            var value = rows[i];
            if (!float.IsFinite(value)) continue;
            finite++;
            low = Math.Min(low, value);
            high = Math.Max(high, value);
            if (value <= _scaleLow || value >= _scaleHigh) _saturated++;
            CountRun(value);
        }

        _count += rows.Length / width;
        _finite += finite;
        if (finite == 0) return;
        Widen(firstSample, rows.Length / width, low, high);
        var (mean, squares) = (Mean(rows, column, width, finite), 0.0);
        for (var i = column; i < rows.Length; i += width)
            if (float.IsFinite(rows[i])) squares += (rows[i] - mean) * (rows[i] - mean);
        LastVariance = squares / finite;
        if (!isWholeSecond) return;
        _seconds++;
        if (high - low <= (_isVoltage ? QualityLimits.FlatMicrovolts : 0)) _flatSeconds++;
        if (_deviations.Count < 100_000) _deviations.Add(Math.Sqrt(LastVariance));
        var t = (double)_seconds;
        (_sumT, _sumTT, _sumM, _sumTM) = (_sumT + t, _sumTT + t * t, _sumM + mean, _sumTM + t * mean);
    }

    public ChannelQuality Result((double Hz, double? Decibels) mains, bool isBridged)
    {
        var flat = _seconds == 0 ? 0 : (double)_flatSeconds / _seconds;
        var (saturated, clipped) = (Share(_saturated), flat >= 1 ? 0 : Share(_clippedLow + _clippedHigh));
        var nonFinite = _count == 0 ? 0 : (double)(_count - _finite) / _count;
        var drift = Slope() * 60;
        _deviations.Sort();
        var faults = ImmutableArray.CreateBuilder<QualityFault>();
        void Add(bool isFault, QualityFault fault)
        {
            if (isFault) faults.Add(fault);
        }

        var isTrigger = channel.Kind == ChannelKind.Trigger;
        Add(flat > QualityLimits.FlatShare && !isTrigger, QualityFault.Flat);
        Add(saturated > QualityLimits.ClippedShare && !isTrigger, QualityFault.Saturated);
        Add(clipped > QualityLimits.ClippedShare && !isTrigger, QualityFault.Clipped);
        Add(nonFinite > 0, QualityFault.NonFinite);
        Add(mains.Decibels > QualityLimits.MainsDecibels && !isTrigger, QualityFault.Mains);
        Add(_isVoltage && Math.Abs(drift) > QualityLimits.DriftMicrovoltsPerMinute && !isTrigger, QualityFault.Drift);
        Add(isBridged, QualityFault.Bridged);
        return new(
            channel.Label, channel.Unit, flat, saturated, clipped, nonFinite, _deviations.Count == 0 ? 0 : _deviations[_deviations.Count / 2],
            drift, mains.Hz, mains.Decibels, faults.ToImmutable())
        {
            Thumbnail = [.. _thumbnail.Select(t => t.Low <= t.High ? t : (float.NaN, float.NaN))],
        };
    }

    private double Share(long count) => _finite == 0 ? 0 : (double)count / _finite;

    private static float Lowest(DigitalScale scale) => scale.ToPhysical((int)scale.DigitalMinimum);

    private static float Highest(DigitalScale scale) => scale.ToPhysical((int)scale.DigitalMaximum);

    private static double Mean(ReadOnlySpan<float> rows, int column, int width, int finite)
    {
        var sum = 0.0;
        for (var i = column; i < rows.Length; i += width)
            if (float.IsFinite(rows[i])) sum += rows[i];
        return sum / finite;
    }

    /// <summary>Counts how often the extremes so far stand several times in a row; a new extreme begins anew.</summary>
    private void CountRun(float value)
    {
        _run = value == _previous ? _run + 1 : 1;
        _previous = value;
        if (value < _lowest) (_lowest, _clippedLow) = (value, 0);
        if (value > _highest) (_highest, _clippedHigh) = (value, 0);
        if (_run < RunOfClipping || _lowest == _highest) return;
        var added = _run == RunOfClipping ? RunOfClipping : 1;
        if (value == _lowest) _clippedLow += added;
        if (value == _highest) _clippedHigh += added;
    }

    private void Widen(long firstSample, int count, float low, float high)
    {
        var (from, to) = (ColumnOf(firstSample), ColumnOf(firstSample + count - 1));
        for (var c = from; c <= to; c++) _thumbnail[c] = (Math.Min(_thumbnail[c].Low, low), Math.Max(_thumbnail[c].High, high));
    }

    private int ColumnOf(long sample) => (int)(sample * columns / Math.Max(1, sampleCount));

    /// <summary>Least-squares slope of the seconds' means, per second.</summary>
    private double Slope()
    {
        var spread = _seconds * _sumTT - _sumT * _sumT;
        return spread > 0 ? (_seconds * _sumTM - _sumT * _sumM) / spread : 0;
    }
}
