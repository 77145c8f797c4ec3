using System.Numerics.Tensors;

namespace Pons.Signals;

/// <summary>Which peaks of the slope energy are beats: running levels, refractory time and search back. For one recording.</summary>
internal sealed class QrsDecision(double[] energy, double rateHz)
{
    private const double Threshold = 0.25, NewShare = 0.125, FoundBackShare = 0.25, OverdueFactor = 1.66;
    private const int Intervals = 8;
    private readonly List<int> _beats = [];
    private readonly Queue<int> _intervals = new();
    private readonly List<int> _passedOver = [];
    private readonly double _refractory = 0.2 * rateHz;
    private double _beatLevel = 0.5 * TensorPrimitives.Max<double>(energy.AsSpan(0, (int)(2 * rateHz)));
    private double _noiseLevel = 0.5 * TensorPrimitives.Sum<double>(energy.AsSpan(0, (int)(2 * rateHz))) / (int)(2 * rateHz);

    private double Limit => _noiseLevel + Threshold * (_beatLevel - _noiseLevel);

    public List<int> Beats()
    {
        for (var p = 1; p + 1 < energy.Length; p++)
            if (energy[p] > energy[p - 1] && energy[p] >= energy[p + 1]) Take(p);
        return _beats;
    }

    private void Take(int peak)
    {
        if (_beats.Count > 0 && peak - _beats[^1] < _refractory)
        {
            if (energy[peak] > energy[_beats[^1]]) _beats[^1] = peak;
            return;
        }

        var limit = Limit;
        SearchBack(peak, limit);
        if (energy[peak] > limit && (_beats.Count == 0 || peak - _beats[^1] >= _refractory))
        {
            Add(peak, NewShare);
            _passedOver.Clear();
        }
        else
        {
            _noiseLevel += NewShare * (energy[peak] - _noiseLevel);
            _passedOver.Add(peak);
        }
    }

    // A beat is overdue: the largest peak that was passed over may be it, at half the limit.
    private void SearchBack(int peak, double limit)
    {
        if (_intervals.Count == 0 || _passedOver.Count == 0 || peak - _beats[^1] <= OverdueFactor * _intervals.Average()) return;
        var best = _passedOver.MaxBy(p => energy[p]);
        if (!(energy[best] > limit / 2)) return;
        Add(best, FoundBackShare);
        _passedOver.RemoveAll(p => p <= best + _refractory);
    }

    private void Add(int beat, double share)
    {
        if (_beats.Count > 0) _intervals.Enqueue(beat - _beats[^1]);
        if (_intervals.Count > Intervals) _intervals.Dequeue();
        _beats.Add(beat);
        _beatLevel += share * (energy[beat] - _beatLevel);
    }
}
