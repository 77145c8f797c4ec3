using System.Numerics.Tensors;
using Pons.Geometry;

namespace Pons.Decoding;

/// <summary>One piece of signal that is decided on as a whole, channel-major [channel × sample]. Immutable.</summary>
public sealed class Trial
{
    private Covariance? _covariance;
    private bool _isFinite;

    /// <summary>Makes a trial over values that will not change any more.</summary>
    /// <param name="signal">Values [channel × sample], channel after channel, in the channel's unit.</param>
    /// <param name="channelCount">Number of channels, at least 1.</param>
    /// <param name="label">What was asked for, if known.</param>
    /// <param name="origin">Where it was cut from.</param>
    /// <exception cref="ArgumentException">The number of values is no multiple of the number of channels.</exception>
    public Trial(ReadOnlyMemory<double> signal, int channelCount, ClassLabel? label, TrialOrigin origin)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channelCount, 1);
        ArgumentNullException.ThrowIfNull(origin);
        if (signal.Length % channelCount != 0)
            throw new ArgumentException($"{signal.Length} values cannot be {channelCount} channels of equal length.", nameof(signal));
        Signal = signal;
        ChannelCount = channelCount;
        SampleCount = signal.Length / channelCount;
        Label = label;
        Origin = origin;
    }

    /// <summary>Values [channel × sample], channel after channel.</summary>
    public ReadOnlyMemory<double> Signal { get; }

    /// <summary>Number of channels.</summary>
    public int ChannelCount { get; }

    /// <summary>Number of samples per channel.</summary>
    public int SampleCount { get; }

    /// <summary>What was asked for; <see langword="null"/> when unknown.</summary>
    public ClassLabel? Label { get; }

    /// <summary>Where the trial was cut from.</summary>
    public TrialOrigin Origin { get; }

    /// <summary>All samples of one channel.</summary>
    public ReadOnlySpan<double> this[int channel] => Signal.Span.Slice(channel * SampleCount, SampleCount);

    /// <summary>
    /// Covariance with OAS shrinkage. Computed when it is first asked for and then kept, so that folds and decoders share it;
    /// two threads that ask at once compute the same value twice.
    /// </summary>
    /// <exception cref="GeometryException">A value is not finite, or no channel changes at all.</exception>
    internal Covariance Covariance => _covariance ??= new OasCovariance().Estimate(Signal.Span, ChannelCount);

    /// <summary>Whether every value is finite; looked at until it is once found to be so.</summary>
    internal bool IsFinite => _isFinite || (_isFinite = TensorPrimitives.IsFiniteAll(Signal.Span));

    /// <summary>The same piece of signal for somebody who must not know what was asked for; shares the covariance.</summary>
    public Trial WithoutLabel() => Label is null ? this : new(Signal, ChannelCount, null, Origin) { _covariance = _covariance, _isFinite = _isFinite };

    /// <summary>The trial seen through a transform [channel × channel]: signal W · X and covariance W · C · Wᵀ.</summary>
    internal Trial Moved(Matrix transform)
    {
        var signal = new double[Signal.Length];
        MatrixProduct.Multiply(transform.Values, Signal.Span, signal, ChannelCount);
        var covariance = Covariance;
        return new(signal, ChannelCount, Label, Origin)
        {
            _covariance = new(MatrixProduct.Congruence(transform, covariance.Matrix), SignalBasis.Full(ChannelCount), covariance.Shrinkage),
        };
    }
}
