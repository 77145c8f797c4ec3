#:project ../src/Pons/Pons.csproj

// The whole loop in forty lines: a virtual subject is calibrated, a decoder is fitted, and the subject moves a cursor by imagining
// a movement of its left or right hand. On virtual time, so a minute takes about a second.

using Pons.Control;
using Pons.Evaluation;
using Pons.Experiments;
using Pons.Simulation;

var plan = new VirtualSessionPlan { Subject = VirtualSubject.Draw(seed: 7, skill: 1), Seed = 7, DurationSeconds = 120 };

var calibration = VirtualSession.Calibrate(plan);
var model = plan.Decoder.Fit(calibration);
Console.WriteLine($"{model.Decoder.Name} fitted to {calibration.Count} windows of {calibration.Stream.ChannelCount} channels");

var watcher = new Watcher();
await using var session = new VirtualSession(plan, model, watcher, pacing: null);
await session.RunAsync();

var accuracy = Proportion.Of(watcher.Hits, session.Online.Results.Count);
Console.WriteLine($"accuracy {accuracy.Value:P0}, 95 % interval {accuracy.Low:P0} to {accuracy.High:P0}");
foreach (var stage in session.Latency)
    Console.WriteLine($"  {stage.Stage,-8} p50 {stage.P50Milliseconds:0.000} ms   p99 {stage.P99Milliseconds:0.000} ms");

internal sealed class Watcher : SessionObserver
{
    public int Hits { get; private set; }

    public override void OnTrial(TrialResult result)
    {
        if (result.Outcome == CursorOutcome.Hit) Hits++;
        Console.WriteLine($"trial {result.Number}: {result.Target} -> {result.Outcome}");
    }
}
