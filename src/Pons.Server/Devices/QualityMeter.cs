using Pons.Formats;
using Pons.Quality;
using Pons.Streams;

namespace Pons.Server.Devices;

/// <summary>
/// Measures the signal of every channel over a second, again and again: movement, ends of the scale, mains. The mains are measured with
/// Goertzel's recursion (Goertzel 1958, doi 10.2307/2310304) at 50 and 60 Hz. Where a device sends more than
/// <see cref="ValuesPerSecond"/> values a second, it rests between two measurements, so that it never costs more than that. Belongs to the
/// thread that reads the device; only <see cref="Latest"/> may be read by others.
/// </summary>
internal sealed class QualityMeter
{
    /// <summary>Values that are measured a second at most.</summary>
    public const double ValuesPerSecond = 1_000_000;

    private const double SaturatedShare = 0.02;
    private const int RunAtTheEnd = 3;
    private const double MainsLimit = 0.5;
    private const double LargeMicrovolts = 200;
    private static readonly double[] Mains = [50, 60];
    private readonly StreamInfo _stream;
    private readonly int _length;
    private readonly long _rest;
    private readonly double[] _coefficients;
    private readonly Running[] _channels;
    private ChannelCondition[]? _latest;
    private int _taken;
    private long _resting;

    public QualityMeter(StreamInfo stream)
    {
        var rate = stream.RateHz ?? 0;
        _stream = stream;
        _length = (int)Math.Round(rate);
        _rest = (long)(_length * Math.Max(0, rate * stream.ChannelCount / ValuesPerSecond - 1));
        _coefficients = [.. Mains.Where(hz => rate > 2.2 * hz).Select(hz => 2 * Math.Cos(2 * Math.PI * hz / rate))];
        _channels = [.. Enumerable.Range(0, stream.ChannelCount).Select(_ => new Running())];
    }

    /// <summary>The conditions of the last whole second, in the order of the channels; <see langword="null"/> before the first.</summary>
    public ChannelCondition[]? Latest => Volatile.Read(ref _latest);

    /// <summary>Samples are missing: what was measured so far of this second does not count.</summary>
    public void Restart() => _taken = 0;

    /// <summary>Takes samples [sample × channel].</summary>
    public void Take(ReadOnlySpan<float> samples)
    {
        if (_length < 2) return;
        var width = _channels.Length;
        while (!samples.IsEmpty)
        {
            var there = samples.Length / width;
            if (_resting > 0)
            {
                var skipped = (int)Math.Min(there, _resting);
                _resting -= skipped;
                samples = samples[(skipped * width)..];
                continue;
            }

            var count = Math.Min(there, _length - _taken);
            Measure(samples[..(count * width)]);
            samples = samples[(count * width)..];
            if (_taken == _length) Conclude();
        }
    }

    private void Measure(ReadOnlySpan<float> samples)
    {
        for (var c = 0; c < _channels.Length; c++)
        {
            ref var channel = ref _channels[c];
            if (_taken == 0) channel = new() { Offset = samples[c], Low = double.PositiveInfinity, High = double.NegativeInfinity };
            for (var i = c; i < samples.Length; i += _channels.Length) channel.Add(samples[i], _coefficients);
        }

        _taken += samples.Length / _channels.Length;
    }

    private void Conclude()
    {
        var conditions = new ChannelCondition[_channels.Length];
        for (var c = 0; c < conditions.Length; c++) conditions[c] = Judge(_channels[c], _stream.Channels[c]);
        Volatile.Write(ref _latest, conditions);
        (_taken, _resting) = (0, _rest);
    }

    private ChannelCondition Judge(Running channel, Channel info)
    {
        var mean = channel.Sum / _length;
        var variance = Math.Max(0, channel.Squares / _length - mean * mean);
        var span = channel.High - channel.Low;
        double? mains = _coefficients.Length == 0 ? null : variance <= 0 ? 0 : Math.Min(1, MainsPower(channel) / variance);
        var isVoltage = info.Unit == ChannelUnit.Microvolt;
        var verdict = channel.NotFinite > 0 ? ChannelVerdict.NotFinite
            : info.Kind == ChannelKind.Trigger ? ChannelVerdict.Good
            : span <= (isVoltage ? QualityLimits.FlatMicrovolts : 0) ? ChannelVerdict.Flat
            : (double)(channel.AtLow + channel.AtHigh) / _length > SaturatedShare ? ChannelVerdict.Saturated
            : mains > MainsLimit ? ChannelVerdict.Mains
            : isVoltage && info.Kind == ChannelKind.Eeg && variance > LargeMicrovolts * LargeMicrovolts ? ChannelVerdict.Large
            : ChannelVerdict.Good;
        return new(verdict, double.IsFinite(variance) ? Math.Sqrt(variance) : 0, double.IsFinite(span) ? span : 0, mains);
    }

    /// <summary>Power of a sine is half of its squared amplitude; the recursion gives (amplitude · length / 2)².</summary>
    private double MainsPower(Running channel)
    {
        var most = 0.0;
        for (var k = 0; k < _coefficients.Length; k++)
        {
            var (s1, s2) = k == 0 ? (channel.S1, channel.S2) : (channel.T1, channel.T2);
            most = Math.Max(most, 2 * (s1 * s1 + s2 * s2 - _coefficients[k] * s1 * s2) / ((double)_length * _length));
        }

        return most;
    }

    /// <summary>What is summed up of one channel within a second.</summary>
    private struct Running
    {
        public double Offset, Sum, Squares, Low, High, S1, S2, T1, T2;
        public long AtLow, AtHigh, NotFinite;
        private float _last;
        private int _run;

        public void Add(float sample, double[] coefficients)
        {
            if (!float.IsFinite(sample))
            {
                NotFinite++;
                return;
            }

            var value = sample - (double.IsFinite(Offset) ? Offset : 0);
            Sum += value;
            Squares += value * value;
            CountEnds(sample);
            if (coefficients.Length > 0) (S2, S1) = (S1, value + coefficients[0] * S1 - S2);
            if (coefficients.Length > 1) (T2, T1) = (T1, value + coefficients[1] * T1 - T2);
        }

        /// <summary>Counts samples that stand at the lowest or highest value so far three times in a row or more.</summary>
        private void CountEnds(float sample)
        {
            _run = sample == _last ? _run + 1 : 1;
            _last = sample;
            if (sample < Low) (Low, AtLow) = (sample, 0);
            if (sample > High) (High, AtHigh) = (sample, 0);
            if (_run < RunAtTheEnd) return;
            var added = _run == RunAtTheEnd ? RunAtTheEnd : 1;
            if (sample == Low) AtLow += added;
            if (sample == High) AtHigh += added;
        }
    }
}
