namespace Pons.Formats.Edf;

/// <summary>What the header says of the data records.</summary>
/// <param name="Count">How many.</param>
/// <param name="DurationText">Length of each in seconds as it is written.</param>
/// <param name="HasGaps">Whether time is missing between some.</param>
internal sealed record EdfRecordCount(long Count, string DurationText, bool HasGaps);
