using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using Pons.Formats;

namespace Pons.Tests.Formats;

/// <summary>What Pons writes, other tools read with equal samples and markers. Skipped where they are not installed.</summary>
public sealed class WrittenFilesTests : IDisposable
{
    private static readonly string[] Pythons = [Environment.GetEnvironmentVariable("PONS_PYTHON") ?? "python3", "/usr/bin/python3"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("mi/eegmmidb/S001R04.edf", ".edf")]
    [InlineData("mi/eegmmidb/S001R04.edf", ".bdf")]
    [InlineData("mi/eegmmidb/S001R04.edf", ".vhdr")]
    [InlineData("mi/eegmmidb/S001R04.edf", ".set")]
    [InlineData("mi/eegmmidb/S001R04.edf", ".xdf")]
    [InlineData("formats/brainvision/test_old_layout_latin1_software_filter.vhdr", ".edf")]
    [InlineData("formats/eeglab/test_raw_event_duration.set", ".vhdr")]
    [InlineData("ssvep/exoskeleton/subject03_record-2012.07.11-15.25.23.gdf", ".bdf")]
    public async Task Other_tools_read_equal_samples_and_markers(string source, string extension)
    {
        using var recording = Recording.Open(RecordedData.PathOf(source));
        var path = _folder.PathOf("written" + extension);
        RecordingFormat.ForNewFile(path)!.Create(path, recording, cancellation: TestContext.Current.CancellationToken);
        using var written = Recording.Open(path);
        var read = await ReadAsync(path, written);
        var info = written.Streams[0].Info;
        Assert.Equal(info.RateHz!.Value, read.GetProperty("rateHz").GetDouble(), 1e-9);
        Assert.Equal((written.Streams[0].SampleCount, info.ChannelCount), (read.GetProperty("samples").GetInt64(), read.GetProperty("channels").GetInt32()));
        Assert.InRange(read.GetProperty("error").GetDouble(), 0, Largest(written.Streams[0]) * 1e-6);
        var onsets = read.GetProperty("onsets").EnumerateArray().Select(o => o.GetDouble()).ToList();
        var labels = read.GetProperty("labels").EnumerateArray().Select(l => l.GetString()!).ToList();
        foreach (var marker in written.Markers)
            Assert.Contains(Enumerable.Range(0, onsets.Count), i =>
                Math.Abs(onsets[i] - marker.Onset.Seconds) <= 0.51 / info.RateHz.Value && labels[i].EndsWith(marker.Label, StringComparison.Ordinal));
    }

    private async Task<JsonElement> ReadAsync(string path, Recording written)
    {
        var stream = written.Streams[0];
        var samples = new double[stream.SampleCount * stream.Info.ChannelCount];
        stream.Read(0, samples);
        var expected = _folder.PathOf("expected.f64");
        await File.WriteAllBytesAsync(expected, MemoryMarshal.AsBytes<double>(samples).ToArray(), TestContext.Current.CancellationToken);
        foreach (var python in Pythons.Distinct())
        {
            if (Start(python, path, expected, stream.Info.ChannelCount) is not { } process) continue;
            using (process)
            {
                var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
                var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
                await process.WaitForExitAsync(TestContext.Current.CancellationToken);
                if (process.ExitCode == 0) return JsonDocument.Parse(output).RootElement;
                // Python itself ends with 1 where NumPy is absent.
                var words = await error;
                Assert.True(process.ExitCode == 3 || words.Contains("No module named", StringComparison.Ordinal), words);
            }
        }

        Assert.Skip("Neither MNE nor pyxdf is installed for Python: set PONS_PYTHON to an interpreter that has them.");
        return default;
    }

    private static Process? Start(string python, string path, string expected, int channels)
    {
        try
        {
            string[] arguments = [ScriptPath(), path, expected, channels.ToString(CultureInfo.InvariantCulture)];
            return Process.Start(new ProcessStartInfo(python, arguments) { RedirectStandardOutput = true, RedirectStandardError = true });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static string ScriptPath([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "written.py");

    private static double Largest(RecordedStream stream) =>
        ChannelStatistics.Of(stream).Max(s => Math.Max(Math.Abs(s.Minimum), Math.Abs(s.Maximum)));
}
