using System.Text;

namespace Pons.Formats.Mat;

/// <summary>A row of characters to be written; in UTF-8, which every reader knows, whatever the script.</summary>
internal sealed record MatTextNode(string Characters) : MatNode(MatClass.Char, [Characters.Length == 0 ? 0 : 1, Characters.Length])
{
    private readonly byte[] _bytes = Encoding.UTF8.GetBytes(Characters);

    protected override long ContentBytes => 8 + Padded(_bytes.Length);

    protected override void WriteContent(Stream file)
    {
        Tag(file, Mat5Tag.Utf8, _bytes.Length);
        file.Write(_bytes);
        Pad(file, _bytes.Length);
    }
}
