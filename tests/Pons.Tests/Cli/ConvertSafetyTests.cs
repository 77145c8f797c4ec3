using System.Diagnostics;
using Pons.Formats;
using Pons.Streams;

namespace Pons.Tests.Cli;

/// <summary>Whatever interrupts a conversion, nothing damaged stands under the final name.</summary>
public sealed class ConvertSafetyTests : IDisposable
{
    private const int Kills = 8;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>About 40 MB of noise, so that writing takes long enough to be interrupted.</summary>
    private string Large()
    {
        var path = _folder.PathOf("large.edf");
        using var content = new Recording(
            new RecordingHeader { Format = "made", File = "made" }, [new Noise(new("made", [.. Enumerable.Range(0, 32).Select(i => new Channel($"X{i}"))], 500, new("made")))], []);
        RecordingFormat.ForNewFile(path)!.Create(path, content, cancellation: TestContext.Current.CancellationToken);
        return path;
    }

    [Theory]
    [InlineData(".bdf")]
    [InlineData(".vhdr")]
    [InlineData(".xdf")]
    public async Task A_killed_process_leaves_a_whole_file_or_none(string extension)
    {
        var (source, target) = (Large(), _folder.PathOf("copy" + extension));
        var random = new Reference.SplitMix(5);
        for (var i = 0; i < Kills; i++)
        {
            using var process = CommandLine.Start("convert", source, target);
            await Task.Delay(TimeSpan.FromMilliseconds(200 + random.Next() % 1200), TestContext.Current.CancellationToken);
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            if (File.Exists(target)) AssertWhole(source, target);
            foreach (var file in Directory.GetFiles(_folder.Path, "copy*")) File.Delete(file);
        }
    }

    [Theory]
    [InlineData(".bdf")]
    [InlineData(".vhdr")]
    [InlineData(".xdf")]
    [InlineData(".set")]
    [InlineData(".csv")]
    [InlineData(".npz")]
    public async Task A_full_disk_leaves_nothing(string extension)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The size of files is limited by a shell of Linux.");
        var (source, target) = (Large(), _folder.PathOf("copy" + extension));
        var program = Path.Combine(AppContext.BaseDirectory, "Pons.Cli.dll");
        // A file that may not grow any more answers writing as a full disk does. Blocks of 1024 bytes.
        using var process = Process.Start(new ProcessStartInfo("bash", ["-c", $"trap '' XFSZ; ulimit -f 4000; export DOTNET_EnableWriteXorExecute=0; exec dotnet '{program}' convert '{source}' '{target}'"]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(3, process.ExitCode);
        Assert.Contains("error: ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Path, "copy*"));
    }

    [Fact]
    public async Task A_source_that_is_cut_while_it_is_read_is_named()
    {
        var source = Large();
        using var recording = Recording.Open(source);
        await File.WriteAllBytesAsync(source, (await File.ReadAllBytesAsync(source, TestContext.Current.CancellationToken))[..1_000_000], TestContext.Current.CancellationToken);
        var target = _folder.PathOf("copy.bdf");
        Assert.Throws<RecordingFormatException>(() => RecordingFormat.ForNewFile(target)!.Create(target, recording, cancellation: TestContext.Current.CancellationToken));
        Assert.Empty(Directory.GetFiles(_folder.Path, "copy*"));
    }

    private static void AssertWhole(string source, string target)
    {
        using var first = Recording.Open(source);
        using var copy = Recording.Open(target);
        Assert.Equal(first.Streams[0].SampleCount, copy.Streams[0].SampleCount);
        Assert.Equal(first.Streams[0].Read(first.Streams[0].SampleCount - 1000, 1000), copy.Streams[0].Read(first.Streams[0].SampleCount - 1000, 1000));
        Assert.DoesNotContain(copy.Warnings, w => w.Contains("cut", StringComparison.Ordinal));
    }

    private sealed class Noise(StreamInfo info) : RecordedStream(info, [new(0, 600_000, new(info.Clock, 0))], [])
    {
        protected override void ReadStored(long firstStored, Span<float> destination)
        {
            for (var i = 0; i < destination.Length; i++)
                destination[i] = (short)((ulong)(firstStored * Info.ChannelCount + i) * 0x9E3779B97F4A7C15 >> 50);
        }
    }
}
