#:project ../src/Pons/Pons.csproj

// Stages are values, and their output does not depend on how the stream is cut into blocks: the same ten seconds of a simulated
// brain are filtered in blocks of 1 and of 500 samples, and every sample is equal, bit for bit.

using Pons.Pipelines;
using Pons.Simulation;
using Pons.Streams;

var single = await FilterAsync(blockSamples: 1);
var large = await FilterAsync(blockSamples: 500);
Console.WriteLine($"{single.Count} values; equal bit for bit: {single.SequenceEqual(large)}");

var delay = Filter().Describe(Source(1).Info).DelaySamples;
Console.WriteLine($"the filter delays its pass band by {delay:0.0} samples");
return single.SequenceEqual(large) ? 0 : 1;

static FilterStage Filter() => FilterStage.BandPass(lowHz: 8, highHz: 30);

static TwinSource Source(int blockSamples) => new(new VirtualSubject(), blockSamples: blockSamples) { LengthSamples = 2500 };

static async Task<List<float>> FilterAsync(int blockSamples)
{
    var values = new List<float>();
    await using var source = Source(blockSamples);
    var pipeline = new Pipeline<SignalBlock>(source, Filter()) { Sink = block => values.AddRange(block.Samples.Span) };
    await new PipelineRunner(pipeline.Stages.StageNames).RunAsync(pipeline);
    return values;
}
