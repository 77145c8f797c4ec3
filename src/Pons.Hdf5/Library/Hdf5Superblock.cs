using System.Buffers.Binary;

namespace Pons.Hdf5.Library;

/// <summary>
/// The first block of an HDF5 file (HDF5 File Format Specification, section II.A), looked at before the native library is: it says how
/// long the file should be.
/// </summary>
internal static class Hdf5Superblock
{
    private const int Bytes = 96;

    /// <summary>The eight bytes that the first block begins with.</summary>
    public static ReadOnlySpan<byte> Signature => [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A];

    private static readonly long[] Places = [0, 512, 1024, 2048];

    /// <summary>What is wrong with the first block; null when nothing is.</summary>
    public static (long? At, string What)? FaultOf(Stream file)
    {
        var block = new byte[Bytes];
        foreach (var at in Places)
        {
            file.Position = at;
            var count = at < file.Length ? file.ReadAtLeast(block, Bytes, throwOnEndOfStream: false) : 0;
            if (!block.AsSpan(0, count).StartsWith(Signature)) continue;
            return FaultOf(block.AsSpan(0, count), at, file.Length);
        }

        return (0, "The file does not begin as HDF5 does, nor does a block of HDF5 stand behind a header.");
    }

    private static (long? At, string What)? FaultOf(ReadOnlySpan<byte> block, long at, long fileBytes)
    {
        if (block.Length < 48) return (at, "The file ends within its first block.");
        var version = block[8];
        if (version > 3) return (at + 8, $"The first block of HDF5 has version {version}; versions 0 to 3 are known.");
        var (offsetBytes, endAt) = version switch { 0 => (block[13], 24 + 16), 1 => (block[13], 28 + 16), _ => (block[9], 12 + 16) };
        // Files of other address lengths than 8 bytes are not written by anybody who records signals.
        if (offsetBytes != 8 || block.Length < endAt + 8) return (at + (version < 2 ? 13 : 9), $"Addresses in the file have {offsetBytes} bytes, and 8 are expected.");
        var end = BinaryPrimitives.ReadUInt64LittleEndian(block[endAt..]);
        return end > (ulong)fileBytes ? (fileBytes, $"The file should have {end} bytes, and has {fileBytes}.") : null;
    }
}
