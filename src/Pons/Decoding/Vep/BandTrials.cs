namespace Pons.Decoding.Vep;

/// <summary>The training trials of one sub-band.</summary>
/// <param name="ByClass">Signals [channel × sample] of each class.</param>
/// <param name="ChannelCount">Channels of a signal.</param>
/// <param name="SampleCount">Samples of a channel.</param>
/// <param name="FrequenciesHz">Stimulus frequency of each class.</param>
/// <param name="RateHz">Samples per second.</param>
internal sealed record BandTrials(double[][][] ByClass, int ChannelCount, int SampleCount, double[] FrequenciesHz, double RateHz)
{
    /// <summary>Mean signal [class][channel × sample].</summary>
    public double[][] Means() => [.. ByClass.Select(Mean)];

    private static double[] Mean(double[][] signals)
    {
        var mean = new double[signals[0].Length];
        foreach (var signal in signals)
            System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(signal, 1.0 / signals.Length, mean, mean);
        return mean;
    }
}
