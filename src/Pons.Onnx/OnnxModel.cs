using System.Security.Cryptography;
using Pons.Decoding;
using Pons.Onnx.Library;

namespace Pons.Onnx;

/// <summary>
/// An external network in a file of ONNX (<see href="https://onnx.ai/onnx/repo-docs/IR.html"/>) with one input and one output of float32, computed by
/// ONNX Runtime on the processor in one thread: equal inputs give equal bits on one computer. Any number of threads may run it at once.
/// </summary>
public sealed class OnnxModel : IDisposable
{
    private readonly OrtApi _api;
    private readonly OrtHandle _session;
    private readonly byte[] _bytes;

    private OnnxModel(byte[] bytes, string name, OnnxLibrary library)
    {
        (_api, _bytes, Name) = (library.Api, bytes, name);
        new OnnxWalk(name).Check(bytes);
        _session = _api.Session(bytes, name);
        try
        {
            Input = Only(_api.Tensors(_session, inputs: true), "input");
            Output = Only(_api.Tensors(_session, inputs: false), "output");
        }
        catch
        {
            _session.Dispose();
            throw;
        }

        Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
    }

    /// <summary>Why no ONNX model can be used on this computer; <see langword="null"/> when they can.</summary>
    public static string? UnavailableBecause => OnnxLibrary.Default.UnavailableBecause;

    /// <summary>Name of the file, for messages.</summary>
    public string Name { get; }

    /// <summary>SHA-256 of the file, as 64 hexadecimal digits.</summary>
    public string Sha256 { get; }

    /// <summary>The bytes of the file.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>The input.</summary>
    public OnnxTensor Input { get; }

    /// <summary>The output.</summary>
    public OnnxTensor Output { get; }

    /// <summary>Opens a file.</summary>
    /// <exception cref="DecodingException">ONNX Runtime is not installed, or the file is no model that can be used.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static OnnxModel Open(string path) => Of(File.ReadAllBytes(path), Path.GetFileName(path));

    /// <summary>Opens the bytes of a file.</summary>
    /// <exception cref="DecodingException">As for <see cref="Open"/>.</exception>
    public static OnnxModel Of(ReadOnlySpan<byte> bytes, string name) => Of(bytes, name, OnnxLibrary.Default);

    /// <summary>Runs the model.</summary>
    /// <param name="values">Values of the input, the last axis fastest.</param>
    /// <param name="shape">Length of each axis of the input.</param>
    /// <returns>Values and shape of the output.</returns>
    /// <exception cref="DecodingException">The model refuses the input.</exception>
    /// <exception cref="ObjectDisposedException">The model was closed.</exception>
    public (float[] Values, long[] Shape) Run(ReadOnlySpan<float> values, ReadOnlySpan<long> shape)
    {
        var count = 1L;
        foreach (var length in shape) count = checked(count * length);
        if (count != values.Length)
            throw new DecodingException(
                $"{values.Length} values were given to '{Name}' as {OnnxTensor.Text(shape)}.", $"That shape holds {count}.",
                "Give as many values as the shape holds.");
        return _api.Run(_session, Input, values, shape, Output);
    }

    /// <summary>Closes the session once no thread runs it any more.</summary>
    public void Dispose() => _session.Dispose();

    internal static OnnxModel Of(ReadOnlySpan<byte> bytes, string name, OnnxLibrary library) => new(bytes.ToArray(), name, library);

    private OnnxTensor Only(OnnxTensor[] tensors, string what)
    {
        if (tensors.Length != 1)
            throw new DecodingException(
                $"'{Name}' has {tensors.Length} {what}s: {string.Join(", ", tensors.Select(t => t.ToString()))}.",
                $"A decoder has one {what}, and which it is must not be guessed.", $"Export the model with one {what}.");
        OnnxTensor.RequireFloat32(tensors[0].ElementType, $"The {what} '{tensors[0].Name}'");
        return tensors[0];
    }
}
