namespace Pons.Formats.Edf;

/// <summary>One text of a time-stamped annotation list, with times as the file states them.</summary>
/// <param name="OnsetSeconds">Seconds after the start time of the header.</param>
/// <param name="DurationSeconds">Seconds that it lasted; <see langword="null"/> when not stated.</param>
/// <param name="Text">What was noted; empty for the entry that keeps the time of a data record.</param>
internal readonly record struct EdfAnnotation(decimal OnsetSeconds, decimal? DurationSeconds, string Text);
