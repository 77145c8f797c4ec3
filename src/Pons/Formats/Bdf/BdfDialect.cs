using Pons.Formats.Edf;

namespace Pons.Formats.Bdf;

/// <summary>BDF and BDF+: 24-bit samples, and a Status signal that counts triggers.</summary>
internal sealed record BdfDialect() : EdfDialect("BDF", 3, "\u00FFBIOSEMI", "24BIT")
{
    public static BdfDialect Bdf { get; } = new();

    public override EdfTriggerScan? ScanOf(string label) =>
        label.Equals(BioSemiStatus.Label, StringComparison.OrdinalIgnoreCase) ? new BioSemiStatus() : null;
}
