namespace Pons.Formats.Fif;

/// <summary>How the data of a tag are stored (FIFF dictionary, section "Data types").</summary>
internal static class FifType
{
    public const int Byte = 1, Short = 2, Int = 3, Float = 4, Double = 5, JulianDay = 6, UShort = 7, UInt = 8, ULong = 9, Text = 10, Long = 11;
    public const int Pack13 = 13, Pack14 = 14, Pack16 = 16, ComplexFloat = 20, ComplexDouble = 21, OldPack = 23;

    public static string NameOf(int type) => type switch
    {
        Pack13 => "packed 13-bit numbers",
        Pack14 => "packed 14-bit numbers",
        ComplexFloat or ComplexDouble => "complex numbers",
        OldPack => "packed numbers of the first acquisition programs",
        _ => $"numbers of type {type}",
    };
}
