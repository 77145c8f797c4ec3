using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Decoding;

/// <summary>A decoder that has learnt. Immutable; any number of threads may ask it at once.</summary>
public abstract class FittedDecoder
{
    /// <summary>Sets what every fitted decoder knows.</summary>
    protected FittedDecoder(Decoder decoder, StreamInfo stream, int sampleCount, ImmutableArray<ClassLabel> classes)
    {
        Decoder = decoder;
        Stream = stream;
        SampleCount = sampleCount;
        Classes = classes;
    }

    /// <summary>The hyper-parameters that it was fitted with.</summary>
    public Decoder Decoder { get; }

    /// <summary>The stream that it was fitted on: channels and rate that it expects.</summary>
    public StreamInfo Stream { get; }

    /// <summary>Length of the trials that it was fitted on, in samples.</summary>
    public int SampleCount { get; }

    /// <summary>The classes it chooses between, in ordinal order.</summary>
    public ImmutableArray<ClassLabel> Classes { get; }

    /// <summary>Decides on one piece of signal.</summary>
    /// <param name="signal">Values [channel × sample], channel after channel; the channels of <see cref="Stream"/>.</param>
    /// <param name="sampleCount">Samples per channel; may differ from <see cref="SampleCount"/> for decoders by covariance.</param>
    /// <exception cref="DecodingException">The signal has another number of channels, or values that are not finite.</exception>
    public abstract Prediction Predict(ReadOnlySpan<double> signal, int sampleCount);

    /// <summary>Decides on one trial.</summary>
    /// <exception cref="DecodingException">The trial has another number of channels, or values that are not finite.</exception>
    public Prediction Predict(Trial trial) => Predict(trial.Signal.Span, trial.SampleCount);
}
