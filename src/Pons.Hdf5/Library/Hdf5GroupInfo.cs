using System.Runtime.InteropServices;

namespace Pons.Hdf5.Library;

/// <summary>What <c>H5Gget_info</c> tells of a group (<c>H5G_info_t</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct Hdf5GroupInfo
{
    private readonly int _storage;

    /// <summary>Number of links in the group.</summary>
    public readonly ulong LinkCount;

    private readonly long _largestOrder;
    private readonly int _isMounted;
}
