using System.Collections.Immutable;

namespace Pons.Formats.Mat;

/// <summary>A variable as the list of a file names it; its value is not read yet.</summary>
/// <param name="Name">Name of the variable.</param>
/// <param name="Class">What it holds.</param>
/// <param name="Size">Length of each dimension, two at least.</param>
/// <param name="Position">Where its container finds it.</param>
internal sealed record MatVariable(string Name, MatClass Class, ImmutableArray<long> Size, long Position)
{
    public override string ToString() => $"{Name} ({string.Join('×', Size)} {Class.ToString().ToLowerInvariant()})";
}
