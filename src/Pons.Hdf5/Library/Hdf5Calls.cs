using System.Runtime.InteropServices;

namespace Pons.Hdf5.Library;

/// <summary>
/// Functions of libhdf5 as its reference manual has them, and only such as kept their meaning from 1.10 to 1.14. Identifiers have 64 bits.
/// A negative result is a failure. Call under <see cref="Hdf5Library.Gate"/>.
/// </summary>
internal static unsafe partial class Hdf5Calls
{
    public const string Name = "hdf5";

    [LibraryImport(Name)]
    public static partial int H5open();

    [LibraryImport(Name)]
    public static partial int H5get_libversion(out uint major, out uint minor, out uint release);

    [LibraryImport(Name)]
    public static partial int H5Eset_auto2(long stack, nint function, nint data);

    [LibraryImport(Name)]
    public static partial int H5Lunregister(int kind);

    [LibraryImport(Name)]
    public static partial int H5Idec_ref(long id);

    [LibraryImport(Name)]
    public static partial int H5Iis_valid(long id);

    [LibraryImport(Name)]
    public static partial int H5Iget_type(long id);

    [LibraryImport(Name)]
    public static partial long H5Pcreate(long kind);

    [LibraryImport(Name)]
    public static partial int H5Pset_fclose_degree(long list, int degree);

    [LibraryImport(Name)]
    public static partial int H5Pset_fapl_core(long list, nuint increment, int writesFile);

    [LibraryImport(Name)]
    public static partial int H5Pset_cache(long list, int unused, nuint slots, nuint bytes, double preemption);

    [LibraryImport(Name)]
    public static partial int H5Pset_file_image(long list, byte* image, nuint length);

    [LibraryImport(Name)]
    public static partial int H5Pset_userblock(long list, ulong bytes);

    [LibraryImport(Name)]
    public static partial int H5Pset_chunk(long list, int rank, ReadOnlySpan<ulong> lengths);

    [LibraryImport(Name)]
    public static partial int H5Pget_chunk(long list, int rank, Span<ulong> lengths);

    [LibraryImport(Name)]
    public static partial int H5Pget_layout(long list);

    [LibraryImport(Name)]
    public static partial int H5Pget_external_count(long list);

    [LibraryImport(Name)]
    public static partial int H5Pget_nfilters(long list);

    [LibraryImport(Name)]
    public static partial int H5Pget_filter2(
        long list, uint number, out uint flags, nuint* valueCount, uint* values, nuint nameLength, byte* name, out uint configuration);

    [LibraryImport(Name, StringMarshalling = StringMarshalling.Utf8)]
    public static partial long H5Fopen(string path, uint flags, long access);

    [LibraryImport(Name, StringMarshalling = StringMarshalling.Utf8)]
    public static partial long H5Fcreate(string path, uint flags, long creation, long access);

    [LibraryImport(Name)]
    public static partial int H5Gget_info(Hdf5Handle group, out Hdf5GroupInfo info);

    [LibraryImport(Name, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint H5Lget_name_by_idx(
        Hdf5Handle place, string group, int index, int order, ulong number, byte* name, nuint length, long access);

    [LibraryImport(Name, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int H5Lexists(Hdf5Handle place, string name, long access);

    [LibraryImport(Name, StringMarshalling = StringMarshalling.Utf8)]
    public static partial long H5Oopen(Hdf5Handle place, string name, long access);

    [LibraryImport(Name, StringMarshalling = StringMarshalling.Utf8)]
    public static partial long H5Gcreate2(Hdf5Handle place, string name, long link, long creation, long access);

    [LibraryImport(Name, StringMarshalling = StringMarshalling.Utf8)]
    public static partial long H5Dcreate2(Hdf5Handle place, string name, long type, long space, long link, long creation, long access);

    [LibraryImport(Name)]
    public static partial long H5Dget_space(Hdf5Handle data);

    [LibraryImport(Name)]
    public static partial long H5Dget_type(Hdf5Handle data);

    [LibraryImport(Name)]
    public static partial long H5Dget_create_plist(Hdf5Handle data);

    [LibraryImport(Name)]
    public static partial ulong H5Dget_storage_size(Hdf5Handle data);

    [LibraryImport(Name)]
    public static partial int H5Dread(Hdf5Handle data, long memoryType, long memorySpace, long fileSpace, long transfer, void* buffer);

    [LibraryImport(Name)]
    public static partial int H5Dwrite(Hdf5Handle data, long memoryType, long memorySpace, long fileSpace, long transfer, void* buffer);

    [LibraryImport(Name)]
    public static partial long H5Screate(int kind);

    [LibraryImport(Name)]
    public static partial long H5Screate_simple(int rank, ReadOnlySpan<ulong> lengths, nint most);

    [LibraryImport(Name)]
    public static partial int H5Sget_simple_extent_type(long space);

    [LibraryImport(Name)]
    public static partial int H5Sget_simple_extent_ndims(long space);

    [LibraryImport(Name)]
    public static partial int H5Sget_simple_extent_dims(long space, Span<ulong> lengths, nint most);

    [LibraryImport(Name)]
    public static partial int H5Sselect_hyperslab(
        long space, int operation, ReadOnlySpan<ulong> start, nint stride, ReadOnlySpan<ulong> count, nint block);

    [LibraryImport(Name)]
    public static partial int H5Tget_class(long type);

    [LibraryImport(Name)]
    public static partial nuint H5Tget_size(long type);

    [LibraryImport(Name)]
    public static partial int H5Tequal(long type, long other);

    [LibraryImport(Name)]
    public static partial int H5Tis_variable_str(long type);

    [LibraryImport(Name)]
    public static partial long H5Tcreate(int kind, nuint bytes);

    [LibraryImport(Name, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int H5Tregister(int persistence, string name, long source, long destination, nint function);

    [LibraryImport(Name)]
    public static partial long H5Tcopy(long type);

    [LibraryImport(Name)]
    public static partial int H5Tset_size(long type, nuint bytes);

    [LibraryImport(Name, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int H5Aexists(Hdf5Handle node, string name);

    [LibraryImport(Name, StringMarshalling = StringMarshalling.Utf8)]
    public static partial long H5Aopen(Hdf5Handle node, string name, long access);

    [LibraryImport(Name, StringMarshalling = StringMarshalling.Utf8)]
    public static partial long H5Acreate2(Hdf5Handle node, string name, long type, long space, long creation, long access);

    [LibraryImport(Name)]
    public static partial long H5Aget_type(long attribute);

    [LibraryImport(Name)]
    public static partial long H5Aget_space(long attribute);

    [LibraryImport(Name)]
    public static partial int H5Aread(long attribute, long memoryType, void* buffer);

    [LibraryImport(Name)]
    public static partial int H5Awrite(long attribute, long memoryType, void* buffer);

    [LibraryImport(Name)]
    public static partial long H5Rdereference2(Hdf5Handle node, long access, int kind, ulong* reference);

    [LibraryImport(Name, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int H5Rcreate(ulong* reference, Hdf5Handle place, string name, int kind, long space);
}
