using System.Collections.Immutable;

namespace Pons.Hdf5.Library;

/// <summary>Lengths of a space's dimensions; a single value has none.</summary>
internal readonly record struct Hdf5Shape(ImmutableArray<long> Lengths)
{
    private const int MostDimensions = 32;

    /// <summary>How many values there are.</summary>
    public long Count
    {
        get
        {
            var count = 1L;
            foreach (var length in Lengths) count = checked(count * length);
            return count;
        }
    }

    /// <summary>The shape of a space; under the gate.</summary>
    public static Hdf5Shape Of(long space)
    {
        const int scalar = 0, simple = 1;
        var kind = Hdf5Calls.H5Sget_simple_extent_type(space);
        if (kind == scalar) return new([]);
        if (kind != simple) return new([0]);
        var rank = Hdf5Calls.H5Sget_simple_extent_ndims(space);
        if (rank is < 1 or > MostDimensions) return new([0]);
        Span<ulong> lengths = stackalloc ulong[rank];
        _ = Hdf5Calls.H5Sget_simple_extent_dims(space, lengths, 0);
        var total = 1.0;
        foreach (var length in lengths) total *= length;
        return new(total > 1e15 ? [0] : [.. lengths.ToArray().Select(l => (long)l)]);
    }

    public override string ToString() => Lengths.IsEmpty ? "1" : string.Join('×', Lengths);
}
