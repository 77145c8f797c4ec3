using System.Runtime.Intrinsics;

namespace Pons.Signals;

/// <summary>
/// y[m] = Σ h[m·down − k·up] x[k] over a stream: each output as soon as its last input is there. Every output is one sum in
/// one order, so the cutting of the stream cannot matter. Vaidyanathan, "Multirate digital filters, filter banks, polyphase
/// networks, and applications", Proc. IEEE 78, 1990, doi:10.1109/5.52200.
/// </summary>
internal sealed unsafe class PolyphaseStream
{
    private const int LeastRows = 256;
    private readonly double[][] _phases;
    private readonly double[] _history;
    private readonly int _up;
    private readonly int _down;
    private readonly int _channelCount;
    private readonly int _reach;
    private readonly int _widest;

    /// <summary>Rows in the history: the last <see cref="_reach"/> − 1 or more inputs.</summary>
    private int _rows;

    /// <summary>How far the next output lies after the next input, in steps of 1/up input samples.</summary>
    private long _ahead;

    public PolyphaseStream(ReadOnlySpan<double> taps, ResamplingRatio ratio, int channelCount, int widestLanes)
    {
        (_up, _down, _channelCount, _widest) = (ratio.Up, ratio.Down, channelCount, widestLanes);
        _reach = (taps.Length + _up - 1) / _up;
        _phases = new double[_up][];
        for (var phase = 0; phase < _up; phase++)
        {
            // Oldest input first, as the rows lie.
            var weights = _phases[phase] = new double[_reach];
            for (var j = 0; j < _reach; j++) weights[_reach - 1 - j] = j * _up + phase < taps.Length ? taps[j * _up + phase] : 0;
        }

        _history = CacheLine.Allocate(checked((long)(_reach - 1 + Math.Max(LeastRows, _reach)) * channelCount));
        Reset(0);
    }

    private int Capacity => _reach - 1 + Math.Max(LeastRows, _reach);

    /// <summary>Forgets the stream; the first output will lie so many steps of 1/up input samples after the first input.</summary>
    public void Reset(int firstOutput)
    {
        Array.Clear(_history);
        _rows = _reach - 1;
        _ahead = firstOutput;
    }

    /// <summary>How many outputs the next <paramref name="inputCount"/> inputs will give.</summary>
    public int OutputCount(int inputCount)
    {
        var span = (long)inputCount * _up - _ahead;
        return span <= 0 ? 0 : checked((int)((span + _down - 1) / _down));
    }

    public void Process<T>(T* input, T* output, int inputCount)
        where T : unmanaged
    {
        fixed (double* unaligned = _history)
        {
            var history = CacheLine.Align(unaligned);
            for (; inputCount > 0; inputCount--, input += _channelCount)
            {
                if (_rows == Capacity) DropOldRows(history);
                Append(input, history + (nint)_rows * _channelCount);
                _rows++;
                for (; _ahead < _up; _ahead += _down, output += _channelCount)
                    Sum(history + (nint)(_rows - _reach) * _channelCount, _phases[_ahead], output);
                _ahead -= _up;
            }
        }
    }

    private void DropOldRows(double* history)
    {
        var kept = (_reach - 1) * (nint)_channelCount;
        new Span<double>(history + (nint)_rows * _channelCount - kept, (int)kept).CopyTo(new(history, (int)kept));
        _rows = _reach - 1;
    }

    private void Append<T>(T* input, double* row)
        where T : unmanaged
    {
        for (var c = 0; c < _channelCount; c++) row[c] = Lanes1.Load(input + c);
    }

    private void Sum<T>(double* rows, double[] weights, T* output)
        where T : unmanaged
    {
        fixed (double* w = weights)
        {
            var c = 0;
            for (; _widest >= 8 && c + 32 <= _channelCount; c += 32) SumFour<Lanes8, Vector512<double>, T>(rows + c, w, output + c);
            for (; _widest >= 8 && c + 8 <= _channelCount; c += 8) SumOne<Lanes8, Vector512<double>, T>(rows + c, w, output + c);
            for (; _widest >= 4 && c + 16 <= _channelCount; c += 16) SumFour<Lanes4, Vector256<double>, T>(rows + c, w, output + c);
            for (; _widest >= 4 && c + 4 <= _channelCount; c += 4) SumOne<Lanes4, Vector256<double>, T>(rows + c, w, output + c);
            for (; _widest >= 2 && c + 2 <= _channelCount; c += 2) SumOne<Lanes2, Vector128<double>, T>(rows + c, w, output + c);
            for (; c < _channelCount; c++) SumOne<Lanes1, double, T>(rows + c, w, output + c);
        }
    }

    private void SumOne<TLanes, TVector, T>(double* row, double* weights, T* output)
        where TLanes : ILanes<TVector>
        where TVector : unmanaged
        where T : unmanaged
    {
        var sum = TLanes.Broadcast(0);
        for (var k = 0; k < _reach; k++, row += _channelCount)
            sum = TLanes.MultiplyAdd(TLanes.Broadcast(weights[k]), TLanes.Load(row), sum);
        TLanes.Store(output, sum);
    }

    /// <summary>Four vectors of channels at once, so that the additions of one need not wait for each other.</summary>
    private void SumFour<TLanes, TVector, T>(double* row, double* weights, T* output)
        where TLanes : ILanes<TVector>
        where TVector : unmanaged
        where T : unmanaged
    {
        TVector s0 = TLanes.Broadcast(0), s1 = s0, s2 = s0, s3 = s0;
        for (var k = 0; k < _reach; k++, row += _channelCount)
        {
            var w = TLanes.Broadcast(weights[k]);
            s0 = TLanes.MultiplyAdd(w, TLanes.Load(row), s0);
            s1 = TLanes.MultiplyAdd(w, TLanes.Load(row + TLanes.Count), s1);
            s2 = TLanes.MultiplyAdd(w, TLanes.Load(row + 2 * TLanes.Count), s2);
            s3 = TLanes.MultiplyAdd(w, TLanes.Load(row + 3 * TLanes.Count), s3);
        }

        TLanes.Store(output, s0);
        TLanes.Store(output + TLanes.Count, s1);
        TLanes.Store(output + 2 * TLanes.Count, s2);
        TLanes.Store(output + 3 * TLanes.Count, s3);
    }
}
