using System.Numerics.Tensors;

namespace Pons.Simulation;

/// <summary>
/// What each electrode and the amplifier add: slow drift, contact noise with a 1/f spectrum, white noise. The reference has the
/// same faults and, being subtracted, gives them to every channel.
/// </summary>
internal sealed class SensorNoise
{
    private const double DriftCornerHz = 0.02;

    private readonly RandomStream _stream;
    private readonly int _count;
    private readonly PoleBank _contact;
    private readonly double[] _white, _contactWhite, _driftWhite, _contactValue, _drift1, _drift2, _quality;
    private readonly CascadedNoise.Design _driftDesign;
    private readonly double _amplifier, _contactMicrovolts, _driftMicrovolts;
    private readonly long _settled;

    public SensorNoise(VirtualSubject subject, int channelCount, RandomStream stream, double rateHz)
    {
        _count = channelCount + 1;
        _stream = stream.Derive("noise");
        (_white, _contactWhite, _driftWhite, _contactValue, _drift1, _drift2) =
            (new double[_count], new double[_count], new double[_count], new double[_count], new double[_count], new double[_count]);
        // The white noise is stated for 100 Hz; the amplifier passes half the rate.
        _amplifier = subject.AmplifierNoiseMicrovolts * Math.Sqrt(rateHz / 200);
        (_contactMicrovolts, _driftMicrovolts) = (subject.ElectrodeNoiseMicrovolts, subject.DriftMicrovolts);
        var qualities = stream.Derive("electrodes");
        // The reference is a good electrode, and two of them are averaged.
        _quality = [.. Enumerable.Range(0, channelCount).Select(c => Math.Exp(0.35 * Math.Clamp(qualities.Normal(c), -2.5, 2.5))), 0.5];
        _contact = new(_count, 1, 0.3, Math.Min(60, 0.4 * rateHz), rateHz);
        _contact.Scale(1, 0.3, Math.Min(60, 0.4 * rateHz));
        _settled = _contact.SettlingSamples;
        _driftDesign = new(DriftCornerHz, rateHz);
        var starts = stream.Derive("start");
        for (var c = 0; c < _count; c++) (_drift1[c], _drift2[c]) = _driftDesign.Start(starts.Normal(2 * c), starts.Normal(2 * c + 1));
        for (var sample = -_settled; sample < 0; sample++) AdvanceStates(sample);
    }

    /// <summary>Adds the noise of one sample to the channels, in µV.</summary>
    public void AddTo(long sample, Span<double> channels)
    {
        AdvanceStates(sample);
        var reference = At(_count - 1);
        for (var c = 0; c < channels.Length; c++) channels[c] += At(c) - reference;
    }

    private void AdvanceStates(long sample)
    {
        var address = (sample + _settled) * 3 * _count;
        _stream.FillNormals(address, _white);
        _stream.FillNormals(address + _count, _contactWhite);
        _stream.FillNormals(address + 2 * _count, _driftWhite);
        _contact.Advance(_contactWhite, _contactValue);
        TensorPrimitives.Multiply(_drift1, _driftDesign.Decay, _drift1);
        TensorPrimitives.Add(_drift1, _driftWhite, _drift1);
        TensorPrimitives.Multiply(_drift2, _driftDesign.Decay, _drift2);
        TensorPrimitives.Multiply(_drift1, _driftDesign.Gain, _driftWhite);
        TensorPrimitives.Add(_drift2, _driftWhite, _drift2);
    }

    private double At(int c) =>
        _amplifier * _white[c] + _quality[c] * (_contactMicrovolts * _contactValue[c] + _driftMicrovolts * _drift2[c]);
}
