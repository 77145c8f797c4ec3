using Pons.Decoding;

namespace Pons.Onnx;

/// <summary>The shape in which trials are given to a model, once it has been checked that they fit.</summary>
internal sealed class OnnxShape
{
    private readonly long[] _lengths;

    /// <summary>Checks the shapes that the model states.</summary>
    /// <exception cref="DecodingException">They are not those of such trials and classes.</exception>
    public OnnxShape(OnnxModel model, int channelCount, int sampleCount, int classCount)
    {
        _lengths = model.Input.Shape.Length == 4 ? [1, 1, channelCount, sampleCount] : [1, channelCount, sampleCount];
        var trial = $"trials of {channelCount} channels × {sampleCount} samples are {OnnxTensor.Text(_lengths)}";
        if (!Fits(model.Input, _lengths))
            throw new DecodingException(
                $"'{model.Name}' takes {model.Input}; {trial}.", "A model decides only on what it was trained on.",
                "Cut the channels, rate and window that it was trained on, or export it with the input "
                + "[1 × channel × sample] or [1 × 1 × channel × sample].");
        if (!Fits(model.Output, [1, classCount]))
            throw new DecodingException(
                $"'{model.Name}' gives {model.Output}; {classCount} classes were named.", "Each number of the output belongs to one class.",
                "Name the classes in the order of the output, which is [1 × class].");
    }

    /// <summary>Length of each axis of the input.</summary>
    public ReadOnlySpan<long> Lengths => _lengths;

    private static bool Fits(OnnxTensor stated, ReadOnlySpan<long> needed)
    {
        if (stated.Shape.Length != needed.Length) return false;
        for (var i = 0; i < needed.Length; i++)
            if (stated.Shape[i] >= 0 && stated.Shape[i] != needed[i]) return false;
        return true;
    }
}
