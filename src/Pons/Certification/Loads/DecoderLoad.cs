using Pons.Certification.Measurements;
using Pons.Pipelines;

namespace Pons.Certification.Loads;

/// <summary>
/// A second session beside the measured one: 64 channels of a virtual subject at 1 kHz in blocks of 4 ms, filtered and decoded after
/// every block, in real time.
/// </summary>
public sealed record DecoderLoad : CertificationLoad
{
    /// <inheritdoc/>
    public override string Name => "decoder";

    /// <inheritdoc/>
    public override async Task RunAsync(string folder, TimeProvider clock, CancellationToken stop)
    {
        try
        {
            var stages = await Task.Run(() => LoopDecoding.Prepare(null, stop).Stages, stop).ConfigureAwait(false);
            await using var source = LoopDecoding.NewSource(clock);
            await new PipelineRunner(stages.StageNames, clock: clock).RunLiveAsync(
                new Pipeline<Decision>(source, stages), stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // It ends by being stopped.
        }
    }
}
