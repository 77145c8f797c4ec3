using System.Collections.Immutable;

namespace Pons.Formats.Mat;

/// <summary>The value of a MATLAB variable or of a part of one. Elements count down the first dimension first, as MATLAB stores them.</summary>
internal abstract class MatValue(MatClass kind, ImmutableArray<long> size)
{
    /// <summary>Size of everything that has none of its own, such as a function.</summary>
    public static readonly ImmutableArray<long> Single = [1, 1];

    public MatClass Class { get; } = kind;

    /// <summary>Length of each dimension, two at least.</summary>
    public ImmutableArray<long> Size { get; } = size;

    public long Count { get; } = CountOf(size);

    /// <summary>Elements along the first dimension.</summary>
    public long Rows => Size[0];

    /// <summary>Elements along all other dimensions together.</summary>
    public long Columns => CountOf(Size[1..]);

    /// <summary>The value as text when it is a single row of characters; empty when it is empty or no text.</summary>
    public virtual string Text => "";

    public static long CountOf(ImmutableArray<long> size)
    {
        var count = 1L;
        foreach (var length in size) count = checked(count * length);
        return count;
    }
}
