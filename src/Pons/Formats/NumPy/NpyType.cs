using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Pons.Streams;

namespace Pons.Formats.NumPy;

/// <summary>The type of the elements of an array, as its descriptor says: order of bytes, kind, size.</summary>
/// <param name="Kind"><c>b</c> truth values, <c>i</c> and <c>u</c> whole numbers, <c>f</c> floating point,
/// <c>U</c> and <c>S</c> text.</param>
/// <param name="Size">Bytes of one element.</param>
/// <param name="IsBigEndian">Whether the most significant byte stands first.</param>
internal readonly record struct NpyType(char Kind, int Size, bool IsBigEndian)
{
    /// <summary>Whether elements are real numbers.</summary>
    public bool IsNumber => (Kind, Size) is ('b', 1) or ('i' or 'u', 1 or 2 or 4 or 8) or ('f', 2 or 4 or 8);

    /// <summary>How samples of this type are stored.</summary>
    public SampleType StoredAs => (Kind, Size) switch
    {
        ('i', 1) => SampleType.Int8,
        ('b' or 'u', 1) => SampleType.UInt8,
        ('i', 2) => SampleType.Int16,
        ('u', 2) => SampleType.UInt16,
        ('i', 4) => SampleType.Int32,
        ('u', 4) => SampleType.UInt32,
        ('i', 8) => SampleType.Int64,
        ('u', 8) => SampleType.UInt64,
        ('f', 8) => SampleType.Float64,
        _ => SampleType.Float32,
    };

    /// <summary>Whether <c>float</c> holds every element.</summary>
    public bool IsSingle => StoredAs is SampleType.Float32 or < SampleType.Int32;

    /// <summary>Brings elements to the order of bytes of this computer.</summary>
    public void Order(Span<byte> bytes)
    {
        if (Size == 1 || IsBigEndian != BitConverter.IsLittleEndian) return;
        switch (Size)
        {
            case 2: Reverse(MemoryMarshal.Cast<byte, short>(bytes)); break;
            case 4: Reverse(MemoryMarshal.Cast<byte, int>(bytes)); break;
            default: Reverse(MemoryMarshal.Cast<byte, long>(bytes)); break;
        }
    }

    /// <summary>Converts elements in the order of this computer.</summary>
    public void Convert(ReadOnlySpan<byte> bytes, Span<float> values)
    {
        switch (Kind, Size)
        {
            case ('i', 1): To<sbyte, float>(bytes, values); break;
            case ('i', 2): To<short, float>(bytes, values); break;
            case ('u', 2): To<ushort, float>(bytes, values); break;
            case ('i', 4): To<int, float>(bytes, values); break;
            case ('u', 4): To<uint, float>(bytes, values); break;
            case ('i', 8): To<long, float>(bytes, values); break;
            case ('u', 8): To<ulong, float>(bytes, values); break;
            case ('f', 2): To<Half, float>(bytes, values); break;
            case ('f', 4): bytes.CopyTo(MemoryMarshal.AsBytes(values)); break;
            case ('f', 8): To<double, float>(bytes, values); break;
            default: To<byte, float>(bytes, values); break;
        }
    }

    /// <summary>Converts elements in the order of this computer.</summary>
    public void Convert(ReadOnlySpan<byte> bytes, Span<double> values)
    {
        switch (Kind, Size)
        {
            case ('i', 1): To<sbyte, double>(bytes, values); break;
            case ('i', 2): To<short, double>(bytes, values); break;
            case ('u', 2): To<ushort, double>(bytes, values); break;
            case ('i', 4): To<int, double>(bytes, values); break;
            case ('u', 4): To<uint, double>(bytes, values); break;
            case ('i', 8): To<long, double>(bytes, values); break;
            case ('u', 8): To<ulong, double>(bytes, values); break;
            case ('f', 2): To<Half, double>(bytes, values); break;
            case ('f', 4): To<float, double>(bytes, values); break;
            case ('f', 8): bytes.CopyTo(MemoryMarshal.AsBytes(values)); break;
            default: To<byte, double>(bytes, values); break;
        }
    }

    private static void To<TFrom, TTo>(ReadOnlySpan<byte> bytes, Span<TTo> values)
        where TFrom : unmanaged, System.Numerics.INumberBase<TFrom>
        where TTo : unmanaged, System.Numerics.INumberBase<TTo> =>
        TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, TFrom>(bytes)[..values.Length], values);

    private static void Reverse(Span<short> numbers) => BinaryPrimitives.ReverseEndianness(numbers, numbers);

    private static void Reverse(Span<int> numbers) => BinaryPrimitives.ReverseEndianness(numbers, numbers);

    private static void Reverse(Span<long> numbers) => BinaryPrimitives.ReverseEndianness(numbers, numbers);
}
