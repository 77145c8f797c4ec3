using System.Collections.Immutable;

namespace Pons.Formats.Mat;

/// <summary>The part of a matrix element that stands before its data: array flags, dimensions, name.</summary>
/// <param name="Class">What the array holds.</param>
/// <param name="IsComplex">Whether an imaginary part follows the real one.</param>
/// <param name="Size">Length of each dimension.</param>
/// <param name="Name">Name of the variable; empty inside of others.</param>
/// <param name="Data">Where the data begins.</param>
internal sealed record Mat5Array(MatClass Class, bool IsComplex, ImmutableArray<long> Size, string Name, long Data);
