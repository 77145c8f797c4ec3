using System.Buffers.Binary;

namespace Pons.Devices.Neuroscan;

/// <summary>
/// The header of a message, big endian: four characters, code, request, then in Acquire the size of the body, in Curry 8 the number of the
/// first sample, the size of the body and its size unpacked.
/// </summary>
internal readonly record struct NeuroscanMessage(NeuroscanId Id, ushort Code, ushort Request, uint Sample, int Size)
{
    public const int LargestBytes = 16 << 20;
    private const int AcquireBytes = 12, CurryBytes = 20;

    public bool IsData(ushort code, ushort request) => Id == NeuroscanId.Data && (Code, Request) == (code, request);

    public static int HeaderBytes(NeuroscanDialect dialect) => dialect == NeuroscanDialect.Acquire ? AcquireBytes : CurryBytes;

    /// <summary>Reads a header.</summary>
    /// <exception cref="DeviceException">It is none, or its size cannot be.</exception>
    public static NeuroscanMessage Read(ReadOnlySpan<byte> bytes, NeuroscanDialect dialect, string device)
    {
        RequireStart(bytes, dialect, device);
        var isCurry = dialect == NeuroscanDialect.Curry8;
        var size = BinaryPrimitives.ReadUInt32BigEndian(bytes[(isCurry ? 12 : 8)..]);
        if (size > LargestBytes) throw Broken(device, dialect, $"a message announces {size} bytes, more than {LargestBytes}.");
        return new(IdOf(bytes), BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]), BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]),
            isCurry ? BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]) : 0, (int)size);
    }

    /// <summary>Fails as soon as the bytes that are there cannot begin a message: nobody waits for the rest of what is none.</summary>
    /// <exception cref="DeviceException">They begin no message.</exception>
    public static void RequireStart(ReadOnlySpan<byte> bytes, NeuroscanDialect dialect, string device)
    {
        var there = bytes[..Math.Min(4, bytes.Length)];
        if ("CTRL"u8.StartsWith(there) || "FILE"u8.StartsWith(there) || "DATA"u8.StartsWith(there)) return;
        throw Broken(device, dialect, $"a message begins with {Convert.ToHexString(there)}, not with CTRL, FILE or DATA.");
    }

    /// <summary>Writes a header.</summary>
    public static int Write(
        Span<byte> into, NeuroscanDialect dialect, ReadOnlySpan<byte> id, ushort code, ushort request, int size = 0, uint sample = 0)
    {
        id.CopyTo(into);
        BinaryPrimitives.WriteUInt16BigEndian(into[4..], code);
        BinaryPrimitives.WriteUInt16BigEndian(into[6..], request);
        if (dialect == NeuroscanDialect.Acquire)
        {
            BinaryPrimitives.WriteInt32BigEndian(into[8..], size);
            return AcquireBytes;
        }

        BinaryPrimitives.WriteUInt32BigEndian(into[8..], sample);
        BinaryPrimitives.WriteInt32BigEndian(into[12..], size);
        BinaryPrimitives.WriteInt32BigEndian(into[16..], size);
        return CurryBytes;
    }

    public static DeviceException Broken(string device, NeuroscanDialect dialect, string what) => new(
        device, what, $"The bytes are not what {(dialect == NeuroscanDialect.Acquire ? "Neuroscan Acquire" : "Curry 8")} sends.",
        $"Check the port, and try dialect={(dialect == NeuroscanDialect.Acquire ? "curry8" : "acquire")}: "
        + "the two differ in the width of their header.");

    private static NeuroscanId IdOf(ReadOnlySpan<byte> bytes) => bytes[0] switch
    {
        (byte)'C' => NeuroscanId.Control,
        (byte)'F' => NeuroscanId.File,
        _ => NeuroscanId.Data,
    };
}
