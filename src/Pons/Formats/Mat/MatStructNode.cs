using System.Collections.Immutable;
using System.Text;

namespace Pons.Formats.Mat;

/// <summary>A row of structs to be written; every element has all fields in their order.</summary>
internal sealed record MatStructNode(ImmutableArray<string> Fields, ImmutableArray<ImmutableArray<MatNode>> Elements)
    : MatNode(MatClass.Struct, [1, Elements.Length])
{
    /// <summary>Room for the name of a field, as MATLAB leaves it: 31 characters and an end.</summary>
    private const int NameBytes = 32;

    protected override long ContentBytes =>
        8 + 8 + (long)NameBytes * Fields.Length + Elements.Sum(e => e.Sum(v => 8 + v.BytesOf("")));

    protected override void WriteContent(Stream file)
    {
        // A small element: four bytes stand in the tag itself.
        Words(file, (4 << 16) | Mat5Tag.Int32, NameBytes);
        Tag(file, Mat5Tag.Int8, NameBytes * Fields.Length);
        foreach (var field in Fields)
        {
            var name = new byte[NameBytes];
            Encoding.ASCII.GetBytes(field, name.AsSpan(0, NameBytes - 1));
            file.Write(name);
        }

        foreach (var element in Elements)
            foreach (var value in element) value.Write(file);
    }
}
