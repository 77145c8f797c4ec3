using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Pons.Formats.Mat;

/// <summary>Numbers in double precision to be written.</summary>
internal sealed record MatNumbersNode(ImmutableArray<double> Numbers, ImmutableArray<long> Size) : MatNode(MatClass.Double, Size)
{
    protected override long ContentBytes => 8 + 8L * Numbers.Length;

    protected override void WriteContent(Stream file)
    {
        Tag(file, Mat5Tag.Double, 8L * Numbers.Length);
        Span<byte> eight = stackalloc byte[8];
        foreach (var number in Numbers)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(eight, number);
            file.Write(eight);
        }
    }
}
