using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pons.Hdf5.Library;

/// <summary>
/// Where a text of any length lies: in the file stands only its length and its place in a heap of texts. The library follows these references
/// without a look at whether length and place agree, and damaged ones lead it out of its memory. So it is made to hand them out as they
/// stand, and <see cref="Hdf5Heaps"/> follows them.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal readonly unsafe struct Hdf5TextReference
{
    private const int OpaqueClass = 5, SoftConversion = 1;

    /// <summary>Bytes of the text.</summary>
    public readonly uint Length;

    /// <summary>Address of the collection of texts.</summary>
    public readonly ulong Address;

    /// <summary>Number of the text in its collection.</summary>
    public readonly uint Index;

    /// <summary>The type that the library knows these by in memory: 16 bytes of no meaning.</summary>
    public static long Type { get; private set; }

    /// <summary>Teaches the library the conversion from a text to its reference. Under the gate, once.</summary>
    /// <param name="character">The library's type of a text of one character.</param>
    public static bool Register(long character)
    {
        Type = Hdf5Calls.H5Tcreate(OpaqueClass, (nuint)sizeof(Hdf5TextReference));
        using var text = new Hdf5Id(Hdf5Calls.H5Tcopy(character));
        var anyLength = nuint.MaxValue;
        return Type >= 0 && Hdf5Calls.H5Tset_size(text.Value, anyLength) >= 0
            && Hdf5Calls.H5Tregister(SoftConversion, "text reference", text.Value, Type,
                (nint)(delegate* unmanaged[Cdecl]<long, long, int*, nuint, nuint, nuint, void*, void*, long, int>)&Keep) >= 0;
    }

    /// <summary>Both have 16 bytes, in the order of the file: they stay as they are. The second word asked for says that no
    /// background is needed.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Keep(long source, long destination, int* command, nuint count, nuint stride, nuint otherStride, void* values, void* other, long list)
    {
        const int begin = 0;
        if (command[0] == begin) command[1] = 0;
        return 0;
    }
}
