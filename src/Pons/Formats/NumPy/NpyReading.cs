namespace Pons.Formats.NumPy;

/// <summary>Reads bytes of an array that must be there.</summary>
internal static class NpyReading
{
    /// <summary>Fills the buffer.</summary>
    /// <exception cref="RecordingFormatException">Fewer bytes are left, or they cannot be expanded.</exception>
    public static void ReadExactlyOrFault(this Stream array, Span<byte> buffer, string name)
    {
        try
        {
            array.ReadExactly(buffer);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or ObjectDisposedException)
        {
            throw new RecordingFormatException(name, null, "The array cannot be read to its end.",
                "It was closed, cut off, or damaged where it is compressed.", "Copy the file again from where it was saved.", e);
        }
    }
}
