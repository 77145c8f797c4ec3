using System.Buffers.Binary;
using Pons.Formats;

namespace Pons.Hdf5.Library;

/// <summary>
/// The first block of an HDF5 file (HDF5 File Format Specification, section II.A), looked at before the native library is: it says how
/// long the file should be.
/// </summary>
internal static class Hdf5Superblock
{
    private const int Bytes = 96, AddressBytes = 8;
    private static readonly long[] Places = [0, 512, 1024, 2048];

    /// <summary>The eight bytes that the first block begins with.</summary>
    public static ReadOnlySpan<byte> Signature => [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Where the first block stands, from which all addresses count; refuses a file that is not HDF5 or is cut off.</summary>
    public static long Find(Stream file, string name)
    {
        var block = new byte[Bytes];
        foreach (var at in Places)
        {
            file.Position = at;
            var count = at < file.Length ? file.ReadAtLeast(block, Bytes, throwOnEndOfStream: false) : 0;
            if (!block.AsSpan(0, count).StartsWith(Signature)) continue;
            Demand(block.AsSpan(0, count), at, file.Length, name);
            return at;
        }

        throw Fault(name, 0, "The file does not begin as HDF5 does, nor does a block of HDF5 stand behind a header.");
    }

    private static void Demand(ReadOnlySpan<byte> block, long at, long fileBytes, string name)
    {
        if (block.Length < Bytes / 2) throw Fault(name, at, "The file ends within its first block.");
        var version = block[8];
        if (version > 3) throw Fault(name, at + 8, $"The first block of HDF5 has version {version}; versions 0 to 3 are known.");
        var (addressAt, endAt) = version switch { 0 => (13, 40), 1 => (13, 44), _ => (9, 28) };
        // Files with addresses of other lengths are not written by anybody who records signals.
        if (block[addressAt] != AddressBytes || block.Length < endAt + AddressBytes)
            throw Fault(name, at + addressAt, $"Addresses in the file have {block[addressAt]} bytes, and {AddressBytes} are expected.");
        var end = BinaryPrimitives.ReadUInt64LittleEndian(block[endAt..]);
        if (end > (ulong)fileBytes) throw Fault(name, fileBytes, $"The file should have {end} bytes, and has {fileBytes}.");
    }

    private static RecordingFormatException Fault(string name, long at, string what) => new(
        name, at, what, "Its groups cannot be found.", "Copy the file again from where it was saved.");
}
