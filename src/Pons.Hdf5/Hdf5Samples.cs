using System.Collections.Immutable;
using Pons.Formats;
using Pons.Hdf5.Library;

namespace Pons.Hdf5;

/// <summary>The numbers of a stream: a data set of [sample] or [sample × channel], and what they mean.</summary>
/// <param name="Data">The data set.</param>
/// <param name="Gains">What the numbers of each channel are multiplied with; empty when they stay as they are.</param>
/// <param name="Zeros">What is added then, for each channel.</param>
/// <param name="Scales">How whole numbers stand for the quantity; empty otherwise.</param>
/// <param name="Details">What the file says of each channel.</param>
internal sealed record Hdf5Samples(
    Hdf5Dataset Data, ImmutableArray<double> Gains, ImmutableArray<double> Zeros, ImmutableArray<DigitalScale> Scales,
    ImmutableArray<RecordedChannel> Details);
