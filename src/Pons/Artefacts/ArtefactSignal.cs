using System.Numerics.Tensors;
using Pons.Geometry;

namespace Pons.Artefacts;

/// <summary>Checks and prepares a signal [channel × sample].</summary>
internal static class ArtefactSignal
{
    /// <summary>The signal about the mean of each channel, and the means.</summary>
    public static (Matrix Centred, double[] Means) Centred(ReadOnlySpan<double> signal, int channelCount, int leastSamples)
    {
        if (channelCount < 1 || signal.Length % channelCount != 0 || signal.Length / channelCount < leastSamples)
            throw new ArtefactException(
                $"A signal of {signal.Length} values was given as {channelCount} channels.",
                $"At least {leastSamples} samples of each channel are needed to learn from.", "Give a longer stretch of all channels.");
        if (!TensorPrimitives.IsFiniteAll(signal))
            throw new ArtefactException(
                "The signal has a value that is not finite.", "Nothing can be learnt from it.",
                "Leave the stretch out: a missing sample is a gap, not a value.");
        var centred = new Matrix(channelCount, signal.Length / channelCount, signal.ToArray());
        var means = new double[channelCount];
        for (var c = 0; c < channelCount; c++)
        {
            means[c] = TensorPrimitives.Sum<double>(centred.Row(c)) / centred.Columns;
            TensorPrimitives.Subtract(centred.Row(c), means[c], centred.Row(c));
        }

        return (centred, means);
    }
}
