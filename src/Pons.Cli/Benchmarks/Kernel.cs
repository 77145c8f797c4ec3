namespace Pons.Cli.Benchmarks;

/// <summary>One piece of work that Pons and a peer both do.</summary>
/// <param name="Name">Name on the command line and for the peer.</param>
/// <param name="Work">What is done, for a reader.</param>
/// <param name="Peer">Who else does it.</param>
/// <param name="TargetRatio">How many times faster than the peer it should be.</param>
/// <param name="Prepare">Makes the data; what it returns does the work once.</param>
internal sealed record Kernel(string Name, string Work, string Peer, double TargetRatio, Func<Action> Prepare)
{
    /// <summary>The least that any program would have to do, to be run in turn; <see langword="null"/> where that means nothing.</summary>
    public Func<Action>? Plain { get; init; }
}
