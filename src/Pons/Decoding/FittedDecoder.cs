using System.Collections.Immutable;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Pons.Geometry;
using Pons.Streams;

namespace Pons.Decoding;

/// <summary>A decoder that has learnt. Immutable; any number of threads may ask it at once.</summary>
public abstract class FittedDecoder
{
    private string? _contentHash;

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

    /// <summary>SHA-256 of everything that decides what it predicts, as 64 hexadecimal digits; names the model in every decision.</summary>
    public string ContentHash => _contentHash ??= ModelFile.HashOf(ToContent());

    /// <summary>Decides on one piece of signal.</summary>
    /// <param name="signal">Values [channel × sample], channel after channel; the channels of <see cref="Stream"/>.</param>
    /// <param name="sampleCount">Samples per channel; may differ from <see cref="SampleCount"/> for decoders by covariance.</param>
    /// <exception cref="DecodingException">The signal has another number of channels, or values that are not finite.</exception>
    public Prediction Predict(ReadOnlySpan<double> signal, int sampleCount)
    {
        RequireUsable(signal, sampleCount, TensorPrimitives.IsFiniteAll(signal));
        try
        {
            return ToPrediction(Probabilities(signal, sampleCount));
        }
        catch (GeometryException fault)
        {
            throw Undecidable(fault);
        }
    }

    /// <summary>Decides on one trial.</summary>
    /// <exception cref="DecodingException">The trial has another number of channels, or values that are not finite.</exception>
    public Prediction Predict(Trial trial)
    {
        RequireUsable(trial.Signal.Span, trial.SampleCount, trial.IsFinite);
        try
        {
            return ToPrediction(Probabilities(trial));
        }
        catch (GeometryException fault)
        {
            throw Undecidable(fault);
        }
    }

    /// <summary>Takes it apart into what a model file keeps.</summary>
    public ModelContent ToContent() => new(Decoder.Name, Decoder.Parameters, Stream, SampleCount, Classes, LearntArrays());

    /// <summary>What it has learnt, in an order that never changes.</summary>
    protected abstract ImmutableArray<ModelArray> LearntArrays();

    /// <summary>One probability a class for a signal that has been checked; they sum to 1.</summary>
    /// <param name="signal">Finite values [channel × sample] of the right channels.</param>
    /// <param name="sampleCount">Samples per channel, at least 2.</param>
    protected abstract double[] Probabilities(ReadOnlySpan<double> signal, int sampleCount);

    /// <summary>The same for a trial, which may know its covariance already. Equal to the other bit for bit.</summary>
    protected virtual double[] Probabilities(Trial trial) => Probabilities(trial.Signal.Span, trial.SampleCount);

    private static DecodingException Undecidable(GeometryException fault) =>
        new($"No decision: {fault.What}", fault.Why, fault.Remedy, fault);

    private Prediction ToPrediction(double[] probabilities) => new(Classes, ImmutableCollectionsMarshal.AsImmutableArray(probabilities));

    private void RequireUsable(ReadOnlySpan<double> signal, int sampleCount, bool isFinite)
    {
        if (sampleCount < 2 || signal.Length != (long)sampleCount * Stream.ChannelCount)
            throw new DecodingException(
                $"A signal of {signal.Length} values at {sampleCount} a channel was given to a decoder of {Stream.ChannelCount} channels.",
                "Every channel has its own weight, so a wrong number of them would give a wrong decision.",
                "Give it the channels that it was trained on, or train a decoder for these.");
        if (!isFinite)
            throw new DecodingException(
                "The signal has a value that is not finite.", "No probability follows from it.",
                "Leave the trial out, or mend the recording: a missing sample is a gap, not a value.");
    }
}
