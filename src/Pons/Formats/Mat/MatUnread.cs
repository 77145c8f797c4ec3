using System.Collections.Immutable;

namespace Pons.Formats.Mat;

/// <summary>A value that can hold no signal and is passed over: sparse matrices, objects, functions.</summary>
internal sealed class MatUnread(MatClass kind, ImmutableArray<long> size) : MatValue(kind, size);
