using System.Buffers.Binary;

namespace Pons.Devices.Rda;

/// <summary>The first 24 bytes of every message: GUID, size of the whole message, kind.</summary>
internal readonly record struct RdaMessage(int Size, RdaKind Kind)
{
    public const int HeaderBytes = 24;
    public const int LargestBytes = 16 << 20;

    public static ReadOnlySpan<byte> Guid => [0x8E, 0x45, 0x58, 0x43, 0x96, 0xC9, 0x86, 0x4C, 0xAF, 0x4A, 0x98, 0xBB, 0xF6, 0xC9, 0x14, 0x50];

    /// <summary>Reads a header of at least 24 bytes whose GUID was checked.</summary>
    public static RdaMessage Read(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadInt32LittleEndian(bytes[16..]), (RdaKind)BinaryPrimitives.ReadUInt32LittleEndian(bytes[20..]));
}
