using Pons.Formats;

namespace Pons.Hdf5.Library;

/// <summary>An open HDF5 file. One thread at a time; disposing closes it and everything that was opened in it.</summary>
internal sealed unsafe class Hdf5File : IDisposable
{
    private const int CloseStrongly = 3;

    /// <summary>For each data set that is read: chunks beyond this are inflated again for every block.</summary>
    private const int ChunkCacheBytes = 1 << 24, ChunkSlots = 12_421;

    private readonly Hdf5Handle _handle;
    private readonly Stream _bytes;

    private Hdf5File(Hdf5Handle handle, string name, Stream bytes, long baseAddress)
    {
        (_handle, Name, _bytes) = (handle, name, bytes);
        Heaps = new(bytes, name, baseAddress);
        Root = new(this, handle, "/");
    }

    /// <summary>Name of the file for messages.</summary>
    public string Name { get; }

    /// <summary>Length of the file, by which what it claims is bounded.</summary>
    public long Bytes => _bytes.Length;

    /// <summary>Where texts of any length lie.</summary>
    public Hdf5Heaps Heaps { get; }

    /// <summary>The group that everything lies in.</summary>
    public Hdf5Group Root { get; }

    /// <summary>Opens a recording's file: from disk where it is there, else from a copy in memory.</summary>
    public static Hdf5File Open(RecordingFiles files)
    {
        Hdf5Library.Demand(files.Name);
        var stream = files.OpenMain();
        try
        {
            var start = Hdf5Superblock.Find(stream, files.Name);
            Hdf5GroupNames.Demand(stream, files.Name, start);
            return new(OpenHandle(files.PathOnDisk, files.Name, stream), files.Name, stream, start);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _handle.Dispose();
        _bytes.Dispose();
    }

    private static Hdf5Handle OpenHandle(string? path, string name, Stream stream)
    {
        lock (Hdf5Library.Gate)
        {
            using var access = AccessList();
            if (path is null) SetImage(access, name, stream);
            var id = Hdf5Calls.H5Fopen(path ?? name, 0, access.Value);
            return id >= 0 ? new(id) : throw new RecordingFormatException(name, null, "The library libhdf5 cannot open the file.",
                "It begins as HDF5 does, but what follows is damaged, cut off, or still being written.", "Copy the file again from where it was saved.");
        }
    }

    /// <summary>Closing the file closes all in it; where it can be told, the file is not locked against others.</summary>
    private static Hdf5Id AccessList()
    {
        var access = new Hdf5Id(Hdf5Calls.H5Pcreate(Hdf5Library.TypeNamed("H5P_CLS_FILE_ACCESS_ID_g")));
        _ = Hdf5Calls.H5Pset_fclose_degree(access.Value, CloseStrongly);
        _ = Hdf5Calls.H5Pset_cache(access.Value, 0, ChunkSlots, ChunkCacheBytes, 0.75);
        if (Hdf5Library.Optional("H5Pset_file_locking") is not 0 and var set)
            _ = ((delegate* unmanaged<long, int, int, int>)set)(access.Value, 0, 1);
        return access;
    }

    private static void SetImage(Hdf5Id access, string name, Stream stream)
    {
        if (stream.Length > Array.MaxLength)
            throw new RecordingFormatException(name, null, $"The file of {stream.Length:N0} bytes is not on disk, and would be copied into memory.",
                "The library libhdf5 reads files by path.", "Store the file on disk and open it there.");
        var image = GC.AllocateUninitializedArray<byte>((int)stream.Length);
        stream.Position = 0;
        stream.ReadExactly(image);
        _ = Hdf5Calls.H5Pset_fapl_core(access.Value, 1 << 16, 0);
        fixed (byte* bytes = image) _ = Hdf5Calls.H5Pset_file_image(access.Value, bytes, (nuint)image.Length);
    }
}
