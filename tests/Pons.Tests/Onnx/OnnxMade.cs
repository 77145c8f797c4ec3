using System.Buffers.Binary;
using System.Text;
using Pons.Onnx;

namespace Pons.Tests.Onnx;

/// <summary>Makes small ONNX models for tests, byte by byte; skips the test that asks where ONNX Runtime is not installed.</summary>
internal static class OnnxMade
{
    public const int Float32 = 1;
    public const int Int64 = 7;

    public static void SkipWithoutLibrary() => Assert.SkipUnless(OnnxModel.UnavailableBecause is null, OnnxModel.UnavailableBecause ?? "");

    /// <summary>
    /// <c>y = flatten(x) · weights + offsets</c>, with softmax behind it where asked. Open lengths are −1. The input is converted where it is
    /// not float32. <paramref name="weights"/> are [feature × class].
    /// </summary>
    public static byte[] Linear(
        long[] input, long[] output, float[] weights, float[] offsets, bool softmax = false, int inputType = Float32, bool showsFeatures = false,
        string? weightsFile = null)
    {
        var features = weights.Length / offsets.Length;
        List<byte[]> graph =
        [
            Field(1, Node("Cast", ["x"], "c", Attribute("to", Float32))), Field(1, Node("Flatten", ["c"], "f", Attribute("axis", 1))),
            Field(1, Node("Gemm", ["f", "w", "b"], softmax ? "z" : "y")), Field(2, "linear"u8),
            Field(5, Constant("w", weights, weightsFile, features, offsets.Length)),
            Field(5, Constant("b", offsets, null, offsets.Length)), Field(11, Value("x", inputType, input)), Field(12, Value("y", Float32, output)),
        ];
        if (softmax) graph.Insert(3, Field(1, Node("Softmax", ["z"], "y")));
        if (showsFeatures) graph.Add(Field(12, Value("f", Float32, [1, features])));
        return [.. Field(1, 8), .. Field(7, Joined(graph)), .. Field(8, [.. Field(1, ""u8), .. Field(2, 13)])];
    }

    private static byte[] Node(string operation, string[] inputs, string output, params byte[][] attributes) =>
    [
        .. inputs.SelectMany(i => Field(1, Encoding.UTF8.GetBytes(i))), .. Field(2, Encoding.UTF8.GetBytes(output)),
        .. Field(4, Encoding.UTF8.GetBytes(operation)), .. attributes.SelectMany(a => Field(5, a)),
    ];

    /// <summary>A whole number (kind 2).</summary>
    private static byte[] Attribute(string name, long value) => [.. Field(1, Encoding.UTF8.GetBytes(name)), .. Field(3, value), .. Field(20, 2)];

    /// <summary>Numbers within the model, or in a file beside it where one is named.</summary>
    private static byte[] Constant(string name, float[] values, string? file, params long[] shape)
    {
        var raw = new byte[values.Length * sizeof(float)];
        for (var i = 0; i < values.Length; i++) BinaryPrimitives.WriteSingleLittleEndian(raw.AsSpan(i * sizeof(float)), values[i]);
        byte[] content = file is null ? Field(9, raw)
            : [.. Field(13, [.. Field(1, "location"u8), .. Field(2, Encoding.UTF8.GetBytes(file))]), .. Field(14, 1)];
        return [.. shape.SelectMany(n => Field(1, n)), .. Field(2, Float32), .. Field(8, Encoding.UTF8.GetBytes(name)), .. content];
    }

    private static byte[] Value(string name, int type, long[] shape)
    {
        var lengths = shape.SelectMany(n => Field(1, n < 0 ? Field(2, "any"u8) : Field(1, n))).ToArray();
        return [.. Field(1, Encoding.UTF8.GetBytes(name)), .. Field(2, Field(1, [.. Field(1, type), .. Field(2, lengths)]))];
    }

    private static byte[] Field(int number, long value) => [.. Number((ulong)number << 3), .. Number((ulong)value)];

    private static byte[] Field(int number, ReadOnlySpan<byte> content) =>
        [.. Number((ulong)number << 3 | 2), .. Number((ulong)content.Length), .. content];

    private static byte[] Joined(IEnumerable<byte[]> parts) => [.. parts.SelectMany(p => p)];

    /// <summary>Seven bits a byte, the lowest first.</summary>
    private static byte[] Number(ulong value)
    {
        List<byte> bytes = [];
        for (; value > 127; value >>= 7) bytes.Add((byte)(value | 128));
        bytes.Add((byte)value);
        return [.. bytes];
    }
}
