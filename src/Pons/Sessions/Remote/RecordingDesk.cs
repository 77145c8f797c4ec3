using System.Collections.Immutable;
using Pons.Devices;
using Pons.Streams.Clocks;

namespace Pons.Sessions.Remote;

/// <summary>
/// What LabRecorder's window is: the streams, which of them are recorded, the name of the next recording, start and stop. Safe from any
/// thread; commands are done one after the other.
/// </summary>
public sealed class RecordingDesk : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly ImmutableArray<DeviceLink> _links;
    private readonly RecorderOptions _options;
    private readonly HostClock _clock;
    private bool _isAllSelected = true;
    private RecordingName _name;
    private string? _lastPath;

    /// <summary>Prepares a desk; nothing is recorded yet.</summary>
    /// <param name="links">The devices; who made them runs them.</param>
    /// <param name="name">Name of the first recording.</param>
    /// <param name="options">How to record.</param>
    /// <param name="clock">The clock of the host.</param>
    public RecordingDesk(IEnumerable<DeviceLink> links, RecordingName name, RecorderOptions? options = null, HostClock? clock = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        (_links, _name, _options, _clock) = ([.. links], name, options ?? new(), clock ?? HostClock.System);
    }

    /// <summary>The recording that is under way; <see langword="null"/> for none.</summary>
    public SessionRecorder? Recorder { get; private set; }

    /// <summary>A recording has begun; its recorder is told. Must not wait.</summary>
    public event Action<SessionRecorder>? Started;

    /// <summary>A recording has ended. Must not wait.</summary>
    public event Action<RecordingSummary>? Stopped;

    /// <summary>Does what a line asks for.</summary>
    /// <param name="line">The line, without its end.</param>
    /// <returns>The answer: <c>OK</c>, or <c>ERROR</c> and why.</returns>
    public async Task<string> AnswerAsync(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        if (RemoteCommand.Parse(line) is not { } command)
            return "ERROR not understood; commands are: select all, select none, start, stop, update, filename {root:…} {template:…} …";
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            return await DoAsync(command).ConfigureAwait(false) is { } fault ? "ERROR " + fault : "OK";
        }
        catch (Exception fault) when (fault is PonsException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            return "ERROR " + fault.Message.ReplaceLineEndings(" ");
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Begins to record under the present name.</summary>
    /// <exception cref="SessionException">The file exists or cannot be made, or a recording is under way.</exception>
    public void Start()
    {
        if (Recorder is not null) throw new SessionException("A recording is under way.", "It would be cut in two.", "Stop it first.");
        var path = _name.PathAt(_clock.Time.GetLocalNow());
        if (path == _lastPath && !_options.Overwrites)
            throw new SessionException($"'{path}' has just been recorded.", "It would be replaced.", "Give another name with 'filename'.");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Recorder = new(path, _options, _clock);
        Started?.Invoke(Recorder);
        foreach (var link in _isAllSelected ? _links : []) Recorder.Add(link);
    }

    /// <summary>Ends the recording, if there is one.</summary>
    public async Task<RecordingSummary?> StopAsync()
    {
        if (Recorder is not { } recorder) return null;
        var summary = await recorder.StopAsync().ConfigureAwait(false);
        (_lastPath, Recorder) = (recorder.Path, null);
        Stopped?.Invoke(summary);
        return summary;
    }

    /// <summary>Ends the recording, if there is one.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _turn.Dispose();
    }

    /// <summary>Does what a command asks for.</summary>
    /// <returns>Why it cannot be done; <see langword="null"/> when it was.</returns>
    private async Task<string?> DoAsync(RemoteCommand command)
    {
        switch (command.Kind)
        {
            case RemoteCommandKind.Start:
                Start();
                return null;
            case RemoteCommandKind.Stop:
                return await StopAsync().ConfigureAwait(false) is null ? "nothing is being recorded" : null;
            case RemoteCommandKind.SelectAll or RemoteCommandKind.SelectNone:
                if (Recorder is not null) return "a recording is under way";
                _isAllSelected = command.Kind == RemoteCommandKind.SelectAll;
                return null;
            case RemoteCommandKind.FileName:
                _name = _name.With(command.Fields);
                return null;
            default:
                return null; // every source that was named is held on to all the time
        }
    }
}
