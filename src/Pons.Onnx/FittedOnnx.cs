using System.Buffers;
using System.Collections.Immutable;
using System.Numerics.Tensors;
using Pons.Decoding;
using Pons.Streams;

namespace Pons.Onnx;

/// <summary>An external model for trials of one stream.</summary>
internal sealed class FittedOnnx : FittedDecoder
{
    private const double SumTolerance = 1e-3;

    private readonly OnnxModel _model;
    private readonly OnnxShape _shape;
    private readonly int[] _places;
    private readonly OnnxScores _scores;

    public FittedOnnx(OnnxDecoder decoder, OnnxModel model, OnnxShape shape, StreamInfo stream, ImmutableArray<ClassLabel> outputs)
        : base(decoder, stream, (int)shape.Lengths[^1], [.. outputs.Order()])
    {
        (_model, _shape, _scores) = (model, shape, decoder.Scores);
        _places = [.. Classes.Select(c => outputs.IndexOf(c))];
    }

    protected override ImmutableArray<ModelArray> LearntArrays() =>
    [
        PackedBytes.Pack(OnnxDecoder.ModelArrayName, _model.Bytes.Span),
        ModelArray.Of(OnnxDecoder.ByteCountArrayName, [_model.Bytes.Length]),
        ModelArray.Of(OnnxDecoder.OutputsArrayName, [.. _places.Select(p => (double)p)], _places.Length),
    ];

    protected override double[] Probabilities(ReadOnlySpan<double> signal, int sampleCount)
    {
        if (sampleCount != SampleCount)
            throw new DecodingException(
                $"A trial of {sampleCount} samples was given to '{_model.Name}', which takes {_model.Input}.",
                $"It is used for trials of {SampleCount} samples.",
                $"Cut trials of {SampleCount} samples.");
        var values = ArrayPool<float>.Shared.Rent(signal.Length);
        try
        {
            var input = values.AsSpan(0, signal.Length);
            TensorPrimitives.ConvertTruncating(signal, input);
            var (output, shape) = _model.Run(input, _shape.Lengths);
            return ToProbabilities(output, shape);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(values);
        }
    }

    private double[] ToProbabilities(float[] output, long[] shape)
    {
        if (output.Length != _places.Length || shape.Length != 2)
            throw new DecodingException(
                $"'{_model.Name}' gave {OnnxTensor.Text(shape)} for {_places.Length} classes.", "Each number of the output belongs to one class.",
                "Name the classes in the order of the output, which is [1 × class].");
        if (!TensorPrimitives.IsFiniteAll<float>(output))
            throw new DecodingException(
                $"'{_model.Name}' gave [{string.Join(", ", output)}].", "No probability follows from a value that is not finite.",
                "Check the unit and the size of the signal that the model was trained on; its weights may be damaged.");
        var values = new double[_places.Length];
        for (var i = 0; i < values.Length; i++) values[i] = output[_places[i]];
        return _scores == OnnxScores.Logits ? Softened(values) : Scaled(values);
    }

    /// <summary>Softmax: exp(score) over their sum.</summary>
    private static double[] Softened(double[] scores)
    {
        var result = new double[scores.Length];
        TensorPrimitives.SoftMax<double>(scores, result);
        return result;
    }

    /// <summary>Probabilities in float32 sum to one nearly; these do exactly.</summary>
    private double[] Scaled(double[] values)
    {
        var sum = values.Sum();
        if (Math.Abs(sum - 1) > SumTolerance || values.Any(v => v is < -SumTolerance or > 1 + SumTolerance))
            throw new DecodingException(
                $"'{_model.Name}' gave [{string.Join(", ", values)}], of sum {sum}, as probabilities.",
                "Probabilities lie within [0, 1] and sum to one.",
                $"State that its output is {nameof(OnnxScores.Logits)}, or export the model with softmax at its end.");
        for (var i = 0; i < values.Length; i++) values[i] = Math.Max(0, values[i]);
        sum = values.Sum();
        for (var i = 0; i < values.Length; i++) values[i] /= sum;
        return values;
    }
}
