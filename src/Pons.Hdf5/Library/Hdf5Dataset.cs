using Pons.Formats;

namespace Pons.Hdf5.Library;

/// <summary>A data set: an array of numbers, texts or references, of which parts are read.</summary>
internal sealed unsafe class Hdf5Dataset : Hdf5Node
{
    private const int VirtualLayout = 3, ChunkedLayout = 2;

    /// <summary>Chunks are taken into memory whole.</summary>
    private const long MostChunkBytes = 1L << 28, MostHeldBytes = 1L << 27;

    public Hdf5Dataset(Hdf5File file, Hdf5Handle handle, string path)
        : base(file, handle, path)
    {
        lock (Hdf5Library.Gate)
        {
            using var space = new Hdf5Id(Hdf5Calls.H5Dget_space(handle));
            using var type = new Hdf5Id(Hdf5Calls.H5Dget_type(handle));
            if (space.Value < 0 || type.Value < 0)
                throw Fault("The library libhdf5 cannot read what kind of data it is.", "It is damaged.", "Copy the file again from where it was saved.");
            Shape = Hdf5Shape.Of(space.Value);
            Class = (Hdf5Class)Hdf5Calls.H5Tget_class(type.Value);
            StoredAs = TypeOf(Class, type.Value);
            IsElsewhere = LiesElsewhere(handle, Shape.Lengths.Length, (long)Hdf5Calls.H5Tget_size(type.Value));
        }
    }

    public Hdf5Shape Shape { get; }

    public Hdf5Class Class { get; }

    /// <summary>How a number is stored; null when it is none, or of a length that nobody else knows.</summary>
    public SampleType? StoredAs { get; }

    /// <summary>Whether its numbers lie in other files, or in chunks beyond all measure; then they are not read.</summary>
    public bool IsElsewhere { get; }

    /// <summary>Reads a block of numbers in the order of the file: the last dimension runs fastest.</summary>
    public void Read(ReadOnlySpan<long> start, ReadOnlySpan<long> count, Span<double> destination)
    {
        fixed (double* first = destination) ReadBlock(start, count, Hdf5Library.NativeDouble, first);
    }

    /// <summary>Reads a block of numbers in single precision, in the order of the file.</summary>
    public void Read(ReadOnlySpan<long> start, ReadOnlySpan<long> count, Span<float> destination)
    {
        fixed (float* first = destination) ReadBlock(start, count, Hdf5Library.NativeSingle, first);
    }

    /// <summary>All numbers; null when there are too many to be held, or they are none.</summary>
    public double[]? Numbers()
    {
        if (StoredAs is null || Shape.Count > MostHeldBytes / 8 || IsElsewhere) return null;
        var numbers = new double[Shape.Count];
        if (numbers.Length > 0) ReadAll(numbers);
        return numbers;
    }

    /// <summary>All texts; null when it holds none.</summary>
    public string[]? Texts()
    {
        if (Class != Hdf5Class.Text || IsElsewhere) return null;
        lock (Hdf5Library.Gate)
        {
            using var type = new Hdf5Id(Hdf5Calls.H5Dget_type(Handle));
            return Hdf5Text.Read(type.Value, Shape.Count, MostHeldBytes, buffer => Hdf5Calls.H5Dread(Handle, type.Value, 0, 0, 0, buffer));
        }
    }

    /// <summary>What its references lead to, in the order of the file; a reference to nothing gives null.</summary>
    public List<Hdf5Node?>? References(long most)
    {
        if (Class != Hdf5Class.Reference || Shape.Count > most || IsElsewhere) return null;
        lock (Hdf5Library.Gate)
        {
            var references = new ulong[Shape.Count];
            fixed (ulong* first = references)
                if (references.Length > 0 && Hdf5Calls.H5Dread(Handle, Hdf5Library.TypeNamed("H5T_STD_REF_OBJ_g"), 0, 0, 0, first) < 0) throw Unreadable();
            return [.. references.Select((r, i) => NodeAt(r, $"{Path}{{{i}}}"))];
        }
    }

    private static SampleType? TypeOf(Hdf5Class kind, long type)
    {
        var isSigned = Hdf5Calls.H5Tget_sign(type) > 0;
        return (kind, (int)Hdf5Calls.H5Tget_size(type)) switch
        {
            (Hdf5Class.Float, 4) => SampleType.Float32,
            (Hdf5Class.Float, 2) => SampleType.Float32,
            (Hdf5Class.Float, 8) => SampleType.Float64,
            (Hdf5Class.Integer, 1) => isSigned ? SampleType.Int8 : SampleType.UInt8,
            (Hdf5Class.Integer, 2) => isSigned ? SampleType.Int16 : SampleType.UInt16,
            (Hdf5Class.Integer, 4) => isSigned ? SampleType.Int32 : SampleType.UInt32,
            (Hdf5Class.Integer, 8) => isSigned ? SampleType.Int64 : SampleType.UInt64,
            _ => null,
        };
    }

    private static bool LiesElsewhere(Hdf5Handle handle, int rank, long bytesEach)
    {
        using var creation = new Hdf5Id(Hdf5Calls.H5Dget_create_plist(handle));
        if (creation.Value < 0) return true;
        var layout = Hdf5Calls.H5Pget_layout(creation.Value);
        if (layout == VirtualLayout || Hdf5Calls.H5Pget_external_count(creation.Value) > 0) return true;
        if (layout != ChunkedLayout || rank == 0) return false;
        Span<ulong> lengths = stackalloc ulong[rank];
        if (Hdf5Calls.H5Pget_chunk(creation.Value, rank, lengths) < 0) return true;
        var bytes = (double)bytesEach;
        foreach (var length in lengths) bytes *= length;
        return bytes > MostChunkBytes;
    }

    private void ReadAll(Span<double> destination)
    {
        lock (Hdf5Library.Gate)
            fixed (double* first = destination)
                if (Hdf5Calls.H5Dread(Handle, Hdf5Library.NativeDouble, 0, 0, 0, first) < 0) throw Unreadable();
    }

    private void ReadBlock(ReadOnlySpan<long> start, ReadOnlySpan<long> count, long memoryType, void* destination)
    {
        Span<ulong> from = stackalloc ulong[start.Length], lengths = stackalloc ulong[start.Length];
        for (var d = 0; d < start.Length; d++) (from[d], lengths[d]) = ((ulong)start[d], (ulong)count[d]);
        lock (Hdf5Library.Gate)
        {
            if (Handle.IsClosed || Hdf5Calls.H5Iis_valid(Handle.DangerousGetHandle()) <= 0) throw new ObjectDisposedException(Path);
            if (start.IsEmpty)
            {
                if (Hdf5Calls.H5Dread(Handle, memoryType, 0, 0, 0, destination) < 0) throw Unreadable();
                return;
            }

            using var file = new Hdf5Id(Hdf5Calls.H5Dget_space(Handle));
            using var memory = new Hdf5Id(Hdf5Calls.H5Screate_simple(lengths.Length, lengths, 0));
            if (Hdf5Calls.H5Sselect_hyperslab(file.Value, 0, from, 0, lengths, 0) < 0
                || Hdf5Calls.H5Dread(Handle, memoryType, memory.Value, file.Value, 0, destination) < 0) throw Unreadable();
        }
    }

    private Hdf5Node? NodeAt(ulong reference, string path)
    {
        if (reference == 0) return null;
        var id = Hdf5Calls.H5Rdereference2(Handle, 0, 0, &reference);
        return id < 0 ? null : Hdf5Group.NodeOf(File, id, path);
    }

    private RecordingFormatException Unreadable() => Fault("The library libhdf5 cannot read these values.",
        "They are damaged, or stored with a filter that is not installed.", "Copy the file again, or save it again without that filter.");
}
