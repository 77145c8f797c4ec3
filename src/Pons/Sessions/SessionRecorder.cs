using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.InteropServices;
using Pons.Devices;
using Pons.Formats;
using Pons.Formats.Xdf;
using Pons.Sessions.Ledger;
using Pons.Streams.Clocks;

namespace Pons.Sessions;

/// <summary>
/// Records any number of devices into one XDF file with a session ledger beside it, before any processing, and never loses in silence. Taps
/// copy what devices send into a bounded memory; one thread writes whole chunks, forces them to the disk, and states clock offsets. When the
/// disk is full or slow, samples wait in memory; what finds no room there is a counted gap with its reason. A process that is killed leaves
/// every chunk that was written; a power failure those of at most <see cref="RecorderOptions.SyncPeriod"/> before.
/// <para>Safe from any thread. Time stamps in the file are those of the device's own clock; clock offsets lead to that of the host (XDF 1.0,
/// https://github.com/sccn/xdf/wiki/Specifications).</para>
/// </summary>
public sealed class SessionRecorder : IAsyncDisposable
{
    private readonly RecorderOptions _options;
    private readonly HostClock _clock;
    private readonly RecorderMemory _memory;
    private readonly AutoResetEvent _wake = new(false), _tick = new(false);
    private readonly List<(DeviceLink? Link, RecordedTrack Track)> _links = [];
    private volatile RecordedTrack[] _tracks = [];
    private readonly Lock _gate = new();
    private readonly WholeChunkFile _chunks;
    private readonly LedgerWriter _ledger;
    private readonly SessionFile _file;
    private readonly ITimer _ticker;
    private readonly TaskCompletionSource<RecordingSummary> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SyncCost _syncs = new();
    private readonly HostHealth _host;
    private Exception? _fault;
    private long _syncedAt, _boundaryAt, _stopAt = long.MaxValue;
    private bool _gaveUp, _isFull, _isSlow, _isLosing, _canSync = true;

    /// <summary>Begins a recording: makes the files and starts the thread that writes.</summary>
    /// <param name="path">The recording, with the ending <c>.xdf</c>; the ledger stands beside it.</param>
    /// <param name="options">How; default the defaults of <see cref="RecorderOptions"/>.</param>
    /// <param name="clock">The clock of the host; the system's by default.</param>
    /// <exception cref="SessionException">The file exists, or cannot be made.</exception>
    public SessionRecorder(string path, RecorderOptions? options = null, HostClock? clock = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        (Path, _options, _clock) = (path, options ?? new(), clock ?? HostClock.System);
        (_memory, _host) = (new(_options.MemoryBytes), new(_clock));
        var (recording, ledger) = RecordingPair.Create(path, _options);
        (_chunks, _ledger) = (new(recording, Refused, Accepted), new(ledger));
        Append(Header(path));
        _ledger.TryFlush();
        _file = new(Begin(), _chunks, _ledger);
        _syncedAt = _boundaryAt = _clock.Time.GetTimestamp();
        _ticker = _clock.Time.CreateTimer(_ => Tick(), null, _options.ChunkPeriod, _options.ChunkPeriod);
        new Thread(Run) { IsBackground = true, Name = "Pons recorder" }.Start();
    }

    /// <summary>The recording is in danger, or safe again. Called by the recorder's threads; must not wait.</summary>
    public event Action<RecorderAlarm>? Alarmed;

    /// <summary>The recording.</summary>
    public string Path { get; }

    /// <summary>The ledger beside it.</summary>
    public string LedgerPath => SessionLedger.PathFor(Path);

    /// <summary>The recording so far.</summary>
    public RecordingSummary Status => Summarise();

    /// <summary>Records a device from now on.</summary>
    /// <param name="link">Its link, running or not; who made it runs it.</param>
    /// <exception cref="InvalidOperationException">The recording is being ended.</exception>
    public void Add(DeviceLink link)
    {
        ArgumentNullException.ThrowIfNull(link);
        link.Add(AddTrack(link.Address, link.Clock, link));
    }

    /// <summary>Records something that is no device with a link of its own, such as a virtual subject in a closed loop.</summary>
    /// <param name="address">What it is called.</param>
    /// <returns>Takes the samples, from one thread; must not be used any more when the recording is being ended.</returns>
    /// <exception cref="InvalidOperationException">The recording is being ended.</exception>
    public SampleTap AddTap(DeviceAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var (clock, taps) = (new DeviceClock(), new TapList());
        taps.Add(clock);
        taps.Add(AddTrack(address, clock, null));
        return taps;
    }

    private RecordingTap AddTrack(DeviceAddress address, DeviceClock clock, DeviceLink? link)
    {
        _memory.Prepare(2);
        var tap = new RecordingTap(_memory, _wake);
        lock (_gate)
        {
            if (_stopAt != long.MaxValue) throw new InvalidOperationException("The recording is being ended.");
            var track = new RecordedTrack(address, clock, tap, _memory);
            _links.Add((link, track));
            _tracks = [.. _tracks, track];
        }

        return tap;
    }

    /// <summary>Adds a line to the ledger, such as a decision.</summary>
    /// <param name="entry">The line; it gets the present time when it has none.</param>
    public void Append(LedgerEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        _ledger.Append(entry.HostNanoseconds == 0 ? entry with { HostNanoseconds = _clock.Now.Nanoseconds } : entry);
    }

    /// <summary>Ends the recording: writes what waits, footers and counts. The devices are left as they are.</summary>
    /// <returns>What was recorded; the same for each call.</returns>
    public Task<RecordingSummary> StopAsync()
    {
        lock (_gate)
        {
            if (_stopAt != long.MaxValue) return _done.Task;
            foreach (var (link, track) in _links)
            {
                link?.Remove(track.Tap);
                track.Tap.EndOverflow();
            }

            Volatile.Write(ref _stopAt, _clock.Time.GetTimestamp());
        }

        _wake.Set();
        return _done.Task;
    }

    /// <summary>Ends the recording.</summary>
    public async ValueTask DisposeAsync() => await StopAsync().ConfigureAwait(false);

    /// <summary>Writes the file header; a disk that has no room for it is no place to record to.</summary>
    private XdfWriter Begin()
    {
        try
        {
            return new(_chunks, About());
        }
        catch (IOException fault)
        {
            _chunks.Dispose();
            _ledger.Dispose();
            throw new SessionException(
                $"'{Path}' cannot be written ({fault.Message.TrimEnd('.')}).", "There is no place to record to.",
                "Make room on the disk, or record to another one.", fault);
        }
    }

    private bool IsStopping => Volatile.Read(ref _stopAt) != long.MaxValue;

    private void Run()
    {
        try
        {
            while (!IsStopping)
            {
                WaitHandle.WaitAny([_wake, _tick]);
                Write();
            }

            Write();
            foreach (var track in _tracks) track.End(_file, _clock.Now.Nanoseconds);
            _file.Writer.Close();
        }
        catch (IOException) when (_gaveUp)
        {
            // The disk took no more until the end: what is in memory is missing, and the ledger says so where it can.
            foreach (var track in _tracks) track.GiveUp(_file, _clock.Now);
        }
        catch (Exception fault)
        {
            _fault = fault; // a mistake of ours: said at once, who ends the recording meets it, and the devices go on
            Alarm(
                RecorderAlarmKind.Failed,
                $"Recording has ended by a mistake of the program ({fault.Message}). What is written stays; start a new recording.", fault.Message);
        }
        finally
        {
            Finish();
        }
    }

    private void Write()
    {
        var now = _clock.Now.Nanoseconds;
        foreach (var track in _tracks)
        {
            track.Drain(_file, now);
            track.WriteClock(_file, now, _options.ClockPeriod);
        }

        _host.Poll(_ledger);
        _ledger.TryFlush();
        if (_clock.Time.GetElapsedTime(_boundaryAt) >= _options.BoundaryPeriod)
        {
            _file.Writer.WriteBoundary();
            _boundaryAt = _clock.Time.GetTimestamp();
        }

        if (_options.SyncPeriod > TimeSpan.Zero && _clock.Time.GetElapsedTime(_syncedAt) >= _options.SyncPeriod) Sync();
    }

    private void Sync()
    {
        var begun = _syncedAt = _clock.Time.GetTimestamp();
        try
        {
            _chunks.Sync();
            _ledger.Sync();
            _canSync = true;
        }
        catch (IOException fault)
        {
            if (_canSync)
                Alarm(
                    RecorderAlarmKind.SyncFailed, $"The recording could not be forced to the disk ({fault.Message}). Check the disk.",
                    fault.Message);
            _canSync = false;
        }

        _syncs.Add(_clock.Time.GetElapsedTime(begun));
    }

    /// <summary>The disk refused a chunk: says so, and waits for the next attempt.</summary>
    private bool Refused(IOException fault)
    {
        if (_file is null) return false; // not even the header fits
        if (!_isFull)
        {
            _isFull = true;
            foreach (var track in _tracks) track.Tap.OverflowReason = GapReason.DiskFull;
            Alarm(
                RecorderAlarmKind.DiskFull,
                $"The disk takes no more ({fault.Message}). {Megabytes(_memory.Most)} of memory hold what comes. Make room now.",
                fault.Message, Megabytes(_memory.Most));
        }

        _ledger.TryFlush();
        var stopAt = Volatile.Read(ref _stopAt);
        if (stopAt != long.MaxValue && _clock.Time.GetElapsedTime(stopAt) >= _options.Grace) return !(_gaveUp = true);
        _tick.WaitOne();
        return true;
    }

    private void Accepted()
    {
        _isFull = false;
        foreach (var track in _tracks) track.Tap.OverflowReason = GapReason.Overflow;
        Alarm(RecorderAlarmKind.DiskHasRoom, "The disk takes the recording again.");
    }

    /// <summary>Wakes the writing thread, and looks whether it keeps up.</summary>
    private void Tick()
    {
        var used = (double)_memory.Used / _memory.Most;
        if (!_isSlow && !_isFull && used > 0.5)
        {
            _isSlow = true;
            Alarm(
                RecorderAlarmKind.DiskSlow,
                $"The disk is slower than the samples come: {Megabytes(_memory.Used)} wait in memory. Record less, or to a faster disk.",
                Megabytes(_memory.Used));
        }
        else if (_isSlow && used <= 0.25)
        {
            // Not below: of the least memory, one open segment is a quarter.
            _isSlow = false;
            Alarm(RecorderAlarmKind.DiskCaughtUp, "The disk has caught up.");
        }

        var isLosing = _tracks.Any(t => t.Tap.IsOverflowing);
        if (isLosing && !_isLosing)
            Alarm(
                RecorderAlarmKind.SamplesLost, $"Memory is used up ({Megabytes(_memory.Most)}): samples are being lost and counted.",
                Megabytes(_memory.Most));
        _isLosing = isLosing;
        _tick.Set();
    }

    private void Alarm(RecorderAlarmKind kind, string text, params ImmutableArray<string> values)
    {
        Append(new LedgerAlarm(kind.ToString(), text) { Values = values.IsEmpty ? null : [.. values] });
        Alarmed?.Invoke(new(kind, text) { Values = values });
    }

    private void Finish()
    {
        _ticker.Dispose();
        var summary = Summarise() with { HasEnded = true, Verdict = _host.Judge(_tracks, _ledger) };
        Append(new LedgerEnd(
            summary.Bytes,
            [.. summary.Streams.Select(s => new LedgerEnd.Totals(s.Name, s.Samples, s.Missing, s.Gaps, s.Markers))], _ledger.LostLines));
        if (!_ledger.TryFlush()) _ledger.TryFlush();
        Sync();
        _chunks.Dispose();
        _ledger.Dispose();
        if (_fault is not null) _done.TrySetException(_fault);
        else _done.TrySetResult(summary with { Syncs = _syncs.Count, LongestSync = _syncs.Longest, MeanSync = _syncs.Mean });
    }

    private RecordingSummary Summarise() => new(Path, LedgerPath, _chunks.Length, [.. _tracks.Select(Describe)])
    {
        MemoryBytes = _memory.Used,
        IsDiskFull = _isFull,
        Syncs = _syncs.Count,
        LongestSync = _syncs.Longest,
        MeanSync = _syncs.Mean,
    };

    private static RecordedStreamSummary Describe(RecordedTrack track) => new(track.Name, track.Address, track.Tap.Stream)
    {
        Samples = track.Written,
        Received = track.Tap.Accepted,
        Missing = Math.Max(track.Tap.Missing, track.Gaps.Missing),
        Gaps = Math.Max(track.Tap.GapCount, track.Gaps.Count),
        ListedGaps = track.Gaps.Listed,
        Late = track.Tap.Late,
        Markers = track.Markers,
        LostMarkers = track.Tap.LostMarkers,
        Reconnections = track.Tap.Reconnections,
        Bytes = track.Bytes,
        LastNotice = track.Tap.LastNotice,
        Clock = track.Clock,
    };

    private LedgerHeader Header(string path) => new(
        System.IO.Path.GetFileName(path), $"Pons {Version}", _clock.Time.GetLocalNow(),
        $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}, {RuntimeInformation.FrameworkDescription}");

    private static string Version =>
        typeof(SessionRecorder).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    private RecordingHeader About() => new()
    {
        Format = "XDF",
        File = System.IO.Path.GetFileName(Path),
        StartTime = _clock.Time.GetLocalNow().DateTime,
        Subject = _options.Subject,
        Description = _options.Description,
    };

    private static string Megabytes(long bytes) => FormattableString.Invariant($"{bytes / (1024.0 * 1024):0.#} MiB");
}
