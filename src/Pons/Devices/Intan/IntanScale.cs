using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pons.Devices.Intan;

/// <summary>Turns the words of frames into values, several at once where the processor can.</summary>
internal sealed class IntanScale
{
    private readonly float[] _offsets, _numerators, _denominators;

    public IntanScale(IntanLayout layout, bool isUsb2)
    {
        var scales = layout.Words.Select(w => w.Scale(isUsb2)).ToArray();
        _offsets = [.. scales.Select(s => s.Offset)];
        _numerators = [.. scales.Select(s => s.Numerator)];
        _denominators = [.. scales.Select(s => s.Denominator)];
    }

    /// <summary>Values of one frame.</summary>
    /// <param name="words">Its words, little endian.</param>
    /// <param name="into">Room for as many values.</param>
    public void Apply(ReadOnlySpan<byte> words, Span<float> into)
    {
        var raw = MemoryMarshal.Cast<byte, ushort>(words);
        var at = 0;
        if (BitConverter.IsLittleEndian)
            for (; at <= into.Length - Vector<ushort>.Count; at += Vector<ushort>.Count) Eight(raw, at, into);
        for (; at < into.Length; at++)
        {
            var word = BitConverter.IsLittleEndian ? raw[at] : System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(raw[at]);
            into[at] = (word - _offsets[at]) * _numerators[at] / _denominators[at];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Eight(ReadOnlySpan<ushort> raw, int at, Span<float> into)
    {
        Vector.Widen(new Vector<ushort>(raw[at..]), out var low, out var high);
        Some(low, at, into);
        Some(high, at + Vector<float>.Count, into);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Some(Vector<uint> raw, int at, Span<float> into)
    {
        var value = Vector.ConvertToSingle(Vector.AsVectorInt32(raw)) - new Vector<float>(_offsets, at);
        (value * new Vector<float>(_numerators, at) / new Vector<float>(_denominators, at)).CopyTo(into[at..]);
    }
}
