namespace Pons.Formats.Xdf;

/// <summary>One sample of a stream of markers.</summary>
/// <param name="Stamp">Its time stamp as it stands in the file, in seconds.</param>
/// <param name="Texts">Its value in each channel.</param>
internal readonly record struct XdfNote(double Stamp, string[] Texts);
