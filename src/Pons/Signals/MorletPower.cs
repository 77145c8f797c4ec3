using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pons.Signals;

/// <summary>
/// Power over time and frequency by Morlet's wavelets: oscillations of a number of cycles under a Gaussian of σ = cycles/(2πf), cut at 5 σ,
/// of mean 0, and of energy 2, so that the real part alone has energy 1. Tallon-Baudry et al., "Oscillatory γ-band (30–70 Hz) activity induced
/// by a visual search task in humans", J. Neurosci. 17, 1997, doi:10.1523/JNEUROSCI.17-02-00722.1997. Before and after the recording zeros
/// are taken, so within 5 σ of the ends power is too low. Equals MNE's <c>tfr_array_morlet(zero_mean=True)</c>. Allocates when made and
/// not when used. Holds working memory: one instance per thread.
/// </summary>
public sealed unsafe class MorletPower
{
    private const double Reach = 5;
    private readonly FourierKernel _kernel;
    private readonly double[] _responses;
    private readonly double[] _memory;
    private readonly int _planeLength;

    /// <summary>Prepares for recordings of one length.</summary>
    /// <param name="length">Number of samples, at least as many as the longest wavelet has.</param>
    /// <param name="frequenciesHz">Middle frequencies in hertz, above 0 and at most half the rate.</param>
    /// <param name="cycles">Cycles of each frequency's wavelet, above 0; more see frequency more sharply and time less. Usually 3 to 10.</param>
    /// <param name="rateHz">Sampling rate in hertz, above 0.</param>
    /// <exception cref="ArgumentException">A parameter is outside its range, or a wavelet is longer than the recording.</exception>
    public MorletPower(int length, ReadOnlySpan<double> frequenciesHz, ReadOnlySpan<double> cycles, double rateHz)
    {
        FilterEdges.RequireRate(rateHz);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        if (frequenciesHz.IsEmpty || frequenciesHz.Length != cycles.Length)
            throw new ArgumentException(
                $"{frequenciesHz.Length} frequencies with {cycles.Length} numbers of cycles. Pass at least one, and as many of each.",
                nameof(cycles));
        var wavelets = new (double[] Real, double[] Imaginary)[cycles.Length];
        for (var f = 0; f < cycles.Length; f++) wavelets[f] = Half(frequenciesHz[f], cycles[f], rateHz, length);
        (Length, FrequenciesHz) = (length, frequenciesHz.ToArray());
        var transform = new FourierTransform(FourierTransform.FastLength(length + wavelets.Max(w => w.Real.Length) - 1));
        _kernel = FourierKernel.Create(transform.Length);
        _responses = [.. wavelets.SelectMany(w => Response(w.Real, w.Imaginary, transform))];
        _planeLength = checked(_kernel.WorkLength * _kernel.GroupWidth(int.MaxValue));
        _memory = CacheLine.Allocate(6L * _planeLength);
    }

    /// <summary>Number of samples.</summary>
    public int Length { get; }

    /// <summary>The middle frequencies in hertz.</summary>
    public IReadOnlyList<double> FrequenciesHz { get; }

    /// <summary>Squared magnitude of every channel's convolution with every wavelet.</summary>
    /// <param name="samples">Values [sample × channel], of the length.</param>
    /// <param name="power">Receives the power [frequency × sample × channel], in the squared unit of the samples.</param>
    /// <param name="channelCount">Number of channels, at least 1.</param>
    /// <exception cref="ArgumentException">A span does not hold its number of values.</exception>
    public void Estimate(ReadOnlySpan<double> samples, Span<double> power, int channelCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channelCount, 1);
        BlockShape.RequireRows(samples.Length, Length, channelCount, nameof(samples));
        BlockShape.RequireRows(power.Length, checked(Length * FrequenciesHz.Count), channelCount, nameof(power));
        BlockShape.RequireApart(samples, power);
        fixed (double* x = samples, p = power)
        {
            for (int c = 0, width; c < channelCount; c += width)
            {
                width = _kernel.GroupWidth(channelCount - c);
                if (width == 8) Estimate<Lanes8, Vector512<double>>(x + c, p + c, channelCount);
                else if (width == 4) Estimate<Lanes4, Vector256<double>>(x + c, p + c, channelCount);
                else if (width == 2) Estimate<Lanes2, Vector128<double>>(x + c, p + c, channelCount);
                else Estimate<Lanes1, double>(x + c, p + c, channelCount);
            }
        }
    }

    /// <summary>One transform there, and for each wavelet one back.</summary>
    private void Estimate<TLanes, TVector>(double* samples, double* power, nint stride)
        where TLanes : ILanes<TVector>
        where TVector : unmanaged
    {
        fixed (double* memory = _memory, responses = _responses)
        {
            var start = CacheLine.Align(memory);
            ComplexPlanes data = new(start, start + _planeLength), work = new(start + 2 * _planeLength, start + 3 * _planeLength);
            ComplexPlanes spare = new(start + 4 * _planeLength, start + 5 * _planeLength);
            var (used, all) = (Length * TLanes.Count, _kernel.Length * TLanes.Count);
            ChannelGroup.Copy(samples, stride, data.Real, TLanes.Count, Length, TLanes.Count);
            new Span<double>(data.Real + used, all - used).Clear();
            new Span<double>(data.Imaginary, all).Clear();
            var spectrum = _kernel.Transform(data, work, TLanes.Count);
            var product = spectrum.Real == data.Real ? work : data;
            for (var f = 0; f < FrequenciesHz.Count; f++)
            {
                Multiply<TLanes, TVector>(spectrum, responses + (nint)f * _kernel.Length, product);
                var wave = _kernel.Transform(product.Swapped, spare.Swapped, TLanes.Count);
                Square<TLanes, TVector>(wave, power + f * Length * stride, stride);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Multiply<TLanes, TVector>(ComplexPlanes spectrum, double* response, ComplexPlanes product)
        where TLanes : ILanes<TVector>
        where TVector : unmanaged
    {
        for (nint k = 0, at = 0; k < _kernel.Length; k++, at += TLanes.Count)
        {
            var gain = TLanes.Broadcast(response[k]);
            TLanes.Store(product.Real + at, TLanes.Multiply(TLanes.Load(spectrum.Real + at), gain));
            TLanes.Store(product.Imaginary + at, TLanes.Multiply(TLanes.Load(spectrum.Imaginary + at), gain));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Square<TLanes, TVector>(ComplexPlanes wave, double* power, nint stride)
        where TLanes : ILanes<TVector>
        where TVector : unmanaged
    {
        for (nint n = 0, at = 0; n < Length; n++, at += TLanes.Count)
        {
            TVector re = TLanes.Load(wave.Real + at), im = TLanes.Load(wave.Imaginary + at);
            TLanes.Store(power + n * stride, TLanes.MultiplyAdd(re, re, TLanes.Multiply(im, im)));
        }
    }

    /// <summary>A wavelet from its middle on; before it, the real part mirrors and the imaginary part mirrors with its sign changed.</summary>
    private static (double[] Real, double[] Imaginary) Half(double frequencyHz, double cycles, double rateHz, int length)
    {
        if (!(frequencyHz > 0 && frequencyHz <= rateHz / 2))
            throw new ArgumentOutOfRangeException(
                nameof(frequencyHz),
                frequencyHz,
                $"A wavelet's frequency must lie above 0 and at most at half the rate, {rateHz / 2} Hz.");
        if (!(cycles > 0) || !double.IsFinite(cycles))
            throw new ArgumentOutOfRangeException(nameof(cycles), cycles, "A wavelet needs a number of cycles above 0.");
        var sigma = cycles / (2 * Math.PI * frequencyHz);
        var reach = Math.Ceiling(Reach * sigma * rateHz);
        if (2 * reach - 1 > length)
            throw new ArgumentException(
                $"The wavelet of {cycles} cycles at {frequencyHz} Hz has {2 * reach - 1} samples, the recording {length}. Use fewer cycles.",
                nameof(cycles));
        var (real, imaginary) = (new double[(int)reach], new double[(int)reach]);
        for (var n = 0; n < real.Length; n++)
        {
            var envelope = Math.Exp(-0.5 * (n / (sigma * rateHz)) * (n / (sigma * rateHz)));
            var (sine, cosine) = double.SinCosPi(2 * frequencyHz * n / rateHz);
            (real[n], imaginary[n]) = (envelope * (cosine - Math.Exp(-0.5 * cycles * cycles)), envelope * sine);
        }

        return (real, imaginary);
    }

    /// <summary>Spectrum, real by symmetry, of the whole wavelet about sample 0, over the length for the way back.</summary>
    private static double[] Response(double[] real, double[] imaginary, FourierTransform transform)
    {
        double[] re = new double[transform.Length], im = new double[transform.Length];
        var energy = real[0] * real[0];
        for (var n = 1; n < real.Length; n++)
        {
            (re[n], re[^n], im[n], im[^n]) = (real[n], real[n], imaginary[n], -imaginary[n]);
            energy += 2 * (real[n] * real[n] + imaginary[n] * imaginary[n]);
        }

        re[0] = real[0];
        transform.Forward(re, im, 1);
        var scale = Math.Sqrt(2 / energy) / transform.Length;
        return [.. re.Select(r => r * scale)];
    }
}
