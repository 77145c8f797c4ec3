using System.Buffers;
using Pons.Geometry;

namespace Pons.Decoding.Riemann;

/// <summary>A signal beside delayed copies of itself (Takens' embedding): covariance over channels and time together.</summary>
/// <param name="Order">Copies, the undelayed one included; at least 1.</param>
/// <param name="LagSamples">From one copy to the next; at least 1.</param>
internal readonly record struct DelayEmbedding(int Order, int LagSamples)
{
    /// <summary>The embedding with a lag in seconds, at least one sample.</summary>
    /// <exception cref="DecodingException">The stream has no rate.</exception>
    public static DelayEmbedding Of(int order, double lagSeconds, double? rateHz, string decoder) => new(
        order,
        rateHz is { } rate
            ? Math.Max(1, (int)Math.Round(lagSeconds * rate))
            : throw new DecodingException(
                $"{decoder} was given a stream without a rate.", "A lag in seconds is a number of samples only at a known rate.",
                "Resample the stream, or say its rate."));

    /// <summary>Covariance with OAS shrinkage [order · channels × order · channels]; copy by copy, the earliest first.</summary>
    /// <param name="signal">[channel × sample].</param>
    /// <param name="channelCount">Number of channels.</param>
    /// <exception cref="DecodingException">The signal is too short.</exception>
    public Covariance Covariance(ReadOnlySpan<double> signal, int channelCount)
    {
        var samples = signal.Length / channelCount;
        var length = samples - (Order - 1) * LagSamples;
        if (length < 2)
            throw new DecodingException(
                $"A signal of {samples} samples does not hold {Order} copies at a lag of {LagSamples} samples.",
                "No covariance follows from what is left.", "Use longer trials, a lower order or a shorter lag.");
        var rented = ArrayPool<double>.Shared.Rent(Order * channelCount * length);
        try
        {
            for (var copy = 0; copy < Order; copy++)
                for (var c = 0; c < channelCount; c++)
                    signal.Slice(c * samples + copy * LagSamples, length).CopyTo(rented.AsSpan((copy * channelCount + c) * length));
            return new OasCovariance().Estimate(rented.AsSpan(0, Order * channelCount * length), Order * channelCount);
        }
        finally
        {
            ArrayPool<double>.Shared.Return(rented);
        }
    }
}
