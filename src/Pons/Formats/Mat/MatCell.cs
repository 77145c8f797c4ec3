using System.Collections.Immutable;

namespace Pons.Formats.Mat;

/// <summary>A cell array: each element is a value of its own.</summary>
internal sealed class MatCell(ImmutableArray<long> size, ImmutableArray<MatValue> cells) : MatValue(MatClass.Cell, size)
{
    public ImmutableArray<MatValue> Cells { get; } = cells;
}
