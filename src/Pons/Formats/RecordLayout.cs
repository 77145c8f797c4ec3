namespace Pons.Formats;

/// <summary>Where the data records of a file lie; in each the samples of a signal stand together.</summary>
/// <param name="File">Name of the file, for messages.</param>
/// <param name="Start">First byte of the first record.</param>
/// <param name="RecordBytes">Length of a record.</param>
/// <param name="RecordCount">How many whole records there are.</param>
internal sealed record RecordLayout(string File, long Start, long RecordBytes, long RecordCount);
