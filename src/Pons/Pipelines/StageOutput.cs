using Pons.Streams;

namespace Pons.Pipelines;

/// <summary>What a stage will hand on, known before any data flows.</summary>
/// <param name="Info">The stream that comes out; <see cref="StreamInfo.DelaySeconds"/> includes this stage.</param>
/// <param name="DelaySamples">What this stage alone adds, in samples of its input; for filters the group delay at the centre of the pass band.</param>
public sealed record StageOutput(StreamInfo Info, double DelaySamples);
