using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Pons.Streams;

namespace Pons.Formats.Xdf;

/// <summary>Turns the values of samples, as they stand in the file, into numbers and scales them.</summary>
internal static class XdfSampleKernel
{
    /// <summary>Converts values of one type; the machine's order of bytes is that of the file on every machine that .NET 10 runs
    /// on.</summary>
    public static void Widen(ReadOnlySpan<byte> bytes, SampleType type, Span<float> destination)
    {
        switch (type)
        {
            case SampleType.Int8: TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, sbyte>(bytes), destination); break;
            case SampleType.Int16: TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, short>(bytes), destination); break;
            case SampleType.Int32: TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, int>(bytes), destination); break;
            case SampleType.Int64: TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, long>(bytes), destination); break;
            case SampleType.Float32: MemoryMarshal.Cast<byte, float>(bytes).CopyTo(destination); break;
            default: TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, double>(bytes), destination); break;
        }
    }

    /// <summary>Converts values of one type to double precision.</summary>
    public static void Widen(ReadOnlySpan<byte> bytes, SampleType type, Span<double> destination)
    {
        switch (type)
        {
            case SampleType.Int8: TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, sbyte>(bytes), destination); break;
            case SampleType.Int16: TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, short>(bytes), destination); break;
            case SampleType.Int32: TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, int>(bytes), destination); break;
            case SampleType.Int64: TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, long>(bytes), destination); break;
            case SampleType.Float32: TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, float>(bytes), destination); break;
            default: MemoryMarshal.Cast<byte, double>(bytes).CopyTo(destination); break;
        }
    }
}
