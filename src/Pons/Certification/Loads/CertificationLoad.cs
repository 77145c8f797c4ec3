using System.Collections.Immutable;

namespace Pons.Certification.Loads;

/// <summary>What keeps the computer busy while it is measured. One run at a time; stopping leaves nothing running.</summary>
public abstract record CertificationLoad
{
    /// <summary>Name on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>All that can be chosen.</summary>
    public static ImmutableArray<CertificationLoad> All { get; } = [new NoLoad(), new DecoderLoad(), new ProcessorLoad(), new DiskLoad()];

    /// <summary>The load of this name, or <see langword="null"/>.</summary>
    public static CertificationLoad? Find(string name) => All.FirstOrDefault(l => l.Name == name);

    /// <summary>Keeps the computer busy until stopped.</summary>
    /// <param name="folder">Where sessions are kept, for loads that write.</param>
    /// <param name="clock">Paces what is paced.</param>
    /// <param name="stop">Ends it; that is no error.</param>
    /// <exception cref="IOException">The folder cannot be written to.</exception>
    public abstract Task RunAsync(string folder, TimeProvider clock, CancellationToken stop);

    /// <summary>Runs work on threads of its own until all have ended.</summary>
    private protected static Task OnThreads(int count, Action work) =>
        Task.WhenAll(
            Enumerable.Range(0, count).Select(
                _ => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
}
