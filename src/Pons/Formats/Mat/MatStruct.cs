using System.Collections.Immutable;

namespace Pons.Formats.Mat;

/// <summary>A struct array: every element has the same fields.</summary>
/// <param name="size">Length of each dimension.</param>
/// <param name="fields">Names of the fields in order.</param>
/// <param name="values">All fields of the first element, then those of the second, and so on.</param>
internal sealed class MatStruct(ImmutableArray<long> size, ImmutableArray<string> fields, ImmutableArray<MatValue> values)
    : MatValue(MatClass.Struct, size)
{
    public ImmutableArray<string> Fields { get; } = fields;

    /// <summary>A field of the first element; null when there is no such field or no element.</summary>
    public MatValue? this[string field] => this[0, field];

    /// <summary>A field of one element; null when there is no such field or element.</summary>
    public MatValue? this[int element, string field]
    {
        get
        {
            var index = Fields.IndexOf(field);
            return index < 0 || element >= Count ? null : values[element * Fields.Length + index];
        }
    }
}
