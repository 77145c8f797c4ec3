using System.Buffers.Binary;

namespace Pons.Devices.FieldTrip;

/// <summary>The first 8 bytes of every message: version 1, command, size of the body. A version of 0x0100 tells that the other side has the
/// other byte order.</summary>
internal readonly record struct FieldTripMessage(ushort Command, int Size, bool IsSwapped)
{
    public const int HeaderBytes = 8;
    public const int LargestBytes = 64 << 20;
    private const ushort Version = 1;

    /// <summary>Reads a header.</summary>
    /// <exception cref="DeviceException">It is none, or its size cannot be.</exception>
    public static FieldTripMessage Read(ReadOnlySpan<byte> bytes, string device)
    {
        var version = BinaryPrimitives.ReadUInt16LittleEndian(bytes);
        var isSwapped = version == BinaryPrimitives.ReverseEndianness(Version);
        if (!isSwapped && version != Version) throw Broken(device, $"a message is of version {version}, not 1.");
        var (command, size) = (BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]), BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]));
        if (isSwapped) (command, size) = (BinaryPrimitives.ReverseEndianness(command), BinaryPrimitives.ReverseEndianness(size));
        if (size > LargestBytes) throw Broken(device, $"a message announces {size} bytes, more than {LargestBytes}.");
        return new(command, (int)size, isSwapped);
    }

    /// <summary>Writes the header.</summary>
    public void Write(Span<byte> into)
    {
        if (IsSwapped)
        {
            BinaryPrimitives.WriteUInt16BigEndian(into, Version);
            BinaryPrimitives.WriteUInt16BigEndian(into[2..], Command);
            BinaryPrimitives.WriteInt32BigEndian(into[4..], Size);
            return;
        }

        BinaryPrimitives.WriteUInt16LittleEndian(into, Version);
        BinaryPrimitives.WriteUInt16LittleEndian(into[2..], Command);
        BinaryPrimitives.WriteInt32LittleEndian(into[4..], Size);
    }

    public static DeviceException Broken(string device, string what) => new(
        device, what, "The bytes are not those of a FieldTrip buffer.", "Check the port: a FieldTrip buffer usually listens on 1972.");
}
