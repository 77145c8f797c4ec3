using System.Text;

namespace Pons.Hdf5.Library;

/// <summary>Makes an HDF5 file: groups, data sets, attributes. One thread; disposing closes the file.</summary>
internal sealed unsafe class Hdf5Writer : IDisposable
{
    private const uint Truncate = 2;
    private const int ScalarSpace = 0;
    private readonly string _path;

    /// <summary>Makes the file, with room for so many bytes of another header before it: none, or 512 and its doubles.</summary>
    public Hdf5Writer(string path, int headerBytes = 0)
    {
        _path = path;
        Hdf5Library.Demand(System.IO.Path.GetFileName(path));
        lock (Hdf5Library.Gate)
        {
            using var creation = new Hdf5Id(Hdf5Calls.H5Pcreate(Hdf5Library.TypeNamed("H5P_CLS_FILE_CREATE_ID_g")));
            using var access = new Hdf5Id(Hdf5Calls.H5Pcreate(Hdf5Library.TypeNamed("H5P_CLS_FILE_ACCESS_ID_g")));
            if (headerBytes > 0) Demand(Hdf5Calls.H5Pset_userblock(creation.Value, (ulong)headerBytes));
            Demand(Hdf5Calls.H5Pset_fclose_degree(access.Value, 3));
            Root = new(Demand(Hdf5Calls.H5Fcreate(path, Truncate, creation.Value, access.Value)));
        }
    }

    /// <summary>The group that everything lies in.</summary>
    public Hdf5Handle Root { get; }

    public Hdf5Handle Group(Hdf5Handle parent, string name)
    {
        lock (Hdf5Library.Gate) return new(Demand(Hdf5Calls.H5Gcreate2(parent, name, 0, 0, 0)));
    }

    /// <summary>Makes a data set; its values follow, or are written whole with <see cref="Fill{T}"/>.</summary>
    /// <param name="parent">Where it goes.</param>
    /// <param name="name">Its name.</param>
    /// <param name="type">Variable of the library that holds the type of its values, such as <c>H5T_IEEE_F64LE_g</c>.</param>
    /// <param name="lengths">Length of each dimension; none for a single value.</param>
    public Hdf5Handle Dataset(Hdf5Handle parent, string name, string type, params ReadOnlySpan<ulong> lengths)
    {
        lock (Hdf5Library.Gate)
        {
            using var space = new Hdf5Id(Demand(Space(lengths)));
            return new(Demand(Hdf5Calls.H5Dcreate2(parent, name, Hdf5Library.TypeNamed(type), space.Value, 0, 0, 0)));
        }
    }

    /// <summary>Writes all values of a data set, which are those of <paramref name="memoryType"/> in memory.</summary>
    public void Fill<T>(Hdf5Handle data, string memoryType, ReadOnlySpan<T> values) where T : unmanaged
    {
        lock (Hdf5Library.Gate)
            fixed (T* first = values) Demand(Hdf5Calls.H5Dwrite(data, Hdf5Library.TypeNamed(memoryType), 0, 0, 0, first));
    }

    /// <summary>Writes some rows of a data set of two dimensions.</summary>
    public void FillRows(Hdf5Handle data, string memoryType, ulong firstRow, ulong rows, ulong columns, ReadOnlySpan<byte> values)
    {
        lock (Hdf5Library.Gate)
        {
            ReadOnlySpan<ulong> start = [firstRow, 0], lengths = [rows, columns];
            using var space = new Hdf5Id(Demand(Hdf5Calls.H5Dget_space(data)));
            using var memory = new Hdf5Id(Demand(Hdf5Calls.H5Screate_simple(2, lengths, 0)));
            Demand(Hdf5Calls.H5Sselect_hyperslab(space.Value, 0, start, 0, lengths, 0));
            fixed (byte* first = values)
                Demand(Hdf5Calls.H5Dwrite(data, Hdf5Library.TypeNamed(memoryType), memory.Value, space.Value, 0, first));
        }
    }

    public void Attribute(Hdf5Handle node, string name, string text)
    {
        lock (Hdf5Library.Gate)
        {
            var bytes = Encoding.UTF8.GetBytes(text.Length == 0 ? "\0" : text);
            using var type = new Hdf5Id(Demand(Hdf5Calls.H5Tcopy(Hdf5Library.TypeNamed("H5T_C_S1_g"))));
            Demand(Hdf5Calls.H5Tset_size(type.Value, (nuint)bytes.Length));
            fixed (byte* first = bytes) WriteAttribute(node, name, type.Value, type.Value, first);
        }
    }

    public void Attribute(Hdf5Handle node, string name, int number)
    {
        lock (Hdf5Library.Gate) WriteAttribute(node, name, Hdf5Library.TypeNamed("H5T_STD_I32LE_g"), Hdf5Library.TypeNamed("H5T_NATIVE_INT_g"), &number);
    }

    public void Attribute(Hdf5Handle node, string name, double number)
    {
        lock (Hdf5Library.Gate) WriteAttribute(node, name, Hdf5Library.TypeNamed("H5T_IEEE_F64LE_g"), Hdf5Library.TypeNamed("H5T_NATIVE_DOUBLE_g"), &number);
    }

    /// <summary>A reference to what lies at a path below the root.</summary>
    public ulong Reference(string path)
    {
        lock (Hdf5Library.Gate)
        {
            ulong reference = 0;
            Demand(Hdf5Calls.H5Rcreate(&reference, Root, path, 0, -1));
            return reference;
        }
    }

    public void Dispose() => Root.Dispose();

    private static long Space(ReadOnlySpan<ulong> lengths) =>
        lengths.IsEmpty ? Hdf5Calls.H5Screate(ScalarSpace) : Hdf5Calls.H5Screate_simple(lengths.Length, lengths, 0);

    private void WriteAttribute(Hdf5Handle node, string name, long type, long memoryType, void* value)
    {
        using var space = new Hdf5Id(Demand(Hdf5Calls.H5Screate(ScalarSpace)));
        using var attribute = new Hdf5Id(Demand(Hdf5Calls.H5Acreate2(node, name, type, space.Value, 0, 0)));
        Demand(Hdf5Calls.H5Awrite(attribute.Value, memoryType, value));
    }

    /// <summary>The library says no more than that it failed, and for a file that is being made that is the disk.</summary>
    private long Demand(long result) => result >= 0 ? result
        : throw new IOException($"The library libhdf5 cannot write '{_path}': the disk may be full, or the folder not writable.");
}
