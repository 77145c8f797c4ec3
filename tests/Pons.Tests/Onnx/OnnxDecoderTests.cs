using System.Collections.Immutable;
using Pons.Decoding;
using Pons.Geometry;
using Pons.Onnx;
using Pons.Streams;
using Pons.Tests.Reference;

namespace Pons.Tests.Onnx;

public sealed class OnnxDecoderTests
{
    private const int ChannelCount = 4;
    private const int SampleCount = 25;
    private const int Features = ChannelCount * SampleCount;

    /// <summary>In the order of the output, which is not the ordinal one.</summary>
    private static readonly ImmutableArray<ClassLabel> Outputs = [new("right"), new("feet"), new("left")];

    private static readonly double[] Signal = Numbers(1, Features, 10);
    private static readonly float[] Weights = [.. Numbers(2, Features * 3, 0.02).Select(v => (float)v)];
    private static readonly float[] Offsets = [0.25f, -0.5f, 0.125f];

    private static readonly StreamInfo Stream =
        new("made", [.. Enumerable.Range(0, ChannelCount).Select(c => new Channel($"C{c}"))], 250, new("file"));

    private static readonly ModelLineage Lineage = new("made", ImmutableSortedDictionary<string, double>.Empty, [], 0, "test");

    [Theory]
    [InlineData(false, 1, ChannelCount, SampleCount)]
    [InlineData(true, 1, ChannelCount, SampleCount)]
    [InlineData(false, 1, 1, ChannelCount, SampleCount)]
    [InlineData(true, -1, 1, ChannelCount, -1)]
    public void Probabilities_are_those_of_our_own_product(bool softmax, params int[] input)
    {
        var decoder = Made(softmax, input);
        Assert.Equal(["feet", "left", "right"], decoder.Classes.Select(c => c.Name));
        var scores = new double[3];
        MatrixProduct.Multiply(Signal, [.. Weights.Select(w => (double)w)], scores, Features);
        var powers = scores.Select((s, i) => Math.Exp(s + Offsets[i])).ToArray();
        double[] expected = [powers[1] / powers.Sum(), powers[2] / powers.Sum(), powers[0] / powers.Sum()];
        var actual = decoder.Predict(Signal, SampleCount).Probabilities;
        for (var i = 0; i < 3; i++) Assert.Equal(expected[i], actual[i], 1e-6);
        Assert.Equal(1, actual.Sum(), 1e-15);
    }

    [Fact]
    public void Decisions_are_the_same_bits_in_every_thread()
    {
        var decoder = Made(softmax: false, 1, ChannelCount, SampleCount);
        var expected = decoder.Predict(Signal, SampleCount).Probabilities;
        var all = ParallelEnumerable.Range(0, 400).WithDegreeOfParallelism(4)
            .Select(_ => decoder.Predict(Signal, SampleCount).Probabilities).ToList();
        Assert.All(all, p => Assert.Equal(expected, p));
    }

    [Theory]
    [InlineData("[1 × 5 × 25]", 1, 5, SampleCount)]
    [InlineData("[1 × 4 × 26]", 1, ChannelCount, 26)]
    [InlineData("[2 × 4 × 25]", 2, ChannelCount, SampleCount)]
    [InlineData("[1 × 25 × 4]", 1, SampleCount, ChannelCount)]
    [InlineData("[1 × 100]", 1, Features)]
    [InlineData("[1 × 4 × 25 × 1]", 1, ChannelCount, SampleCount, 1)]
    public void Wrong_input_is_refused_with_both_shapes(string stated, params int[] input)
    {
        var fault = Assert.Throws<DecodingException>(() => Made(softmax: false, input));
        Assert.StartsWith($"'m.onnx' takes 'x' float32 {stated}; trials of 4 channels × 25 samples are [1 × ", fault.What, StringComparison.Ordinal);
        Assert.Contains("trained on", fault.Why, StringComparison.Ordinal);
        Assert.Contains("[1 × 1 × channel × sample]", fault.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_number_of_classes_is_refused()
    {
        using var model = Model(softmax: false, 1, ChannelCount, SampleCount);
        var fault = Assert.Throws<DecodingException>(() => new OnnxDecoder().Use(model, Stream, SampleCount, Outputs[..2]));
        Assert.Equal("'m.onnx' gives 'y' float32 [1 × 3]; 2 classes were named.", fault.What);
        Assert.Throws<DecodingException>(() => new OnnxDecoder().Use(model, Stream, SampleCount, [Outputs[0], Outputs[0], Outputs[1]]));
    }

    [Fact]
    public void Wrong_length_of_a_trial_is_refused()
    {
        var decoder = Made(softmax: false, 1, ChannelCount, SampleCount);
        var fault = Assert.Throws<DecodingException>(() => decoder.Predict(Signal.AsSpan(0, 96), 24));
        Assert.Equal("A trial of 24 samples was given to 'm.onnx', which takes 'x' float32 [1 × 4 × 25].", fault.What);
    }

    [Fact]
    public void Scores_that_are_stated_as_probabilities_are_refused()
    {
        using var model = Model(softmax: false, 1, ChannelCount, SampleCount);
        var decoder = new OnnxDecoder(OnnxScores.Probabilities).Use(model, Stream, SampleCount, Outputs);
        var fault = Assert.Throws<DecodingException>(() => decoder.Predict(Signal, SampleCount));
        Assert.EndsWith("as probabilities.", fault.What, StringComparison.Ordinal);
        Assert.Contains("Logits", fault.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Output_that_is_not_finite_is_refused()
    {
        OnnxMade.SkipWithoutLibrary();
        using var model = OnnxModel.Of(OnnxMade.Linear([1, ChannelCount, SampleCount], [1, 3], [.. Weights.Select(_ => 3e38f)], Offsets), "m.onnx");
        var decoder = new OnnxDecoder().Use(model, Stream, SampleCount, Outputs);
        var fault = Assert.Throws<DecodingException>(() => decoder.Predict([.. Enumerable.Repeat(10.0, Features)], SampleCount));
        Assert.Contains("not finite", fault.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Model_file_holds_the_whole_model()
    {
        var decoder = Made(softmax: true, 1, 1, ChannelCount, SampleCount);
        var bytes = ModelFile.ToBytes(decoder, Lineage);
        var restored = ModelFile.FromBytes(bytes, "m", [new OnnxDecoder()]).Decoder;
        Assert.Equal(decoder.ContentHash, restored.ContentHash);
        Assert.Equal(decoder.Decoder, restored.Decoder);
        Assert.Equal(decoder.Predict(Signal, SampleCount).Probabilities, restored.Predict(Signal, SampleCount).Probabilities);
        var content = decoder.ToContent();
        var cut = content with { Arrays = content.Arrays.SetItem(1, ModelArray.Of("byteCount", [12])) };
        var fault = Assert.Throws<DecodingException>(() => decoder.Decoder.Restore(cut));
        Assert.Contains("does not hold 12 bytes", fault.What, StringComparison.Ordinal);
    }

    [Fact]
    public void External_model_is_not_fitted()
    {
        var fault = Assert.Throws<DecodingException>(() => new OnnxDecoder().Fit(null!));
        Assert.Contains("as it is", fault.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(1000)]
    public void Bytes_are_kept_in_numbers_exactly(int length)
    {
        var random = new SplitMix(7);
        var bytes = Enumerable.Range(0, length).Select(_ => (byte)random.Next()).ToArray();
        Array.Fill(bytes, (byte)255, 0, Math.Min(12, length));
        Assert.Equal(bytes, PackedBytes.Unpack(PackedBytes.Pack("model", bytes), length));
    }

    private static FittedDecoder Made(bool softmax, params int[] input) =>
        new OnnxDecoder(softmax ? OnnxScores.Probabilities : OnnxScores.Logits).Use(Model(softmax, input), Stream, SampleCount, Outputs);

    private static OnnxModel Model(bool softmax, params int[] input)
    {
        OnnxMade.SkipWithoutLibrary();
        // Rows of weights that the declared shape has no features for do not concern a test of shapes.
        var features = input.Skip(1).Aggregate(1, (a, b) => a * (b < 0 ? SampleCount : b));
        var weights = features == Features ? Weights : new float[features * 3];
        return OnnxModel.Of(OnnxMade.Linear([.. input], [input[0], 3], weights, Offsets, softmax), "m.onnx");
    }

    private static double[] Numbers(ulong seed, int count, double scale)
    {
        var random = new SplitMix(seed);
        return [.. Enumerable.Range(0, count).Select(_ => scale * (random.Next() / (double)ulong.MaxValue - 0.5))];
    }
}
