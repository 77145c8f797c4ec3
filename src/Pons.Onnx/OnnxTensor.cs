using System.Collections.Immutable;
using Pons.Decoding;

namespace Pons.Onnx;

/// <summary>What an ONNX model states of one of its inputs or outputs. Immutable.</summary>
/// <param name="Name">Its name in the model.</param>
/// <param name="ElementType">Number of its element type in ONNX, as in <c>TensorProto.DataType</c>; 1 is float32.</param>
/// <param name="Shape">Length of each axis, the slowest first; −1 where the model leaves it open.</param>
public sealed record OnnxTensor(string Name, int ElementType, ImmutableArray<long> Shape)
{
    internal const int NoTensor = 0;
    internal const int Float32 = 1;

    private static readonly ImmutableArray<string> Types =
    [
        "no tensor", "float32", "uint8", "int8", "uint16", "int16", "int32", "int64", "text", "boolean", "float16", "float64", "uint32", "uint64",
        "complex64", "complex128", "bfloat16",
    ];

    /// <summary>Name, element type and shape, for messages.</summary>
    public override string ToString() => $"'{Name}' {TypeName(ElementType)} {Text(Shape.AsSpan())}";

    internal static string Text(ReadOnlySpan<long> shape) =>
        $"[{string.Join(" × ", shape.ToArray().Select(n => n < 0 ? "any" : $"{n}"))}]";

    internal static void RequireFloat32(int type, string what)
    {
        if (type == Float32) return;
        throw new DecodingException(
            $"{what} of the model holds elements of {TypeName(type)}.", "Pons gives and takes float32.",
            "Export the model with float32 at its input and output.");
    }

    private static string TypeName(int type) => type >= 0 && type < Types.Length ? Types[type] : $"type {type}";
}
