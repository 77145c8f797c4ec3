using Pons.Streams;

namespace Pons.Devices.Lsl;

/// <summary>The seven kinds of values that a stream can have, by their names on the wire.</summary>
internal static class LslFormat
{
    private static readonly (SampleType Type, string Name, int Bytes)[] All =
    [
        (SampleType.Float32, "float32", 4), (SampleType.Float64, "double64", 8), (SampleType.Text, "string", 0), (SampleType.Int32, "int32", 4),
        (SampleType.Int16, "int16", 2), (SampleType.Int8, "int8", 1), (SampleType.Int64, "int64", 8),
    ];

    public static bool IsKnown(SampleType type) => All.Any(f => f.Type == type);

    public static string NameOf(SampleType type) => All.First(f => f.Type == type).Name;

    /// <summary>Bytes of one value; 0 for texts.</summary>
    public static int BytesOf(SampleType type) => All.First(f => f.Type == type).Bytes;

    public static SampleType? Find(string name)
    {
        foreach (var format in All)
            if (format.Name == name) return format.Type;
        return null;
    }
}
