namespace Pons.Formats.Edf;

/// <summary>Faults of annotations that can be read past.</summary>
internal enum EdfAnnotationFault
{
    /// <summary>The list is not closed by 0x14 0x00.</summary>
    NoEnd,
    /// <summary>A text is not UTF-8.</summary>
    NotUtf8,
}
