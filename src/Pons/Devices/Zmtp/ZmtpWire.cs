using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Pons.Devices.Zmtp;

/// <summary>
/// The bytes of ZMTP 3.0 (RFC 23): greeting of 64 bytes with the NULL mechanism, READY command, frames. A frame is a byte of flags
/// (1 more follows, 2 long, 4 command), a length of 1 or 8 bytes (big endian), and a body.
/// </summary>
internal static class ZmtpWire
{
    public const int GreetingBytes = 64;
    public const int LongestHeader = 9;
    private const byte More = 1, Long = 2, Command = 4;

    /// <summary>Appends the greeting and the READY command of a socket.</summary>
    public static void Open(IBufferWriter<byte> into, string socketType)
    {
        var greeting = into.GetSpan(GreetingBytes)[..GreetingBytes];
        greeting.Clear();
        (greeting[0], greeting[9], greeting[10]) = (0xFF, 0x7F, 3);
        "NULL"u8.CopyTo(greeting[12..]);
        into.Advance(GreetingBytes);
        Ready(into, socketType);
    }

    /// <summary>Appends a frame of a message.</summary>
    public static void Frame(IBufferWriter<byte> into, ReadOnlySpan<byte> body, bool hasMore) => Frame(into, body, hasMore ? More : (byte)0);

    /// <summary>Checks as much of a greeting as is there.</summary>
    /// <param name="greeting">Up to 64 bytes.</param>
    /// <param name="device">For messages.</param>
    /// <exception cref="DeviceException">The other side does not speak ZMTP 3 without security.</exception>
    public static void Check(ReadOnlySpan<byte> greeting, string device)
    {
        var what = greeting[0] != 0xFF || (greeting.Length > 9 && greeting[9] != 0x7F) ? "the other side does not speak ZMTP."
            : greeting.Length > 10 && greeting[10] < 3 ? $"the other side speaks ZMTP {greeting[10]}."
            : greeting.Length >= 32 && !greeting.Slice(12, 5).SequenceEqual("NULL\0"u8) ? "the other side wants a security mechanism."
            : null;
        if (what is not null) throw new DeviceException(device, what, "Pons speaks ZMTP 3.0 without encryption.", "Check the port.");
    }

    /// <summary>Reads the header of a frame.</summary>
    /// <param name="bytes">Bytes from the start of the frame.</param>
    /// <param name="largest">The longest body that is believed.</param>
    /// <param name="device">For messages.</param>
    /// <param name="frame">The frame, when its header is there.</param>
    /// <returns>Whether the header is there.</returns>
    /// <exception cref="DeviceException">Flags or length cannot be.</exception>
    public static bool TryHeader(ReadOnlySpan<byte> bytes, int largest, string device, out ZmtpFrame frame)
    {
        frame = default;
        if (bytes.IsEmpty) return false;
        var flags = bytes[0];
        if (flags > 7 || (flags & (More | Command)) == (More | Command)) throw Broken(device, $"a frame has the flags 0x{flags:X2}.");
        var isLong = (flags & Long) != 0;
        if (bytes.Length < (isLong ? LongestHeader : 2)) return false;
        var length = isLong ? BinaryPrimitives.ReadUInt64BigEndian(bytes[1..]) : bytes[1];
        if (length > (ulong)largest) throw Broken(device, $"a frame announces {length} bytes, more than {largest}.");
        frame = new(isLong ? LongestHeader : 2, (int)length, (flags & More) != 0, (flags & Command) != 0);
        return true;
    }

    /// <summary>Checks a command and returns the type of socket that a READY names; <see langword="null"/> for other commands.</summary>
    /// <exception cref="DeviceException">It is an ERROR, or broken.</exception>
    public static string? SocketType(ReadOnlySpan<byte> command, string device)
    {
        if (command.IsEmpty || command.Length < 1 + command[0]) throw Broken(device, "a command has no name.");
        var name = command.Slice(1, command[0]);
        var rest = command[(1 + command[0])..];
        if (name.SequenceEqual("ERROR"u8))
            throw Broken(device, $"the other side refused with '{(rest.IsEmpty ? "" : Encoding.Latin1.GetString(rest[1..]))}'.");
        if (!name.SequenceEqual("READY"u8)) return null;
        while (!rest.IsEmpty)
        {
            var valueAt = 1 + rest[0] + 4;
            if (rest.Length < valueAt) throw Broken(device, "a READY command is cut short.");
            var length = BinaryPrimitives.ReadUInt32BigEndian(rest[(valueAt - 4)..]);
            if (length > rest.Length - valueAt) throw Broken(device, $"a property of READY announces {length} bytes.");
            var value = rest.Slice(valueAt, (int)length);
            if (Encoding.ASCII.GetString(rest.Slice(1, rest[0])).Equals("Socket-Type", StringComparison.OrdinalIgnoreCase))
                return Encoding.ASCII.GetString(value);
            rest = rest[(valueAt + (int)length)..];
        }

        throw Broken(device, "a READY command names no type of socket.");
    }

    private static void Ready(IBufferWriter<byte> into, string socketType)
    {
        Span<byte> body = stackalloc byte[6 + 12 + 4 + socketType.Length];
        body[0] = 5;
        "READY"u8.CopyTo(body[1..]);
        body[6] = 11;
        "Socket-Type"u8.CopyTo(body[7..]);
        BinaryPrimitives.WriteInt32BigEndian(body[18..], socketType.Length);
        Encoding.ASCII.GetBytes(socketType, body[22..]);
        Frame(into, body, Command);
    }

    private static void Frame(IBufferWriter<byte> into, ReadOnlySpan<byte> body, byte flags)
    {
        var isLong = body.Length > 255;
        var header = isLong ? LongestHeader : 2;
        var span = into.GetSpan(header + body.Length);
        span[0] = (byte)(flags | (isLong ? Long : 0));
        if (isLong) BinaryPrimitives.WriteInt64BigEndian(span[1..], body.Length);
        else span[1] = (byte)body.Length;
        body.CopyTo(span[header..]);
        into.Advance(header + body.Length);
    }

    private static DeviceException Broken(string device, string what) => new(
        device, what, "The bytes are no ZMTP 3.0.", "Check the port and that the other side is a ZeroMQ socket of the right type.");
}
