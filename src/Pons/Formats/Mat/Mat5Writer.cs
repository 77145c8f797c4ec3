using System.Buffers.Binary;
using System.Text;

namespace Pons.Formats.Mat;

/// <summary>Writes a MAT 5 file of one variable; no time and no name of a computer go into its header.</summary>
internal static class Mat5Writer
{
    /// <summary>Some readers take the length of a variable for a number with sign.</summary>
    public const long MostBytes = int.MaxValue;

    private const int HeaderBytes = 128, VersionAt = 124;

    public static void Write(Stream file, string name, MatNode value)
    {
        var header = new byte[HeaderBytes];
        header.AsSpan(0, 116).Fill((byte)' ');
        Encoding.ASCII.GetBytes("MATLAB 5.0 MAT-file, written by Pons", header);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(VersionAt), 0x0100);
        "IM"u8.CopyTo(header.AsSpan(VersionAt + 2));
        file.Write(header);
        value.Write(file, name);
    }
}
