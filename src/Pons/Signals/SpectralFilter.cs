namespace Pons.Signals;

/// <summary>Multiplies the spectra of groups of channels by one response: there, times, and back. Holds working memory.</summary>
internal sealed unsafe class SpectralFilter
{
    private readonly RealFourierKernel _kernel;
    private readonly double[] _memory;
    private readonly double[] _response;
    private readonly int _planeLength;

    /// <summary>Prepares transforms of one length and a response by bin, real and imaginary part in turn.</summary>
    public SpectralFilter(int length, double[] response)
    {
        _kernel = new(length);
        _response = response;
        _planeLength = checked(_kernel.WorkLength * _kernel.GroupWidth(int.MaxValue));
        _memory = CacheLine.Allocate(4L * _planeLength);
    }

    public int Length => _kernel.Length;

    public int GroupWidth(int channelsLeft) => _kernel.GroupWidth(channelsLeft);

    /// <summary>
    /// Filters the first <paramref name="rows"/> samples of some channels, followed by zeros, and writes all samples
    /// [sample × lane] side by side.
    /// </summary>
    public void Apply(double* samples, nint stride, int rows, double* filtered, int width)
    {
        fixed (double* memory = _memory)
        {
            var start = CacheLine.Align(memory);
            ComplexPlanes data = new(start, start + _planeLength), work = new(start + 2 * _planeLength, start + 3 * _planeLength);
            Put(samples, stride, rows, data, width);
            var spectrum = _kernel.Forward(data, work, width);
            Multiply(spectrum, width);
            var result = _kernel.Inverse(spectrum, spectrum.Real == data.Real ? work : data, width);
            var step = _kernel.RowStep * (nint)width;
            for (var first = 0; first < _kernel.RowStep; first++)
                ChannelGroup.Copy(
                    _kernel.Row(result, first, width), width, filtered + first * width, step, RowsFrom(first, Length), width);
        }
    }

    private void Put(double* samples, nint stride, int rows, ComplexPlanes data, int width)
    {
        for (var first = 0; first < _kernel.RowStep; first++)
        {
            var used = RowsFrom(first, rows);
            var to = _kernel.Row(data, first, width);
            ChannelGroup.Copy(samples + first * stride, _kernel.RowStep * stride, to, width, used, width);
            new Span<double>(to + (nint)used * width, (RowsFrom(first, Length) - used) * width).Clear();
        }
    }

    private void Multiply(ComplexPlanes spectrum, int width)
    {
        double* re = spectrum.Real, im = spectrum.Imaginary;
        for (var k = 0; k < _kernel.BinCount; k++)
        {
            var (c, s) = (_response[2 * k] * _kernel.InverseScale, _response[2 * k + 1] * _kernel.InverseScale);
            for (var lane = 0; lane < width; lane++, re++, im++)
            {
                var real = Math.FusedMultiplyAdd(*re, c, -*im * s);
                *im = Math.FusedMultiplyAdd(*re, s, *im * c);
                *re = real;
            }
        }
    }

    private int RowsFrom(int first, int rows) => Math.Max(0, (rows - first + _kernel.RowStep - 1) / _kernel.RowStep);
}
