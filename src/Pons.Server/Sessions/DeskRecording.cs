using System.Collections.Immutable;
using Pons.Devices;
using Pons.Server.Live;
using Pons.Sessions;
using Pons.Sessions.Ledger;
using Pons.Streams.Clocks;

namespace Pons.Server.Sessions;

/// <summary>A recording that a person at the studio began. Members may be called by any thread.</summary>
internal sealed class DeskRecording : IAsyncDisposable
{
    private readonly SessionRecorder _recorder;
    private readonly LiveFeed _feed;
    private readonly SessionTrack _track;
    private readonly HostClock _clock;
    private readonly long _begun;
    private readonly DateTimeOffset _started;
    private ImmutableList<RecorderAlarm> _alarms = [];
    private RecordingSummary? _end;
    private TimeSpan _length;
    private int _notes, _devices;

    /// <summary>Begins a recording.</summary>
    /// <param name="path">The recording.</param>
    /// <param name="note">What is recorded, in words; may be empty.</param>
    /// <param name="feed">Whose own session is recorded, too.</param>
    /// <param name="clock">The clock of the host.</param>
    /// <exception cref="SessionException">The file cannot be made.</exception>
    public DeskRecording(string path, string note, LiveFeed feed, HostClock clock)
    {
        _recorder = new(path, new RecorderOptions { Description = note }, clock);
        _recorder.Alarmed += alarm => ImmutableInterlocked.Update(ref _alarms, all => all.Count < 100 ? all.Add(alarm) : all);
        (_clock, _begun, _started) = (clock, clock.Time.GetTimestamp(), clock.Time.GetUtcNow());
        if (note.Length > 0) Note(note);
        (_feed, _track) = (feed, new(_recorder, clock, SessionEnded));
        _feed.Add(_track);
    }

    /// <summary>Whether it was stopped.</summary>
    public bool HasEnded => Volatile.Read(ref _end) is not null;

    /// <summary>Records a device from now on; once the recording is being stopped, nothing happens.</summary>
    public void Add(DeviceLink link)
    {
        if (HasEnded) return;
        try
        {
            _recorder.Add(link);
            Interlocked.Increment(ref _devices);
        }
        catch (InvalidOperationException)
        {
            // It is just being stopped.
        }
    }

    /// <summary>Keeps what the operator noted.</summary>
    public void Note(string text)
    {
        _recorder.Append(new LedgerNote(text));
        Interlocked.Increment(ref _notes);
    }

    /// <summary>Ends it: what waits is written first.</summary>
    public async Task StopAsync()
    {
        if (HasEnded) return;
        _feed.Remove(_track);
        var length = _clock.Time.GetElapsedTime(_begun);
        var end = await _recorder.StopAsync().ConfigureAwait(false);
        if (_length == TimeSpan.Zero) _length = length;
        Volatile.Write(ref _end, end);
    }

    public async ValueTask DisposeAsync() => await StopAsync().ConfigureAwait(false);

    /// <summary>A recording of nothing but a session ends with it. Told within the feed's lock: the writing is waited for elsewhere.</summary>
    private void SessionEnded()
    {
        if (Volatile.Read(ref _devices) == 0) _ = Task.Run(StopAsync);
    }

    /// <summary>The recording as the API tells of it.</summary>
    public object Describe()
    {
        var summary = Volatile.Read(ref _end) ?? _recorder.Status;
        return new
        {
            Name = Path.GetFileName(summary.Path),
            Started = _started,
            Seconds = Math.Round((HasEnded ? _length : _clock.Time.GetElapsedTime(_begun)).TotalSeconds, 1),
            HasEnded,
            summary.Bytes,
            Samples = summary.Streams.Sum(s => s.Samples),
            Missing = summary.Streams.Sum(s => s.Missing),
            Gaps = summary.Streams.Sum(s => s.Gaps),
            Streams = summary.Streams.Length,
            Notes = Volatile.Read(ref _notes),
            summary.IsDiskFull,
            Alarms = Volatile.Read(ref _alarms).Select(a => new { a.Kind, a.Text, a.Values }),
        };
    }
}
