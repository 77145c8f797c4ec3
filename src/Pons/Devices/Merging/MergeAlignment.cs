using Pons.Streams;

namespace Pons.Devices.Merging;

/// <summary>How well one input of a <see cref="MergedSource"/> lies on the grid.</summary>
/// <param name="Stream">Name of the input.</param>
/// <param name="Uncertainty">Sum of the stated uncertainties of its clock and the grid's at the newest sample.</param>
/// <param name="Residual">
/// How far the two maps moved the input against the grid when they were last corrected: the largest such step, fading by 1 % a block.
/// </param>
/// <param name="MissingSamples">Samples of the grid that are gaps because this input had none.</param>
public sealed record MergeAlignment(string Stream, Duration Uncertainty, Duration Residual, long MissingSamples);
