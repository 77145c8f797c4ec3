namespace Pons.Formats.Wfdb;

/// <summary>An annotation (annot(5)).</summary>
/// <param name="Sample">When, in sample intervals of the annotator.</param>
/// <param name="Code">What, 1 to 49.</param>
/// <param name="SubType">A number that some codes carry.</param>
/// <param name="Channel">Signal that it belongs to; 0 is also every one.</param>
/// <param name="Number">Another number that some codes carry.</param>
/// <param name="Text">Text that was added.</param>
internal readonly record struct WfdbAnnotation(long Sample, int Code, int SubType, int Channel, int Number, string Text);
