using System.Buffers.Binary;
using System.Text;

namespace Pons.Devices.Intan;

/// <summary>Reads the records of RHX's spike port: u32 magic, 5 characters of the channel's name, u32 sample count, u8 class.</summary>
internal sealed class IntanSpikeParser(string device)
{
    public const uint Magic = 0x3AE2710F;
    public const int RecordBytes = 14;

    /// <summary>Reads whole records.</summary>
    /// <param name="bytes">Bytes from where the last call stopped.</param>
    /// <param name="into">Takes the spikes.</param>
    /// <returns>How many bytes were used.</returns>
    /// <exception cref="DeviceException">The bytes are no such records; the port sends nothing else.</exception>
    public int Parse(ReadOnlySpan<byte> bytes, IntanSpikeInbox into)
    {
        var used = 0;
        for (; bytes.Length - used >= RecordBytes; used += RecordBytes)
        {
            var record = bytes.Slice(used, RecordBytes);
            var magic = BinaryPrimitives.ReadUInt32LittleEndian(record);
            if (magic != Magic || !IsName(record.Slice(4, 5)))
                throw new DeviceException(
                    device, $"a spike begins with 0x{magic:X8} and the name '{Encoding.Latin1.GetString(record.Slice(4, 5))}'.",
                    "The bytes are no spikes of RHX.", "Check the port of the spikes.");
            var name = BinaryPrimitives.ReadUInt32LittleEndian(record[4..]) | (ulong)record[8] << 32;
            into.Add(new(name, BinaryPrimitives.ReadUInt32LittleEndian(record[9..]), record[13]));
        }

        return used;
    }

    /// <summary>The label of a spike's marker, such as <c>spike A-000 1</c>.</summary>
    public static string Label(IntanSpike spike)
    {
        Span<byte> name = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(name, spike.Channel);
        return FormattableString.Invariant($"spike {Encoding.ASCII.GetString(name[..5])} {spike.Class}");
    }

    private static bool IsName(ReadOnlySpan<byte> name) =>
        name[0] is >= (byte)'A' and <= (byte)'H' && name[1] == '-'
        && char.IsAsciiDigit((char)name[2]) && char.IsAsciiDigit((char)name[3]) && char.IsAsciiDigit((char)name[4]);
}
