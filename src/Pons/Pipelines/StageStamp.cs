using Pons.Streams;

namespace Pons.Pipelines;

/// <summary>When an item left a stage.</summary>
/// <param name="Stage">Name of the stage.</param>
/// <param name="SinceArrival">Time since the item arrived in the program.</param>
public readonly record struct StageStamp(string Stage, Duration SinceArrival);
