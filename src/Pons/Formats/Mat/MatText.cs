using System.Collections.Immutable;

namespace Pons.Formats.Mat;

/// <summary>A char array: one text for each row.</summary>
internal sealed class MatText(ImmutableArray<long> size, ImmutableArray<string> lines) : MatValue(MatClass.Char, size)
{
    public ImmutableArray<string> Lines { get; } = lines;

    /// <summary>Rows are padded to one width with spaces, which are no part of what they say.</summary>
    public override string Text => Lines.Length == 1 ? Lines[0] : string.Join('\n', Lines.Select(l => l.TrimEnd()));
}
