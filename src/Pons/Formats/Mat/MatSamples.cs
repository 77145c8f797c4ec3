using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Formats.Mat;

/// <summary>What a stream of MATLAB numbers knows beside its description.</summary>
/// <param name="File">Name of the file, for messages.</param>
/// <param name="StoredAs">How the file stores a number; the widest type when arrays differ.</param>
/// <param name="Factors">What the numbers of each channel are multiplied with to have the channel's unit.</param>
/// <param name="Details">What the file says of each channel.</param>
internal sealed record MatSamples(
    string File, SampleType StoredAs, ImmutableArray<double> Factors, ImmutableArray<RecordedChannel> Details);
