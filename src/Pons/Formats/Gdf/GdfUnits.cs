namespace Pons.Formats.Gdf;

/// <summary>
/// Physical dimension codes: ISO/IEEE 11073-10101, tables A.6.1 (decimal factors, the lower five bits) and A.6.3 (units, the others).
/// </summary>
internal static class GdfUnits
{
    private const int FactorBits = 0x1F;

    /// <summary>Base code of volts.</summary>
    public const int Volt = 4256;

    private static readonly Dictionary<int, string> Units = new()
    {
        [512] = "",
        [544] = "%",
        [576] = "‰",
        [608] = "ppm",
        [736] = "°",
        [768] = "rad",
        [992] = "pH",
        [1280] = "m",
        [1472] = "m2",
        [1568] = "m3",
        [1600] = "l",
        [1728] = "g",
        [2048] = "g/l",
        [2176] = "s",
        [2208] = "min",
        [2240] = "h",
        [2272] = "d",
        [2464] = "1/s",
        [2496] = "Hz",
        [2528] = "1/min",
        [2720] = "bpm",
        [2784] = "breaths/min",
        [2816] = "m/s",
        [3040] = "l/s",
        [3072] = "l/min",
        [3776] = "N",
        [3840] = "Pa",
        [3872] = "mmHg",
        [3904] = "cmH2O",
        [3936] = "bar",
        [3968] = "J",
        [4032] = "W",
        [4160] = "A",
        [4192] = "C",
        [4224] = "A/m",
        [Volt] = "V",
        [4288] = "Ohm",
        [4320] = "Ohm m",
        [4352] = "F",
        [4384] = "K",
        [4416] = "°F",
        [4480] = "cd",
        [4544] = "mol",
        [4704] = "mol/l",
        [6048] = "°C",
    };

    private static readonly Dictionary<int, string> Factors = new()
    {
        [0] = "",
        [1] = "da",
        [2] = "h",
        [3] = "k",
        [4] = "M",
        [5] = "G",
        [6] = "T",
        [7] = "P",
        [8] = "E",
        [9] = "Z",
        [10] = "Y",
        [16] = "d",
        [17] = "c",
        [18] = "m",
        [19] = "u",
        [20] = "n",
        [21] = "p",
        [22] = "f",
        [23] = "a",
        [24] = "z",
        [25] = "y",
    };

    /// <summary>The unit in letters; a code that is not in the tables is kept as a number, 0 means not stated.</summary>
    public static string NameOf(int code) => code == 0 ? ""
        : Units.TryGetValue(code & ~FactorBits, out var unit) && Factors.TryGetValue(code & FactorBits, out var factor)
            ? factor + unit : $"unit {code}";

    /// <summary>Whether a code is one of volts with any factor.</summary>
    public static bool IsVoltage(int code) => (code & ~FactorBits) == Volt;
}
