using System.Collections.Immutable;
using Pons.Decoding;
using Pons.Streams;

namespace Pons.Onnx;

/// <summary>
/// An external model, used as it is: the input is one trial as float32 [1 × channel × sample] or, as EEGNet has it, [1 × 1 × channel × sample], in
/// the unit of the stream; the output has one number a class, [1 × class]. It is not fitted. Its model files hold the whole ONNX file, so their
/// content hash covers it; to read them, name this decoder among the known ones of <see cref="ModelFile.Load"/>. Throws
/// <see cref="DecodingException"/> where type, rank or a length of the model does not fit the stream, and where its output is not finite.
/// </summary>
/// <param name="Scores">What the numbers at the output are.</param>
public sealed record OnnxDecoder(OnnxScores Scores = OnnxScores.Logits) : Decoder
{
    internal const string ModelArrayName = "model";
    internal const string ByteCountArrayName = "byteCount";
    internal const string OutputsArrayName = "outputs";

    private const string Softmax = "softmax";

    /// <inheritdoc/>
    public override string Name => "onnx";

    /// <summary><c>softmax</c>: 1 for <see cref="OnnxScores.Logits"/>, 0 for <see cref="OnnxScores.Probabilities"/>.</summary>
    public override ImmutableSortedDictionary<string, double> Parameters =>
        ImmutableSortedDictionary<string, double>.Empty.Add(Softmax, Scores == OnnxScores.Logits ? 1 : 0);

    /// <summary>Refuses: an external model is used as it is.</summary>
    /// <exception cref="DecodingException">Always.</exception>
    public override FittedDecoder Fit(TrialSet trials) => throw new DecodingException(
        "The decoder 'onnx' was asked to learn from trials.", "An external model is used as it is; where it was made, it was trained.",
        $"Make the fitted decoder from the file with {nameof(OnnxDecoder)}.{nameof(Use)}, or fit another decoder.");

    /// <summary>The decoder that a model is for trials of a stream. The model must stay open as long as it is used.</summary>
    /// <param name="model">The model.</param>
    /// <param name="stream">Channels in the order that the model was trained with, and their rate.</param>
    /// <param name="sampleCount">Samples of a trial.</param>
    /// <param name="outputs">The class of each number of the output, in the order of the output.</param>
    /// <exception cref="DecodingException">The model does not fit the stream, the trials or the classes.</exception>
    public FittedDecoder Use(OnnxModel model, StreamInfo stream, int sampleCount, ImmutableArray<ClassLabel> outputs)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(stream);
        if (outputs.IsDefault || outputs.Length < 2 || outputs.Distinct().Count() != outputs.Length)
            throw new DecodingException(
                $"The classes [{(outputs.IsDefault ? "" : string.Join(", ", outputs))}] were named for '{model.Name}'.",
                "A decoder chooses between two or more different classes.", "Name each class once, in the order of the model's output.");
        return new FittedOnnx(this, model, new(model, stream.ChannelCount, sampleCount, outputs.Length), stream, outputs);
    }

    /// <inheritdoc/>
    public override FittedDecoder Restore(ModelContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        var bytes = PackedBytes.Unpack(content.Array(ModelArrayName, -1), content.Array(ByteCountArrayName).Values[0]);
        var places = content.Array(OutputsArrayName, content.Classes.Length).Values;
        if (!places.Order().SequenceEqual(Enumerable.Range(0, places.Length).Select(i => (double)i)))
            throw new DecodingException(
                $"The places of the classes in the output are {string.Join(", ", places)}.", "Each number of the output belongs to one class.",
                "Use the file as it was written, or make it again from the ONNX file.");
        var outputs = content.Classes.Zip(places).OrderBy(p => p.Second).Select(p => p.First).ToImmutableArray();
        var decoder = this with { Scores = content.Parameter(Softmax) == 0 ? OnnxScores.Probabilities : OnnxScores.Logits };
        return decoder.Use(OnnxModel.Of(bytes, $"model of {content.Stream.Name}"), content.Stream, content.SampleCount, outputs);
    }
}
