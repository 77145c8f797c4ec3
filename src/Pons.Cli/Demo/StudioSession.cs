using System.Diagnostics;
using Pons.Decoding;
using Pons.Experiments;
using Pons.Server;
using Pons.Server.Live;
using Spectre.Console;

namespace Pons.Cli.Demo;

/// <summary>
/// Serves the studio and runs sessions with the virtual subject in it, one after the other, as the person at the studio asks, until
/// Ctrl-C.
/// </summary>
internal sealed class StudioSession
{
    private readonly VirtualSessionPlan _plan;
    private readonly LiveFeed _feed;
    private SavedModel? _model;

    private StudioSession(VirtualSessionPlan plan, LiveFeed feed)
    {
        _plan = plan;
        _feed = feed;
    }

    public static async Task<int> RunAsync(
        VirtualSessionPlan plan, StudioServerOptions options, bool startAtOnce, bool open, CancellationToken cancellation)
    {
        using var feed = new LiveFeed();
        var studio = new StudioSession(plan, feed);
        // A server that cannot listen says so before the calibration takes its time.
        await using var server = await StudioServer.StartAsync(options, feed, cancellation).ConfigureAwait(false);
        Terminal.Out.MarkupLineInterpolated($"The studio is at [bold]{server.Url}[/]  (Ctrl-C ends it)");
        if (open) Browser.Open(server.Url);
        if (startAtOnce) feed.Commands.TryAsk(LiveCommand.Start);
        try
        {
            while (true) await studio.FollowAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            feed.End("program stopped");
            return ExitStatus.Done;
        }
    }

    private async Task FollowAsync(CancellationToken cancellation)
    {
        if (await _feed.Commands.TakeAsync(cancellation).ConfigureAwait(false) != LiveCommand.Start) return;
        _model ??= Progress.Of("calibrating the virtual subject", () => Calibration.Of(_plan, cancellation));
        var observer = new StudioObserver(_feed, _plan.Paradigm);
        await using var session = new VirtualSession(_plan, _model.Decoder, observer, TimeProvider.System);
        observer.Session = session;
        Announce(session);
        _feed.End(await RunAsync(session, cancellation).ConfigureAwait(false));
    }

    private void Announce(VirtualSession session) => _feed.Begin(new(
        session.Stream, _plan.Paradigm.Name, _model!.Decoder.Classes, 0.5, "virtual subject", $"V{_plan.Seed}")
    {
        Model = _model,
        Seed = _plan.Seed,
        PlannedTrials = session.Timeline.Trials.Length,
        PlannedDurationSeconds = _plan.DurationSeconds,
        MainsHz = _plan.Subject.MainsHz,
    });

    /// <summary>Runs a session to its end, or until a person stops it; says why it ended.</summary>
    private async Task<string> RunAsync(VirtualSession session, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var running = session.RunAsync(stop.Token);
        var commands = FollowCommandsAsync(session, stop);
        try
        {
            await running.ConfigureAwait(false);
            return "planned time over";
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return "stopped in the studio";
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await commands.ConfigureAwait(false);
        }
    }

    private async Task FollowCommandsAsync(VirtualSession session, CancellationTokenSource stop)
    {
        try
        {
            while (true) Follow(await _feed.Commands.TakeAsync(stop.Token).ConfigureAwait(false), session, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The session is over; the next command belongs to the next one.
        }
    }

    private void Follow(LiveCommand command, VirtualSession session, CancellationTokenSource stop)
    {
        switch (command)
        {
            case LiveCommand.Pause:
                session.Online.Pause();
                _feed.Paused();
                break;
            case LiveCommand.Start:
                session.Online.Resume();
                _feed.Resumed();
                break;
            default:
                stop.Cancel();
                break;
        }
    }

    /// <summary>The browser of the person who called.</summary>
    private static class Browser
    {
        public static void Open(Uri url)
        {
            var opener = OperatingSystem.IsWindows() ? "explorer" : OperatingSystem.IsMacOS() ? "open" : "xdg-open";
            try
            {
                using var process = Process.Start(new ProcessStartInfo(opener, url.AbsoluteUri) { RedirectStandardError = true, RedirectStandardOutput = true });
            }
            catch (Exception fault) when (fault is System.ComponentModel.Win32Exception or InvalidOperationException)
            {
                Terminal.Error.MarkupLineInterpolated($"[grey]No browser could be opened ({fault.Message}); open the address yourself.[/]");
            }
        }
    }
}
