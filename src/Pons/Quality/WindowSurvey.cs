using System.Collections.Immutable;
using Pons.Formats;
using Pons.Signals;
using Pons.Streams;

namespace Pons.Quality;

/// <summary>Spectra and electrical distances in windows that lie evenly over the stream.</summary>
internal sealed class WindowSurvey
{
    private const int MostWindows = 60;
    private const double WindowSeconds = 2;
    private static readonly double[] Mainses = [50, 60];

    private readonly RecordedStream _stream;
    private readonly double[] _density;
    private readonly List<double[]> _distances = [];
    private readonly int[] _electrodes;
    private IReadOnlyList<double> _frequenciesHz = [];

    private WindowSurvey(RecordedStream stream, int binCount)
    {
        _stream = stream;
        _density = new double[binCount * stream.Info.ChannelCount];
        _electrodes = [.. Enumerable.Range(0, stream.Info.ChannelCount).Where(i => stream.Info.Channels[i].Kind == ChannelKind.Eeg)];
    }

    public static WindowSurvey Of(RecordedStream stream, CancellationToken cancellation)
    {
        var length = (int)Math.Min(1 << 20, Math.Round((stream.Info.RateHz ?? 0) * WindowSeconds));
        if (length < 16) return new(stream, 0);
        var welch = new WelchSpectrum(Window.Hann(length), 0, stream.Info.RateHz!.Value);
        var survey = new WindowSurvey(stream, welch.BinCount) { _frequenciesHz = welch.FrequenciesHz };
        foreach (var first in Places(stream, length))
        {
            cancellation.ThrowIfCancellationRequested();
            survey.Add(welch, first, length);
        }

        return survey;
    }

    /// <summary>Power within 1 Hz of 50 or 60 Hz over the power 2 to 5 Hz beside it.</summary>
    public (double Hz, double? Decibels) Mains(int channel)
    {
        var ratios = Mainses.Select(hz => (Hz: hz, Decibels: Ratio(channel, hz))).ToList();
        return ratios.MaxBy(r => r.Decibels ?? double.NegativeInfinity);
    }

    public ImmutableArray<BridgedPair> BridgedPairs()
    {
        if (_distances.Count == 0) return [];
        var all = _distances.SelectMany(d => d).Order().ToArray();
        var median = all[all.Length / 2];
        if (!(median > 0)) return [];
        var pairs = ImmutableArray.CreateBuilder<BridgedPair>();
        var pair = 0;
        for (var i = 0; i < _electrodes.Length; i++)
            for (var j = i + 1; j < _electrodes.Length; j++, pair++)
            {
                var share = _distances.Count(d => d[pair] * 100 / median < QualityLimits.BridgeDistance) / (double)_distances.Count;
                if (share > QualityLimits.BridgedShare) pairs.Add(new(Label(i), Label(j), share));
            }

        return pairs.ToImmutable();
    }

    private string Label(int electrode) => _stream.Info.Channels[_electrodes[electrode]].Label;

    private static IEnumerable<long> Places(RecordedStream stream, int length)
    {
        var room = stream.Segments.Sum(s => s.SampleCount / length);
        var step = Math.Max(1, room / MostWindows);
        var number = 0L;
        foreach (var segment in stream.Segments)
            for (var first = segment.FirstSampleIndex; first + length <= segment.EndSampleIndex; first += length, number++)
                if (number % step == 0) yield return first;
    }

    private void Add(WelchSpectrum welch, long first, int length)
    {
        var width = _stream.Info.ChannelCount;
        var rows = new double[length * width];
        _stream.Read(first, rows);
        for (var i = 0; i < rows.Length; i++)
            if (!double.IsFinite(rows[i])) rows[i] = 0;
        var density = new double[_density.Length];
        welch.Estimate(rows, density, width);
        System.Numerics.Tensors.TensorPrimitives.Add(_density, density, _density);
        if (_electrodes.Length > 1) _distances.Add(Distances(rows, width, length));
    }

    /// <summary>Variance of the difference of every pair of electrodes.</summary>
    private double[] Distances(double[] rows, int width, int length)
    {
        var columns = _electrodes.Select(e => Centred(rows, e, width, length)).ToArray();
        var distances = new double[columns.Length * (columns.Length - 1) / 2];
        var pair = 0;
        for (var i = 0; i < columns.Length; i++)
            for (var j = i + 1; j < columns.Length; j++)
            {
                var distance = System.Numerics.Tensors.TensorPrimitives.Distance<double>(columns[i], columns[j]);
                distances[pair++] = distance * distance / length;
            }

        return distances;
    }

    private static double[] Centred(double[] rows, int channel, int width, int length)
    {
        var column = new double[length];
        for (var i = 0; i < length; i++) column[i] = rows[i * width + channel];
        System.Numerics.Tensors.TensorPrimitives.Subtract(column, System.Numerics.Tensors.TensorPrimitives.Average<double>(column), column);
        return column;
    }

    private double? Ratio(int channel, double hz)
    {
        if (_frequenciesHz.Count == 0 || _frequenciesHz[^1] < hz + 5) return null;
        var (line, beside) = (Mean(channel, f => Math.Abs(f - hz) <= 1), Mean(channel, f => Math.Abs(f - hz) is >= 2 and <= 5));
        return beside > 0 && line > 0 ? 10 * Math.Log10(line / beside) : null;
    }

    private double Mean(int channel, Func<double, bool> chosen)
    {
        var width = _stream.Info.ChannelCount;
        var bins = Enumerable.Range(0, _frequenciesHz.Count).Where(k => chosen(_frequenciesHz[k])).ToList();
        return bins.Count == 0 ? 0 : bins.Average(k => _density[k * width + channel]);
    }
}
