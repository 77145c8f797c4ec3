namespace Pons.Formats;

/// <summary>Something that a file says about itself and that has no field of its own in <see cref="RecordingHeader"/>.</summary>
/// <param name="Name">Name of the field as the format's specification or the file calls it.</param>
/// <param name="Value">Its content in the words of the file.</param>
/// <param name="IsPersonal">Whether it can name or point to a person: names, numbers, dates, places, comments.</param>
public sealed record HeaderField(string Name, string Value, bool IsPersonal = false);
