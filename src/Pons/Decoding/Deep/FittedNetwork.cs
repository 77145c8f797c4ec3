using System.Collections.Immutable;
using Pons.Decoding.Deep.Layers;
using Pons.Streams;

namespace Pons.Decoding.Deep;

/// <summary>A trained network.</summary>
internal sealed class FittedNetwork(
    NetworkDecoder decoder,
    StreamInfo stream,
    int sampleCount,
    ImmutableArray<ClassLabel> classes,
    ChannelScaling scaling,
    Network<float> network)
    : FittedDecoder(decoder, stream, sampleCount, classes)
{
    internal static string NameOf(Parameter<float> parameter, int place) => $"{parameter.Name}-{place}";

    protected override ImmutableArray<ModelArray> LearntArrays() =>
    [
        ModelArray.Of("center", scaling.Centre, scaling.Centre.Length),
        ModelArray.Of("deviation", scaling.Deviation, scaling.Deviation.Length),
        .. network.State.Select((p, i) => new ModelArray(NameOf(p, i), [.. p.Shape], [.. p.Values.Select(v => (double)v)])),
    ];

    protected override double[] Probabilities(ReadOnlySpan<double> signal, int sampleCount)
    {
        if (sampleCount != SampleCount)
            throw new DecodingException(
                $"A trial of {sampleCount} samples was given to {Decoder.Name}.", $"Its last layer has weights for {SampleCount}.",
                $"Cut trials of {SampleCount} samples, or train again.");
        if (!signal.ContainsAnyExcept(0.0))
            throw new DecodingException("The signal is zero throughout.", "No decision follows from it.", "Check the electrodes and the recording.");
        var scores = network.Forward(new(1, Stream.ChannelCount, sampleCount, scaling.Apply(signal)), training: false);
        return Softmax.Of([.. scores.Values.Select(v => (double)v)]);
    }
}
