namespace Pons.Formats;

/// <summary>Parts of a file that are read at once, never more than the file has.</summary>
internal static class StoredBytes
{
    /// <summary>So much of a text or table is held in memory at most.</summary>
    public const int LongestPart = 1 << 26;

    /// <summary>Reads so many bytes from a place.</summary>
    /// <exception cref="RecordingFormatException">The file ends before, or the part is longer than anything that belongs there.</exception>
    public static byte[] Read(Stream file, string name, long position, long count, string what)
    {
        if (position < 0 || count < 0 || position > file.Length || count > file.Length - position)
            throw new RecordingFormatException(name, Math.Clamp(position, 0, file.Length),
                $"The {what} would need {count} bytes from byte {position}, but the file has {file.Length}.",
                "It was cut off, or its header is damaged.", "Copy the file again from where it was recorded.");
        if (count > LongestPart)
            throw new RecordingFormatException(name, position, $"The {what} would be {count} bytes long.",
                "Nothing of that size belongs there: the header is damaged.", "Copy the file again from where it was recorded.");
        var bytes = new byte[count];
        file.Position = position;
        file.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Reads a text file whole, and says in a warning when its letters had to be guessed.</summary>
    /// <exception cref="RecordingFormatException">The file is empty or longer than any file of its kind.</exception>
    public static string ReadText(Stream file, string name, List<string> warnings)
    {
        if (file.Length == 0) throw RecordingFormat.Empty(name);
        var text = StoredText.Decode(Read(file, name, 0, file.Length, "text"), out var assumed);
        if (assumed is not null) warnings.Add($"'{name}' is not written in UTF-8: its letters are read as {assumed}.");
        return text;
    }
}
