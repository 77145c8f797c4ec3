using Pons.Formats;
using Pons.Hdf5.Library;

namespace Pons.Hdf5;

/// <summary>Looks into HDF5 files to tell whose they are, and opens them.</summary>
internal static class Hdf5Recognition
{
    /// <summary>
    /// Whether a file is HDF5 and of one kind: by its content, or by its extension alone where the content cannot be looked at or has none
    /// of the marks.
    /// </summary>
    public static bool Is(RecordingFiles files, string extension, Func<Hdf5Group, bool> isKind)
    {
        ArgumentNullException.ThrowIfNull(files);
        if (!files.FirstBytes.Span.StartsWith(Hdf5Superblock.Signature)) return false;
        if (files.Extension == extension) return true;
        if (Hdf5Library.UnavailableBecause is not null) return false;
        try
        {
            using var file = Hdf5File.Open(files);
            return isKind(file.Root);
        }
        catch (RecordingFormatException)
        {
            // Too damaged to tell; whoever opens it by its extension learns how.
            return false;
        }
    }

    /// <summary>Opens the file for a reader; closes it when that fails.</summary>
    public static Recording Open(RecordingFiles files, Func<Hdf5File, Recording> read)
    {
        var file = Hdf5File.Open(files);
        try
        {
            return read(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
