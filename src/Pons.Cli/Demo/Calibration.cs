using Pons.Decoding;
using Pons.Experiments;

namespace Pons.Cli.Demo;

/// <summary>Fits the decoder of a session to its virtual subject.</summary>
internal static class Calibration
{
    public static SavedModel Of(VirtualSessionPlan plan, CancellationToken cancellation)
    {
        var windows = VirtualSession.Calibrate(plan, cancellation);
        var paradigm = plan.Paradigm.ForFeedback();
        return new(plan.Decoder.Fit(windows), new(paradigm.Name, paradigm.Parameters, [], windows.Count, ModelLineage.ThisProgram));
    }
}
