namespace Pons.Formats.Edf;

/// <summary>One signal that is written.</summary>
/// <param name="Label">Label in the header.</param>
/// <param name="Detail">What the source says of the channel.</param>
/// <param name="Scaling">How its values become digital numbers.</param>
/// <param name="SamplesPerRecord">Its samples in a data record.</param>
internal sealed record EdfNewSignal(string Label, RecordedChannel Detail, EdfScaling Scaling, int SamplesPerRecord);
