namespace Pons.Formats.Bids.Validation;

/// <summary>Units of SI with a prefix, and products, quotients and powers of them; BIDS 1.11.1, appendix "Units".</summary>
internal sealed class UnitNotation
{
    private readonly HashSet<string> _units, _words;

    public UnitNotation(IReadOnlyDictionary<string, string[]> lists)
    {
        _words = [.. lists["unitWords"]];
        _units = [.. lists["units"], .. from prefix in lists["unitPrefixes"] from unit in lists["units"] select prefix + unit];
    }

    public ShapeVerdict Judge(string text)
    {
        if (_words.Contains(text)) return ShapeVerdict.Fits;
        foreach (var part in text.Split('/', '*', '.', '·', '(', ')'))
            if (part.Length > 0 && !IsPower(part)) return ShapeVerdict.UnknownUnit;
        return text.Length > 0 ? ShapeVerdict.Fits : ShapeVerdict.UnknownUnit;
    }

    /// <summary>The spelling that is meant, where it can be told; else examples.</summary>
    public static string Suggest(string text) => ChannelUnit.Of(text.Replace("micro", "u", StringComparison.Ordinal)) switch
    {
        { IsVoltage: true, Factor: 1 } => "uV",
        { IsVoltage: true, Factor: 1e3 } => "mV",
        { IsVoltage: true, Factor: 1e6 } => "V",
        { IsVoltage: true, Factor: 1e-3 } => "nV",
        _ => "uV, mV, V, Ohm, oC, m/s^2, n/a",
    };

    private bool IsPower(string part)
    {
        var end = part.AsSpan().TrimEnd("0123456789^-²³");
        return _units.Contains(part) || _units.Contains(end.ToString());
    }
}
