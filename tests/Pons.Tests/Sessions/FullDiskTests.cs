using System.Diagnostics;
using Pons.Devices;
using Pons.Devices.Emulation;
using Pons.Formats;
using Pons.Sessions;
using Pons.Sessions.Ledger;

namespace Pons.Tests.Sessions;

public sealed class FullDiskTests
{
    private static readonly EmulationPlan Plan = new() { ChannelCount = 16, RateHz = 2000, PacketSamples = 20, MarkerEverySeconds = 0 };

    [Fact]
    public async Task Full_disk_is_alarmed_at_once_and_what_waited_is_written_when_there_is_room()
    {
        var disk = new SmallDisk { Room = 60_000 };
        await using var run = await RecordedRun.StartAsync(Plan, Options(disk));
        await run.Tap.UntilAsync(_ => run.Alarms.Any(a => a.Kind == RecorderAlarmKind.DiskFull));
        var whole = disk.Recording.ToArray();
        using (var torn = new XdfCopy(whole))
            Assert.DoesNotContain(torn.Recording.Warnings, w => w.Contains("no whole chunk", StringComparison.Ordinal));
        var before = run.Tap.Rows.Count;
        await run.Tap.UntilAsync(t => t.Rows.Count > before + 500);
        disk.Room = long.MaxValue;
        await run.Tap.UntilAsync(_ => run.Alarms.Any(a => a.Kind == RecorderAlarmKind.DiskHasRoom));
        var summary = await run.EndAsync();
        Assert.Equal((run.Tap.Rows.Count, 0L), ((int)summary.Streams[0].Samples, summary.Streams[0].Missing));
        using var copy = new XdfCopy(disk.Recording.ToArray());
        Assert.Empty(copy.Recording.Warnings);
        Assert.Equal(run.Tap.Values, copy.Recording.Streams[0].Read(0, run.Tap.Rows.Count));
    }

    [Fact]
    public async Task What_memory_has_no_room_for_is_a_gap_with_its_reason()
    {
        var disk = new SmallDisk { Room = 60_000 };
        await using var run = await RecordedRun.StartAsync(Plan, Options(disk) with { MemoryBytes = 1 << 20 });
        await run.Tap.UntilAsync(_ => run.Alarms.Any(a => a.Kind == RecorderAlarmKind.SamplesLost));
        disk.Room = long.MaxValue;
        await run.Tap.UntilAsync(_ => run.Alarms.Any(a => a.Kind == RecorderAlarmKind.DiskHasRoom));
        var before = run.Tap.Rows.Count;
        await run.Tap.UntilAsync(t => t.Rows.Count > before + 500);
        var summary = await run.EndAsync();
        using var copy = new XdfCopy(disk.Recording.ToArray());
        var stream = copy.Recording.Streams[0];
        var gap = Assert.Single(summary.Streams[0].ListedGaps);
        Assert.Equal(GapReason.DiskFull, gap.Reason);
        Assert.Equal(run.Tap.Rows.Count, stream.StoredCount + gap.SampleCount);
        Assert.Equal((stream.MissingCount, stream.Segments[0].SampleCount), (gap.SampleCount, gap.FirstSampleIndex));
        foreach (var segment in stream.Segments)
            Assert.Equal(
                run.Tap.Rows.Where(r => segment.Contains(r.Key)).SelectMany(r => r.Value), stream.Read(segment.FirstSampleIndex, (int)segment.SampleCount));
    }

    [Fact]
    public async Task Disk_that_stays_full_leaves_a_valid_file_and_counts_what_is_missing()
    {
        var disk = new SmallDisk { Room = 60_000 };
        await using var run = await RecordedRun.StartAsync(Plan, Options(disk) with { Grace = TimeSpan.Zero });
        await run.Tap.UntilAsync(_ => run.Alarms.Any(a => a.Kind == RecorderAlarmKind.DiskFull));
        var summary = await run.EndAsync();
        using var copy = new XdfCopy(disk.Recording.ToArray());
        Assert.Contains(copy.Recording.Warnings, w => w.Contains("no footer", StringComparison.Ordinal));
        Assert.DoesNotContain(copy.Recording.Warnings, w => w.Contains("no whole chunk", StringComparison.Ordinal));
        var stream = copy.Recording.Streams[0];
        Assert.Equal(stream.StoredCount, summary.Streams[0].Samples);
        Assert.Equal(run.Tap.Rows.Count, stream.StoredCount + summary.Streams[0].Missing);
        Assert.Equal(run.Tap.Values.Take((int)stream.StoredCount * 16), stream.Read(0, (int)stream.StoredCount));
    }

    [Fact]
    public async Task Slow_disk_is_alarmed_before_samples_are_lost_and_the_loss_is_counted()
    {
        var disk = new SmallDisk { Room = long.MaxValue };
        await using var run = await RecordedRun.StartAsync(Plan, Options(disk) with { MemoryBytes = 1 << 20 });
        await run.Tap.UntilAsync(t => t.Rows.Count > 100);
        disk.Gate.Reset();
        await run.Tap.UntilAsync(_ => run.Alarms.Any(a => a.Kind == RecorderAlarmKind.SamplesLost));
        disk.Gate.Set();
        await run.Tap.UntilAsync(_ => run.Alarms.Any(a => a.Kind == RecorderAlarmKind.DiskCaughtUp));
        var before = run.Tap.Rows.Count;
        await run.Tap.UntilAsync(t => t.Rows.Count > before + 500);
        var summary = await run.EndAsync();
        Assert.Equal([RecorderAlarmKind.DiskSlow, RecorderAlarmKind.SamplesLost, RecorderAlarmKind.DiskCaughtUp], run.Alarms.Select(a => a.Kind));
        Assert.All(summary.Streams[0].ListedGaps, g => Assert.Equal(GapReason.Overflow, g.Reason));
        Assert.Equal(run.Tap.Rows.Count, summary.Streams[0].Samples + summary.Streams[0].Missing);
    }

    [Fact]
    public void Disk_without_room_for_the_header_is_refused_at_once()
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<SessionException>(() => new SessionRecorder(folder.PathOf("x.xdf"), Options(new SmallDisk { Room = 3 })));
    }

    [Fact]
    public async Task A_volume_of_two_megabytes_is_filled_to_its_last_whole_chunk()
    {
        using var folder = new TemporaryFolder();
        if (!TryMount(folder.Path)) Assert.Skip("No volume can be mounted here: this needs Linux and the rights of the administrator.");
        try
        {
            await using var run = await RecordedRun.StartAsync(Plan with { ChannelCount = 64 }, Options(null), folder.PathOf("full.xdf"));
            await run.Tap.UntilAsync(_ => run.Alarms.Any(a => a.Kind == RecorderAlarmKind.DiskFull));
            File.WriteAllBytes(folder.PathOf("rest"), []);
            using (var recording = Recording.Open(run.Recorder.Path))
                Assert.DoesNotContain(recording.Warnings, w => w.Contains("no whole chunk", StringComparison.Ordinal));
            Assert.Equal(0, Run("mount", "-o", "remount,size=64m", folder.Path));
            await run.Tap.UntilAsync(_ => run.Alarms.Any(a => a.Kind == RecorderAlarmKind.DiskHasRoom));
            var summary = await run.EndAsync();
            Assert.Equal((run.Tap.Rows.Count, 0L), ((int)summary.Streams[0].Samples, summary.Streams[0].Missing));
            Assert.Equal(["DiskFull", "DiskHasRoom"], SessionLedger.Read(summary.LedgerPath).Entries.OfType<LedgerAlarm>().Select(a => a.Kind));
        }
        finally
        {
            Run("umount", folder.Path);
        }
    }

    private static RecorderOptions Options(SmallDisk? disk)
    {
        var options = new RecorderOptions { ChunkPeriod = TimeSpan.FromMilliseconds(20), SyncPeriod = TimeSpan.Zero };
        return disk is null ? options : options with { Open = disk.Open };
    }

    private static bool TryMount(string folder)
    {
        try
        {
            return OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder) == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }

    /// <summary>A recording out of memory.</summary>
    private sealed class XdfCopy : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public XdfCopy(byte[] bytes)
        {
            File.WriteAllBytes(_folder.PathOf("copy.xdf"), bytes);
            Recording = Recording.Open(_folder.PathOf("copy.xdf"));
        }

        public Recording Recording { get; }

        public void Dispose()
        {
            Recording.Dispose();
            _folder.Dispose();
        }
    }

    /// <summary>Two files on a disk with little room; a write that does not fit leaves what fitted, as real disks do.</summary>
    private sealed class SmallDisk
    {
        public long Room { get; set; }

        public ManualResetEventSlim Gate { get; } = new(true);

        public Limited Recording { get; private set; } = new(null);

        public Limited Open(string path, FileMode mode) => path.EndsWith(".xdf", StringComparison.Ordinal) ? Recording = new(this) : new Limited(null);

        public sealed class Limited(SmallDisk? disk) : MemoryStream
        {
            private readonly Lock _gate = new();

            public override void Write(ReadOnlySpan<byte> buffer)
            {
                disk?.Gate.Wait();
                lock (_gate)
                {
                    var room = (int)Math.Min(buffer.Length, disk is null ? int.MaxValue : Math.Max(0, disk.Room - Length));
                    base.Write(buffer[..room]);
                    if (room < buffer.Length) throw new IOException("No space left on device");
                }
            }

            public override void SetLength(long value)
            {
                lock (_gate) base.SetLength(value);
            }

            public override byte[] ToArray()
            {
                lock (_gate) return base.ToArray();
            }
        }
    }
}
