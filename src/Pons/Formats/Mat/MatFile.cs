namespace Pons.Formats.Mat;

/// <summary>Opens a file of MATLAB variables of the versions that need no other library.</summary>
internal static class MatFile
{
    public static bool Recognise(ReadOnlySpan<byte> first) => Mat5File.Recognise(first) || Mat4File.Recognise(first);

    /// <summary>Opens the file and lists its variables; closes it when that fails.</summary>
    public static MatContainer Open(Stream stream, string file)
    {
        try
        {
            var first = new byte[RecordingFiles.RecognitionLength];
            var count = stream.ReadAtLeast(first, first.Length, throwOnEndOfStream: false);
            if (Mat5File.Recognise(first.AsSpan(0, count))) return new Mat5File(stream, file);
            if (Mat4File.Recognise(first.AsSpan(0, count))) return new Mat4File(stream, file);
            throw count == 0 ? RecordingFormat.Empty(file) : new(
                file, 0, "The file does not begin as one of MATLAB's version 4, 5 or 7 does.", "Its variables cannot be found.",
                "Save it from MATLAB with save -v7; for version 7.3 the library Pons.Hdf5 is needed.");
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }
}
