using System.Collections.Immutable;
using Pons.Devices.Replay;
using Pons.Formats;
using Pons.Server.Live;
using Pons.Streams;

namespace Pons.Server.Sessions;

/// <summary>Plays one stream of a recording on the page <i>Live</i>, at a pace that a person chose, until its end or a stop.</summary>
internal sealed class SessionPlayback
{
    private const double BlockSeconds = 0.04;
    private readonly LiveFeed _feed;
    private readonly Recording _recording;
    private readonly RecordedStream _stream;
    private readonly LiveCommands _commands;
    private readonly LiveSessionInfo _session;

    private SessionPlayback(LiveFeed feed, Recording recording, RecordedStream stream, LiveCommands commands, LiveSessionInfo session) =>
        (_feed, _recording, _stream, _commands, _session) = (feed, recording, stream, commands, session);

    /// <summary>Begins to play.</summary>
    /// <param name="feed">Where it is shown.</param>
    /// <param name="path">The recording.</param>
    /// <param name="from">Where to begin, in seconds from the start of the recording.</param>
    /// <param name="speed">How many times faster than recorded, 0.1 to 100.</param>
    /// <returns>The playing: ends with the recording, or when it is stopped.</returns>
    /// <exception cref="ServerException">Another session runs, or there is nothing to draw.</exception>
    /// <exception cref="RecordingFormatException">The recording cannot be read.</exception>
    public static Task Start(LiveFeed feed, string path, double from, double speed)
    {
        var recording = Recording.Open(path);
        try
        {
            var stream = MainStream(recording);
            var commands = new LiveCommands();
            var session = feed.TryBegin(Describe(recording, stream), commands)
                ?? throw new ServerException("Another session runs.", "Live shows one session at a time.", "Stop that session first.")
                { Code = ProblemCode.AnotherRuns };
            return new SessionPlayback(feed, recording, stream, commands, session).RunAsync(from, speed);
        }
        catch
        {
            recording.Dispose();
            throw;
        }
    }

    /// <summary>The stream with most values a second.</summary>
    private static RecordedStream MainStream(Recording recording) =>
        recording.Streams.Where(s => s.Info.RateHz is not null && s.StoredCount > 0).MaxBy(s => s.Info.RateHz * s.Info.ChannelCount)
        ?? throw new ServerException(
            $"'{recording.Header.File}' has no stream of a fixed rate.", "Live draws signals.", "Choose another recording.")
        { Code = ProblemCode.RecordingNotDrawable, Values = [recording.Header.File] };

    private static LiveSessionInfo Describe(Recording recording, RecordedStream stream) => new(
        stream.Info, "", ImmutableArray<Decoding.ClassLabel>.Empty, 0.5, recording.Header.File, recording.Header.Subject)
    { CanPause = false };

    private async Task RunAsync(double from, double speed)
    {
        using var stop = new CancellationTokenSource();
        var following = FollowAsync(stop);
        var reason = "recording cannot be read";
        try
        {
            await using var source = new RecordingSource(_stream.Info, () => BlocksFrom(from), TimeProvider.System, speed);
            await foreach (var block in source.ReadAsync(stop.Token).ConfigureAwait(false)) _feed.Block(_session, block);
            reason = "recording over";
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            reason = "stopped in the studio";
        }
        catch (Exception fault) when (fault is RecordingFormatException or IOException)
        {
            // The reason says it.
        }
        finally
        {
            _feed.End(_session, reason);
            _commands.TryAsk(LiveCommand.Stop);
            await following.ConfigureAwait(false);
            _recording.Dispose();
        }
    }

    private async Task FollowAsync(CancellationTokenSource stop)
    {
        while (await _commands.TakeAsync().ConfigureAwait(false) != LiveCommand.Stop) { }

        await stop.CancelAsync().ConfigureAwait(false);
    }

    /// <summary>Blocks from a moment on, without reading what lies before it.</summary>
    private IEnumerable<SignalBlock> BlocksFrom(double seconds)
    {
        var rate = _stream.Info.RateHz!.Value;
        var first = Math.Clamp((long)Math.Round(seconds * rate), 0, _stream.SampleCount - 1);
        var count = Math.Max(1, (int)Math.Round(BlockSeconds * rate));
        var previousEnd = -1L;
        foreach (var segment in _stream.Segments)
            for (var at = Math.Max(first, segment.FirstSampleIndex); at < segment.EndSampleIndex;)
            {
                var end = Math.Min(at + count, segment.EndSampleIndex);
                yield return new(
                    at, _stream.TimeOf(at), _stream.Read(at, (int)(end - at)), _stream.Info.ChannelCount,
                    [.. _stream.Markers.Where(m => m.SampleIndex >= at && m.SampleIndex < end)], previousEnd < 0 ? 0 : at - previousEnd);
                previousEnd = at = end;
            }
    }
}
