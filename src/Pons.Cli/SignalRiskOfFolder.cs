using Pons.Evaluation.Identity;
using Pons.Formats.Bids;

namespace Pons.Cli;

/// <summary>How easily people of a BIDS data set are recognised by their signals.</summary>
internal static class SignalRiskOfFolder
{
    /// <summary>Measures it over the recordings that BIDS names.</summary>
    /// <param name="folder">The data set.</param>
    /// <param name="usesRuns">Whether a run counts as a session of its own.</param>
    /// <param name="cancellation">Stops between recordings.</param>
    public static SignalIdentityRisk Measure(string folder, bool usesRuns, CancellationToken cancellation)
    {
        var recordings = Directory.EnumerateFiles(folder, "sub-*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(path => (Path: path, Name: BidsName.TryParse(Path.GetFileName(path), out var name) ? name : null))
            .Where(f => f.Name is { Suffix: "eeg" or "ieeg" or "meg", Extension: ".edf" or ".bdf" or ".vhdr" or ".set" or ".fif" })
            .Select(f => new IdentityRecording(f.Name!.Subject ?? "", SessionOf(f.Name, usesRuns), f.Path)).ToList();
        SignalIdentityRisk? risk = null;
        Progress.Bar("reading signals", 1, show =>
            risk = new SignalIdentityTest().Measure(recordings, (done, all) => show((double)done / all), cancellation));
        return risk!;
    }

    private static string SessionOf(BidsName name, bool usesRuns) => usesRuns ? $"{name.Session}/{name.Task}/{name.Run}" : name.Session ?? "";

    /// <summary>What counts as a session: <c>sessions</c> or <c>runs</c>; any other word is refused.</summary>
    public static bool UsesRuns(string name) => name switch
    {
        "sessions" => false,
        "runs" => true,
        _ => throw new UsageException($"--sessions is '{name}'.", "It decides what an attacker may not have seen.", "Choose sessions or runs."),
    };
}
