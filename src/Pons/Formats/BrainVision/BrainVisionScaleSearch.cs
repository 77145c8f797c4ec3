using Pons.Streams;

namespace Pons.Formats.BrainVision;

/// <summary>Finds the scale that loses least for one channel, while all its values pass by once.</summary>
internal sealed class BrainVisionScaleSearch
{
    private readonly List<BrainVisionScaling> _candidates;
    private readonly string _unit;
    private readonly SampleType _storedAs;
    private float _largest;

    public BrainVisionScaleSearch(string unit, BrainVisionScaling? ofSource, SampleType storedAs)
    {
        (_unit, _storedAs) = (unit, storedAs);
        _candidates = [.. BrainVisionScaling.RoundScales(unit, storedAs)];
        if (ofSource is not null) _candidates.Insert(0, ofSource);
    }

    /// <summary>Whether every value so far comes back as it was.</summary>
    public bool IsKept => _candidates.Count > 0;

    /// <summary>Looks at one value; it must be finite.</summary>
    public void Add(float value)
    {
        _largest = Math.Max(_largest, Math.Abs(value));
        for (var i = _candidates.Count - 1; i >= 0; i--)
            if (!_candidates[i].Keeps(value)) _candidates.RemoveAt(i);
    }

    /// <summary>The best scale for the values so far.</summary>
    public BrainVisionScaling Best() => IsKept ? _candidates[0] : BrainVisionScaling.OfRange(_largest, _unit, _storedAs);
}
