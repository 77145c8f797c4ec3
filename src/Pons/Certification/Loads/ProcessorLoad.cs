namespace Pons.Certification.Loads;

/// <summary>
/// Threads that compute without a pause, one fewer than there are cores and at least one: one core is left for the session. On a
/// computer with one core they compete with it.
/// </summary>
public sealed record ProcessorLoad : CertificationLoad
{
    private const int Rounds = 10_000;

    /// <inheritdoc/>
    public override string Name => "cpu";

    /// <summary>How many threads compute.</summary>
    public static int Threads => Math.Max(1, Environment.ProcessorCount - 1);

    /// <inheritdoc/>
    public override Task RunAsync(string folder, TimeProvider clock, CancellationToken stop) => OnThreads(Threads, () =>
    {
        var sum = 1.0;
        while (!stop.IsCancellationRequested)
            for (var i = 1; i <= Rounds; i++) sum = Math.Sqrt(sum * i + 1);
        GC.KeepAlive(sum);
    });
}
