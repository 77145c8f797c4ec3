using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Pons.Cli.Benchmarks;

/// <summary>The other tool, in its own process: it runs one kernel each time it is told to, and says how long that took.</summary>
internal sealed class Peer : IDisposable
{
    private readonly Process _process;

    private Peer(Process process, JsonElement versions)
    {
        _process = process;
        Versions = versions;
    }

    /// <summary>Versions of the peer's parts.</summary>
    public JsonElement Versions { get; }

    public static Peer Start(string python, string script)
    {
        var start = new ProcessStartInfo(python, [script]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var threads in new[] { "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS" }) start.Environment[threads] = "1";
        try
        {
            var process = Process.Start(start)!;
            var first = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("it ended at once");
            return new(process, JsonDocument.Parse(first).RootElement.Clone());
        }
        catch (Exception fault) when (fault is System.ComponentModel.Win32Exception or InvalidOperationException or JsonException)
        {
            throw new UsageException(
                $"The peers could not be started with '{python}': {fault.Message}",
                "They need Python 3 with NumPy and SciPy, and pyRiemann for the geometry.",
                "Install them, name the interpreter with --python, or leave --peers out.");
        }
    }

    /// <summary>Seconds of one run; <see langword="null"/> when the peer does not have the kernel.</summary>
    public double? Time(string kernel)
    {
        _process.StandardInput.WriteLine(kernel);
        _process.StandardInput.Flush();
        var answer = _process.StandardOutput.ReadLine();
        return answer is null or "absent" ? null : double.Parse(answer, CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(2000)) _process.Kill();
        _process.Dispose();
    }
}
