using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Devices.Merging;

/// <summary>The state of one reading of a <see cref="MergedSource"/>: brings the inputs to one block of the grid after the other.</summary>
internal sealed class MergeRun
{
    private const double Fading = 0.99;

    private readonly ImmutableArray<InputReader> _inputs;
    private readonly int _grid;
    private readonly int _channels;
    private readonly ClockMap?[] _maps;
    private readonly double[] _residuals;
    private readonly Duration[] _uncertainties;
    private readonly long[] _missing;
    private readonly long[] _lastMissed;
    private readonly List<Marker> _markers = [];
    private ClockMap? _gridBefore;
    private SignalBlock? _block;
    private long _delivered;
    private long _lastTime = long.MinValue;

    public MergeRun(ImmutableArray<InputReader> inputs, int grid, int channels)
    {
        (_inputs, _grid, _channels) = (inputs, grid, channels);
        (_maps, _residuals) = (new ClockMap?[inputs.Length], new double[inputs.Length]);
        (_uncertainties, _missing, _lastMissed) = (new Duration[inputs.Length], new long[inputs.Length], new long[inputs.Length]);
        Array.Fill(_lastMissed, -1);
        Others = inputs.RemoveAt(grid);
    }

    /// <summary>All inputs but the grid.</summary>
    public ImmutableArray<InputReader> Others { get; }

    /// <summary>Time of the last sample of the present block on the host's clock.</summary>
    public Timestamp Until { get; private set; }

    /// <summary>Takes the next block of the grid; false when its clock is not known yet, so that all of it is missing.</summary>
    public bool Begin(SignalBlock block)
    {
        _block = block;
        if (_inputs[_grid].Map() is not { } map)
        {
            _maps[_grid] = null;
            return false;
        }

        _maps[_grid] = map;
        Until = map.Convert(TimeOf(block, block.SampleCount - 1));
        return true;
    }

    /// <summary>Whether an input that has ended still holds something for the present block or a later one.</summary>
    public bool IsCovered(InputReader input) =>
        _maps[_grid] is { } grid && input.Map() is { } map && input.Holds(map.ConvertBack(grid.Convert(_block!.Time)));

    /// <summary>The present block with all inputs: one for each run of samples that no input misses.</summary>
    public IEnumerable<SignalBlock> Blocks()
    {
        var block = _block!;
        if (_maps[_grid] is not { } grid)
        {
            _missing[_grid] += block.SampleCount;
            yield break;
        }

        Correct(grid, block);
        CollectMarkers(grid, block);
        var values = new float[block.SampleCount * _channels];
        for (var begin = 0; begin < block.SampleCount;)
        {
            while (begin < block.SampleCount && !Fill(grid, block, begin, values)) begin++;
            var end = begin;
            while (end < block.SampleCount && Fill(grid, block, end, values)) end++;
            if (end > begin) yield return Run(grid, block, begin, end, values);
            begin = end;
        }

        foreach (var input in Others)
            if (input.Map() is { } map) input.Forget(map.ConvertBack(grid.Convert(block.Time)));
    }

    public ImmutableArray<MergeAlignment> Alignments() => [.. _inputs.Select((input, i) =>
        new MergeAlignment(input.Info.Name, _uncertainties[i], new((long)_residuals[i]), _missing[i]))];

    private SignalBlock Run(ClockMap grid, SignalBlock block, int begin, int end, float[] values)
    {
        var first = block.FirstSampleIndex + begin;
        var time = Math.Max(grid.Convert(TimeOf(block, begin)).Nanoseconds, _lastTime + 1);
        _lastTime = time;
        var missing = first - _delivered;
        _delivered = block.FirstSampleIndex + end;
        var samples = values.AsMemory(begin * _channels, (end - begin) * _channels);
        return new(first, new(ClockId.Host, time), samples, _channels, MarkersUpTo(first, _delivered), missing) { Arrival = block.Arrival };
    }

    private ImmutableArray<Marker> MarkersUpTo(long first, long end)
    {
        ImmutableArray<Marker> due = [.. _markers.Where(m => m.SampleIndex < end).OrderBy(m => m.SampleIndex)
            .Select(m => m.SampleIndex >= first ? m : m with { SampleIndex = first })];
        _markers.RemoveAll(m => m.SampleIndex < end);
        return due;
    }

    private bool Fill(ClockMap grid, SignalBlock block, int sample, float[] values)
    {
        var row = values.AsSpan(sample * _channels, _channels);
        var time = grid.Convert(TimeOf(block, sample));
        var isComplete = true;
        for (int i = 0, channel = 0; i < _inputs.Length; channel += _inputs[i++].Info.ChannelCount)
        {
            var part = row.Slice(channel, _inputs[i].Info.ChannelCount);
            if (i == _grid) block[sample].CopyTo(part);
            else if (_maps[i] is not { } map || !_inputs[i].Read(map.ConvertBack(time), part)) isComplete = Miss(i, block.FirstSampleIndex + sample);
        }

        return isComplete;
    }

    /// <summary>A sample may be asked for twice, at the end of a run and at the begin of the next, but is missing once.</summary>
    private bool Miss(int input, long sample)
    {
        if (_lastMissed[input] != sample) _missing[input]++;
        _lastMissed[input] = sample;
        return false;
    }

    /// <summary>Takes the newest maps, and measures how far that moves each input against the grid.</summary>
    private void Correct(ClockMap grid, SignalBlock block)
    {
        var time = grid.Convert(block.Time);
        _uncertainties[_grid] = grid.UncertaintyOf(block.Time);
        for (var i = 0; i < _inputs.Length; i++)
        {
            if (i == _grid || _inputs[i].Map() is not { } map) continue;
            var here = map.ConvertBack(time);
            _uncertainties[i] = _uncertainties[_grid] + map.UncertaintyOf(here);
            if (_maps[i] is { } before && _gridBefore is { } gridBefore)
                _residuals[i] = Math.Max(Fading * _residuals[i], Math.Abs((before.ConvertBack(gridBefore.Convert(block.Time)) - here).Nanoseconds));
            _maps[i] = map;
        }

        _gridBefore = grid;
    }

    private void CollectMarkers(ClockMap grid, SignalBlock block)
    {
        foreach (var marker in block.Markers) _markers.Add(OnHost(marker, grid, Duration.Zero, marker.SampleIndex));
        for (var i = 0; i < _inputs.Length; i++)
        {
            if (i == _grid || _maps[i] is not { } map) continue;
            foreach (var marker in _inputs[i].TakeMarkers(map.ConvertBack(Until)))
            {
                var onGrid = (grid.ConvertBack(map.Convert(marker.Time)) - block.Time).Seconds * _inputs[_grid].Info.RateHz!.Value;
                _markers.Add(OnHost(marker, map, grid.UncertaintyOf(block.Time), block.FirstSampleIndex + Math.Max(0, (long)Math.Round(onGrid))));
            }
        }
    }

    private static Marker OnHost(Marker marker, ClockMap map, Duration further, long sample) => marker with
    {
        SampleIndex = sample,
        Time = map.Convert(marker.Time),
        TimeUncertainty = map.UncertaintyOf(marker.Time) + further + (marker.TimeUncertainty ?? Duration.Zero),
    };

    private Timestamp TimeOf(SignalBlock block, int sample) => block.Time + Duration.OfSamples(sample, _inputs[_grid].Info.RateHz!.Value);
}
