namespace Pons.Formats.Edf;

/// <summary>One signal as the header describes it; every field kept in the words of the file.</summary>
public sealed record EdfSignal
{
    /// <summary>Label as written, without trailing spaces, such as <c>Fc5.</c> or <c>EEG Fp1-Ref</c>.</summary>
    public required string Label { get; init; }

    /// <summary>Kind of electrode or sensor.</summary>
    public string Transducer { get; init; } = "";

    /// <summary>How digital numbers stand for the measured quantity; the limits and the unit of the header.</summary>
    public required DigitalScale Scale { get; init; }

    /// <summary>Filters applied before the signal was stored, such as <c>HP:0.1Hz LP:75Hz</c>.</summary>
    public string Prefiltering { get; init; } = "";

    /// <summary>Samples in each data record; for annotations pairs of bytes.</summary>
    public required int SamplesPerRecord { get; init; }

    /// <summary>The reserved field.</summary>
    public string Reserved { get; init; } = "";

    /// <summary>Whether it holds annotations instead of samples.</summary>
    public bool IsAnnotations => IsAnnotationLabel(Label);

    internal static bool IsAnnotationLabel(string label) => label is "EDF Annotations" or "BDF Annotations";
}
