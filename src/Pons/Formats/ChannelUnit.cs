namespace Pons.Formats;

/// <summary>The unit that a file states, brought to the one that Pons uses: voltages become microvolts, all else stays as it is.</summary>
/// <param name="Name">Unit inside Pons.</param>
/// <param name="Factor">What a value of the file is multiplied with.</param>
/// <param name="IsVoltage">Whether the unit is one of voltage.</param>
/// <param name="IsExact">Whether the file spells the unit as the standards do; <c>UV</c> for <c>uV</c> is not.</param>
public readonly record struct ChannelUnit(string Name, double Factor, bool IsVoltage, bool IsExact)
{
    /// <summary>The name of the unit of voltages inside Pons.</summary>
    public const string Microvolt = "µV";

    /// <summary>Reads the unit of a file; either letter for micro is understood, and case variants that can mean only one unit.</summary>
    /// <param name="text">The unit in the words of the file; may be empty.</param>
    public static ChannelUnit Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Trim().Replace('\u03BC', 'µ') switch
        {
            "uV" or "µV" => Volts(1),
            "mV" => Volts(1e3),
            "V" => Volts(1e6),
            "nV" => Volts(1e-3),
            "UV" or "uv" or "Uv" or "µv" or "microV" or "uVolt" or "µVolt" => Volts(1, false),
            // Megavolts do not come out of a body.
            "MV" or "mv" or "Mv" => Volts(1e3, false),
            "v" or "Volt" or "volt" => Volts(1e6, false),
            "NV" or "nv" => Volts(1e-3, false),
            var other => new(other, 1, false, true),
        };
    }

    private static ChannelUnit Volts(double factor, bool exact = true) => new(Microvolt, factor, true, exact);
}
