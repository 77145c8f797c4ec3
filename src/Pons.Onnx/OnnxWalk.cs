using Pons.Decoding;

namespace Pons.Onnx;

/// <summary>
/// Walks through the bytes of a model (Protocol Buffers, messages of onnx.proto) before the runtime sees them, and refuses weights that lie in other
/// files: the runtime would read them from the folder that the program happens to run in.
/// </summary>
internal readonly struct OnnxWalk(string name)
{
    private const int MostDepth = 100;
    private const int ExternalData = 13;
    private const int DataLocation = 14;

    private enum Message { None, Model, Graph, Function, Node, Attribute, Tensor, Sparse }

    /// <summary>Refuses a file that is no whole model, and one with weights outside of it.</summary>
    /// <exception cref="DecodingException">As said.</exception>
    public void Check(ReadOnlySpan<byte> model)
    {
        if (model.IsEmpty) throw Broken();
        Through(model, Message.Model, 0);
    }

    private void Through(ReadOnlySpan<byte> bytes, Message message, int depth)
    {
        if (depth > MostDepth) throw Broken();
        while (!bytes.IsEmpty)
        {
            var key = Number(ref bytes);
            var (field, kind) = ((int)Math.Min(key >> 3, int.MaxValue), (int)(key & 7));
            var value = kind == 0 ? Number(ref bytes) : 0;
            if (message == Message.Tensor && (field == ExternalData || (field == DataLocation && value != 0))) throw Outside();
            if (kind == 0) continue;
            var content = Take(ref bytes, kind switch { 1 => 8, 5 => 4, 2 => Number(ref bytes), _ => throw Broken() });
            if (kind == 2 && Inner(message, field) is var inner and not Message.None) Through(content, inner, depth + 1);
        }
    }

    /// <summary>The message in a field, where weights may stand below it.</summary>
    private static Message Inner(Message message, int field) => (message, field) switch
    {
        (Message.Model, 7) or (Message.Attribute, 6 or 11) => Message.Graph,
        (Message.Model, 25) => Message.Function,
        (Message.Graph, 1) or (Message.Function, 7) => Message.Node,
        (Message.Node, 5) or (Message.Function, 11) => Message.Attribute,
        (Message.Graph, 5) or (Message.Attribute, 5 or 10) or (Message.Sparse, 1 or 2) => Message.Tensor,
        (Message.Graph, 15) or (Message.Attribute, 22 or 23) => Message.Sparse,
        _ => Message.None,
    };

    /// <summary>Seven bits a byte, the lowest first.</summary>
    private ulong Number(ref ReadOnlySpan<byte> bytes)
    {
        var number = 0UL;
        for (var i = 0; i < Math.Min(10, bytes.Length); i++)
        {
            number |= (ulong)(bytes[i] & 127) << (7 * i);
            if (bytes[i] > 127) continue;
            bytes = bytes[(i + 1)..];
            return number;
        }

        throw Broken();
    }

    private ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> bytes, ulong length)
    {
        if (length > (ulong)bytes.Length) throw Broken();
        var content = bytes[..(int)length];
        bytes = bytes[(int)length..];
        return content;
    }

    private DecodingException Broken() => new(
        $"'{name}' is no whole ONNX model.", "A model that is not read completely would decide wrongly.",
        "Copy the file again, or export the model again.");

    private DecodingException Outside() => new(
        $"'{name}' has weights in another file.", "A model must not reach for what lies elsewhere, and its hash would not cover it.",
        "Export the model as one file.");
}
