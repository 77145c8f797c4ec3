using System.Text;
using Pons.Streams;

namespace Pons.Formats.Edf;

/// <summary>
/// What parts EDF from the formats that took over its layout, such as BDF: the first bytes, the width of a sample, the words of the
/// header, and whether a signal counts triggers.
/// </summary>
/// <param name="Name">Name of the plain format.</param>
/// <param name="SampleBytes">Bytes of a sample: 2 or 3.</param>
/// <param name="Version">The eight characters that a file begins with.</param>
/// <param name="PlainReserved">What the reserved field of a plain file says.</param>
internal record EdfDialect(string Name, int SampleBytes, string Version, string PlainReserved)
{
    /// <summary>EDF and EDF+.</summary>
    public static EdfDialect Edf { get; } = new("EDF", 2, "0       ", "");

    /// <summary>The label of a signal that holds annotations instead of samples.</summary>
    public string AnnotationLabel => $"{Name} Annotations";

    /// <summary>Smallest number that a sample can be.</summary>
    public int LowestDigital => -HighestDigital - 1;

    /// <summary>Largest number that a sample can be.</summary>
    public int HighestDigital => (1 << (8 * SampleBytes - 1)) - 1;

    /// <summary>How a sample is stored.</summary>
    public SampleType StoredAs => SampleBytes == 2 ? SampleType.Int16 : SampleType.Int24;

    /// <summary>Name of a layout of this format.</summary>
    public string NameOf(EdfKind kind) => kind switch
    {
        EdfKind.EdfPlusContinuous => $"{Name}+C",
        EdfKind.EdfPlusDiscontinuous => $"{Name}+D",
        _ => Name,
    };

    /// <summary>Whether a file begins as one of this format does.</summary>
    public bool Begins(ReadOnlySpan<byte> firstBytes)
    {
        Span<byte> version = stackalloc byte[Version.Length];
        return Encoding.Latin1.GetBytes(Version, version) > 0 && firstBytes.StartsWith(version);
    }

    /// <summary>What takes triggers out of a signal; <see langword="null"/> when the format does not say how they stand there.</summary>
    /// <param name="label">Label of the signal in the words of the file.</param>
    public virtual EdfTriggerScan? ScanOf(string label) => null;
}
