using System.Diagnostics;

namespace Pons.Cli.Benchmarks;

/// <summary>
/// Times the whole reference evaluation as a user meets it: a process from its start to its end, reading of files included, ours
/// and the peer's in turn.
/// </summary>
internal static class EvaluationBenchmark
{
    private static readonly string[] Arguments =
        ["--paradigm", "left-right-imagery", "--decoders", "csp-lda,riemann-mdm,tangent-lr", "--split", "leave-one-run-out", "--json"];

    public static PairedTimes Measure(string folder, int threads, string? python, int repeats, CancellationToken cancellation)
    {
        string[] ours = ["dotnet", Path.Combine(AppContext.BaseDirectory, "Pons.Cli.dll"), "evaluate", folder, .. Arguments, "--threads", $"{threads}"];
        string[]? peer = python is null ? null : [python, PeerScripts.Evaluation, folder];
        Time(ours);
        if (peer is not null) Time(peer);
        var (ourTimes, peerTimes) = (new List<double>(), new List<double>());
        for (var i = 0; i < repeats; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            ourTimes.Add(Time(ours));
            if (peer is not null) peerTimes.Add(Time(peer));
        }

        return new([.. ourTimes], [.. peerTimes]);
    }

    private static double Time(string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var threads in new[] { "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS" }) start.Environment[threads] = "1";
        var began = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        if (process.ExitCode == 0) return seconds;
        throw new InputException(
            $"'{string.Join(' ', command.Take(3))}' ended with status {process.ExitCode}: {error.GetAwaiter().GetResult().Trim().Split('\n')[^1]}",
            "A process that fails cannot be timed.", "Run it by itself and mend what it says.");
    }
}
