using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Pons.Streams;

namespace Pons.Formats.Mat;

/// <summary>Turns stored numbers into floating-point ones.</summary>
internal static class MatNumbers
{
    /// <summary>Bytes of one number.</summary>
    public static int WidthOf(SampleType type) => type switch
    {
        SampleType.Int8 or SampleType.UInt8 => 1,
        SampleType.Int16 or SampleType.UInt16 => 2,
        SampleType.Int32 or SampleType.UInt32 or SampleType.Float32 => 4,
        SampleType.Int64 or SampleType.UInt64 or SampleType.Float64 => 8,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No type of a MATLAB array."),
    };

    /// <summary>Turns the bytes of each number around.</summary>
    public static void Swap(Span<byte> bytes, int width)
    {
        if (width == 2) Swap16(MemoryMarshal.Cast<byte, ushort>(bytes));
        else if (width == 4) Swap32(MemoryMarshal.Cast<byte, uint>(bytes));
        else if (width == 8) Swap64(MemoryMarshal.Cast<byte, ulong>(bytes));
    }

    /// <summary>Converts numbers in this computer's byte order.</summary>
    public static void Convert(ReadOnlySpan<byte> bytes, SampleType type, Span<double> destination)
    {
        switch (type)
        {
            case SampleType.Int8: Widen<sbyte, double>(bytes, destination); break;
            case SampleType.UInt8: Widen<byte, double>(bytes, destination); break;
            case SampleType.Int16: Widen<short, double>(bytes, destination); break;
            case SampleType.UInt16: Widen<ushort, double>(bytes, destination); break;
            case SampleType.Int32: Widen<int, double>(bytes, destination); break;
            case SampleType.UInt32: Widen<uint, double>(bytes, destination); break;
            case SampleType.Int64: Widen<long, double>(bytes, destination); break;
            case SampleType.UInt64: Widen<ulong, double>(bytes, destination); break;
            case SampleType.Float32: Widen<float, double>(bytes, destination); break;
            default: MemoryMarshal.Cast<byte, double>(bytes).CopyTo(destination); break;
        }
    }

    /// <summary>Converts numbers in this computer's byte order, rounding those that single precision does not hold.</summary>
    public static void Convert(ReadOnlySpan<byte> bytes, SampleType type, Span<float> destination)
    {
        switch (type)
        {
            case SampleType.Int8: Widen<sbyte, float>(bytes, destination); break;
            case SampleType.UInt8: Widen<byte, float>(bytes, destination); break;
            case SampleType.Int16: Widen<short, float>(bytes, destination); break;
            case SampleType.UInt16: Widen<ushort, float>(bytes, destination); break;
            case SampleType.Int32: Widen<int, float>(bytes, destination); break;
            case SampleType.UInt32: Widen<uint, float>(bytes, destination); break;
            case SampleType.Int64: Widen<long, float>(bytes, destination); break;
            case SampleType.UInt64: Widen<ulong, float>(bytes, destination); break;
            case SampleType.Float64: Widen<double, float>(bytes, destination); break;
            default: MemoryMarshal.Cast<byte, float>(bytes).CopyTo(destination); break;
        }
    }

    private static void Widen<TFrom, TTo>(ReadOnlySpan<byte> bytes, Span<TTo> destination)
        where TFrom : unmanaged, System.Numerics.INumberBase<TFrom>
        where TTo : System.Numerics.INumberBase<TTo> =>
        TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, TFrom>(bytes), destination);

    private static void Swap16(Span<ushort> values) => BinaryPrimitives.ReverseEndianness(values, values);

    private static void Swap32(Span<uint> values) => BinaryPrimitives.ReverseEndianness(values, values);

    private static void Swap64(Span<ulong> values) => BinaryPrimitives.ReverseEndianness(values, values);
}
