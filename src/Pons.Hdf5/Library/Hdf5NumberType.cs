using Pons.Formats.Mat;
using Pons.Streams;

namespace Pons.Hdf5.Library;

/// <summary>
/// How numbers are stored: one of the types that every computer has, in either byte order. Other types that HDF5 can describe are not
/// read: the library converts them bit by bit, and damaged descriptions lead it astray.
/// </summary>
internal sealed record Hdf5NumberType(long Id, SampleType Type, bool IsSwapped)
{
    private static readonly Lazy<Hdf5NumberType[]> Known = new(() =>
    [
        .. from order in new[] { "LE", "BE" }
           from kind in new[]
           {
               ("STD_I8", SampleType.Int8), ("STD_U8", SampleType.UInt8), ("STD_I16", SampleType.Int16), ("STD_U16", SampleType.UInt16),
               ("STD_I32", SampleType.Int32), ("STD_U32", SampleType.UInt32), ("STD_I64", SampleType.Int64), ("STD_U64", SampleType.UInt64),
               ("IEEE_F32", SampleType.Float32), ("IEEE_F64", SampleType.Float64),
           }
           select new Hdf5NumberType(Hdf5Library.TypeNamed($"H5T_{kind.Item1}{order}_g"), kind.Item2, order == "BE" == BitConverter.IsLittleEndian),
    ]);

    /// <summary>Bytes of one number.</summary>
    public int Width => MatNumbers.WidthOf(Type);

    /// <summary>The type that an identifier stands for; null when it is none of these. Under the gate.</summary>
    public static Hdf5NumberType? Of(long type) => Array.Find(Known.Value, k => Hdf5Calls.H5Tequal(type, k.Id) > 0);

    /// <summary>Turns stored bytes into numbers of this computer.</summary>
    public void Convert(Span<byte> bytes, Span<double> destination)
    {
        if (IsSwapped) MatNumbers.Swap(bytes, Width);
        MatNumbers.Convert(bytes, Type, destination);
    }

    /// <summary>Turns stored bytes into numbers of this computer, rounded to single precision.</summary>
    public void Convert(Span<byte> bytes, Span<float> destination)
    {
        if (IsSwapped) MatNumbers.Swap(bytes, Width);
        MatNumbers.Convert(bytes, Type, destination);
    }
}
