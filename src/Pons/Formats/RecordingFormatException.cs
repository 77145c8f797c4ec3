namespace Pons.Formats;

/// <summary>A recording cannot be read or written as its format demands; names the file and, where there is one, the byte.</summary>
public sealed class RecordingFormatException : PonsException
{
    /// <summary>Names the file, the place and the fault.</summary>
    /// <param name="file">Name of the file.</param>
    /// <param name="byteOffset">Where in the file, in bytes from its start; <see langword="null"/> when no single place is at
    /// fault.</param>
    /// <param name="what">What was found, and what was expected instead.</param>
    /// <param name="why">Why it matters.</param>
    /// <param name="remedy">What to do.</param>
    /// <param name="inner">The fault that caused this one, if any.</param>
    public RecordingFormatException(string file, long? byteOffset, string what, string why, string remedy, Exception? inner = null)
        : base(byteOffset is { } at ? $"'{file}', byte {at}: {what}" : $"'{file}': {what}", why, remedy, inner)
    {
        File = file;
        ByteOffset = byteOffset;
    }

    /// <summary>Name of the file.</summary>
    public string File { get; }

    /// <summary>Where the fault is, in bytes from the start of the file; <see langword="null"/> when it is no single place.</summary>
    public long? ByteOffset { get; }
}
