using Pons.Streams;

namespace Pons.Formats.Mat;

/// <summary>The tag of a data element (MAT-File Format, section "Data element format").</summary>
/// <param name="Type">Number of the data type, see the constants.</param>
/// <param name="Bytes">Length of the data.</param>
/// <param name="Data">Where the data begins.</param>
/// <param name="Next">Where the next element begins.</param>
internal readonly record struct Mat5Tag(int Type, long Bytes, long Data, long Next)
{
    public const int Int8 = 1, UInt8 = 2, UInt16 = 4, Int32 = 5, UInt32 = 6, Single = 7, Double = 9, Matrix = 14, Compressed = 15,
        Utf8 = 16, Utf16 = 17, Utf32 = 18;

    /// <summary>How a number of this data type is stored; null when the type is none of numbers.</summary>
    public SampleType? Numbers => Type switch
    {
        Int8 => SampleType.Int8,
        UInt8 => SampleType.UInt8,
        3 => SampleType.Int16,
        UInt16 => SampleType.UInt16,
        Int32 => SampleType.Int32,
        UInt32 => SampleType.UInt32,
        Single => SampleType.Float32,
        Double => SampleType.Float64,
        12 => SampleType.Int64,
        13 => SampleType.UInt64,
        _ => null,
    };
}
