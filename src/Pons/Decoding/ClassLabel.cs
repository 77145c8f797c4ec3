namespace Pons.Decoding;

/// <summary>What a trial belongs to and a decoder chooses between, such as <c>left</c> and <c>right</c>.</summary>
/// <param name="Name">The name, as it stands in models and reports.</param>
public readonly record struct ClassLabel(string Name) : IComparable<ClassLabel>
{
    /// <inheritdoc/>
    public int CompareTo(ClassLabel other) => string.CompareOrdinal(Name, other.Name);

    /// <summary>Ordinal order of names.</summary>
    public static bool operator <(ClassLabel a, ClassLabel b) => a.CompareTo(b) < 0;

    /// <summary>Ordinal order of names.</summary>
    public static bool operator >(ClassLabel a, ClassLabel b) => a.CompareTo(b) > 0;

    /// <summary>Ordinal order of names.</summary>
    public static bool operator <=(ClassLabel a, ClassLabel b) => a.CompareTo(b) <= 0;

    /// <summary>Ordinal order of names.</summary>
    public static bool operator >=(ClassLabel a, ClassLabel b) => a.CompareTo(b) >= 0;

    /// <inheritdoc/>
    public override string ToString() => Name ?? "(no class)";
}
