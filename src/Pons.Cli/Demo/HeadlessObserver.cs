using Pons.Experiments;
using Pons.Pipelines;
using Pons.Streams;

namespace Pons.Cli.Demo;

/// <summary>Watches a session that nobody looks at: score, hash of all decisions, progress.</summary>
internal sealed class HeadlessObserver(int classCount, Action<double> progress) : SessionObserver, IDisposable
{
    private readonly DecisionHash _hash = new();

    public SessionScore Score { get; } = new(classCount);

    public DecisionHash Decisions => _hash;

    public override void OnBlock(SignalBlock block) => progress(block.Time.Seconds);

    public override void OnDecision(Decision decision) => _hash.Add(decision);

    public override void OnTrial(TrialResult result) => Score.Add(result);

    public void Dispose() => _hash.Dispose();
}
