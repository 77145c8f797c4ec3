namespace Pons.Formats.Fif;

/// <summary>One tag of a file: where it stands, what it holds and how long that is.</summary>
/// <param name="Position">Where the 16 bytes that describe it begin.</param>
/// <param name="Kind">What it holds, see <see cref="FifKind"/>.</param>
/// <param name="Type">How it is stored, see <see cref="FifType"/>.</param>
/// <param name="Size">Length of its data in bytes.</param>
internal readonly record struct FifTag(long Position, int Kind, int Type, int Size)
{
    public const int HeadBytes = 16;

    public long DataPosition => Position + HeadBytes;
}
