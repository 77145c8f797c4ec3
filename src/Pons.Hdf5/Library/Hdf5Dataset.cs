using System.Buffers;
using Pons.Formats;
using Pons.Streams;

namespace Pons.Hdf5.Library;

/// <summary>A data set: an array of numbers, texts or references, of which parts are read.</summary>
internal sealed unsafe class Hdf5Dataset : Hdf5Node
{
    private const int CompactLayout = 0, ChunkedLayout = 2, VirtualLayout = 3;

    /// <summary>Filters that are let run. Damaged settings of others lead the library astray.</summary>
    private const int Deflate = 1, Shuffle = 2, Checksum = 3, ScaleOffset = 6;

    /// <summary>Chunks are taken into memory whole.</summary>
    private const long MostChunkBytes = 1L << 28, MostHeldBytes = 1L << 27;

    private readonly Hdf5NumberType? _numbers;

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
            _numbers = Hdf5NumberType.Of(type.Value);
            var isReference = Hdf5Calls.H5Tis_variable_str(type.Value) > 0;
            IsOutOfReach = LiesOutOfReach(handle, Shape, isReference ? sizeof(Hdf5TextReference) : (long)Hdf5Calls.H5Tget_size(type.Value));
        }
    }

    public Hdf5Shape Shape { get; }

    public Hdf5Class Class { get; }

    /// <summary>How a number is stored; null when it is none of the usual ones.</summary>
    public SampleType? StoredAs => _numbers?.Type;

    /// <summary>Whether its values lie in other files, behind unusual filters, in chunks beyond all measure or in too little space; then they are
    /// not read.</summary>
    public bool IsOutOfReach { get; }

    /// <summary>Reads a block of numbers in the order of the file: the last dimension runs fastest.</summary>
    public void Read(ReadOnlySpan<long> start, ReadOnlySpan<long> count, Span<double> destination) =>
        Read(start, count, destination, _numbers!.Convert);

    /// <summary>Reads a block of numbers in single precision, in the order of the file.</summary>
    public void Read(ReadOnlySpan<long> start, ReadOnlySpan<long> count, Span<float> destination) =>
        Read(start, count, destination, _numbers!.Convert);

    /// <summary>All numbers; null when there are too many to be held, or they are none.</summary>
    public double[]? Numbers()
    {
        if (_numbers is null || IsOutOfReach || Shape.Count > Math.Min(MostHeldBytes / 8, MostStored(_numbers.Width))) return null;
        var numbers = new double[Shape.Count];
        if (numbers.Length > 0) Read(new long[Shape.Lengths.Length], Shape.Lengths.AsSpan(), numbers);
        return numbers;
    }

    /// <summary>All texts; null when it holds none.</summary>
    public string[]? Texts()
    {
        if (Class != Hdf5Class.Text || IsOutOfReach) return null;
        lock (Hdf5Library.Gate)
        {
            using var type = new Hdf5Id(Hdf5Calls.H5Dget_type(Handle));
            return Hdf5Text.Read(File, type.Value, Shape.Count, Math.Min(MostHeldBytes, MostStored(1)),
                (memory, buffer) => Hdf5Calls.H5Dread(Handle, memory, 0, 0, 0, buffer));
        }
    }

    /// <summary>What its references lead to, in the order of the file; a reference to nothing gives null.</summary>
    public List<Hdf5Node?>? References(long most)
    {
        if (Class != Hdf5Class.Reference || Shape.Count > Math.Min(most, MostStored(8)) || IsOutOfReach) return null;
        lock (Hdf5Library.Gate)
        {
            var toObjects = Hdf5Library.TypeNamed("H5T_STD_REF_OBJ_g");
            using var type = new Hdf5Id(Hdf5Calls.H5Dget_type(Handle));
            if (Hdf5Calls.H5Tequal(type.Value, toObjects) <= 0) return null;
            var references = new ulong[Shape.Count];
            fixed (ulong* first = references)
                if (references.Length > 0 && Hdf5Calls.H5Dread(Handle, toObjects, 0, 0, 0, first) < 0) throw Unreadable();
            return [.. references.Select((r, i) => NodeAt(r, $"{Path}{{{i}}}"))];
        }
    }

    /// <summary>How many values of a width can be there, if compression saves no more than it can.</summary>
    private long MostStored(int width) => (File.Bytes + 1) * 1032 / width;

    private static bool LiesOutOfReach(Hdf5Handle handle, Hdf5Shape shape, long bytesEach)
    {
        using var creation = new Hdf5Id(Hdf5Calls.H5Dget_create_plist(handle));
        if (creation.Value < 0) return true;
        var layout = Hdf5Calls.H5Pget_layout(creation.Value);
        if (layout == VirtualLayout || Hdf5Calls.H5Pget_external_count(creation.Value) > 0 || !AreUsualFilters(creation.Value)) return true;
        if (layout != ChunkedLayout)
        {
            // Space that was never given reads as zeros; space that is too small is damage, and the library reads beyond it.
            var stored = Hdf5Calls.H5Dget_storage_size(handle);
            return (stored > 0 || layout == CompactLayout) && stored < shape.Count * (double)bytesEach;
        }

        if (shape.Lengths.IsEmpty) return true;
        Span<ulong> lengths = stackalloc ulong[shape.Lengths.Length];
        if (Hdf5Calls.H5Pget_chunk(creation.Value, lengths.Length, lengths) < 0) return true;
        var bytes = (double)bytesEach;
        foreach (var length in lengths) bytes *= length;
        return bytes > MostChunkBytes;
    }

    private static bool AreUsualFilters(long creation)
    {
        var count = Hdf5Calls.H5Pget_nfilters(creation);
        for (var i = 0; i < count; i++)
        {
            nuint values = 0;
            if (Hdf5Calls.H5Pget_filter2(creation, (uint)i, out _, &values, null, 0, null, out _) is not (Deflate or Shuffle or Checksum or ScaleOffset)) return false;
        }

        return count >= 0;
    }

    private delegate void Converter<T>(Span<byte> bytes, Span<T> destination);

    private void Read<T>(ReadOnlySpan<long> start, ReadOnlySpan<long> count, Span<T> destination, Converter<T> convert)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(destination.Length * _numbers!.Width);
        try
        {
            fixed (byte* first = bytes) ReadBlock(start, count, _numbers.Id, first);
            convert(bytes.AsSpan(0, destination.Length * _numbers.Width), destination);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private void ReadBlock(ReadOnlySpan<long> start, ReadOnlySpan<long> count, long memoryType, void* destination)
    {
        Span<ulong> from = stackalloc ulong[start.Length], lengths = stackalloc ulong[start.Length];
        for (var d = 0; d < start.Length; d++) (from[d], lengths[d]) = ((ulong)start[d], (ulong)count[d]);
        lock (Hdf5Library.Gate)
        {
            ObjectDisposedException.ThrowIf(Handle.IsClosed || Hdf5Calls.H5Iis_valid(Handle.DangerousGetHandle()) <= 0, this);
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

    private RecordingFormatException Unreadable() => Fault("The library libhdf5 cannot read these values.", "They are damaged.",
        "Copy the file again from where it was saved.");
}
