using System.Net;
using Pons.Devices;
using Pons.Sessions;
using Pons.Sessions.Ledger;
using Pons.Sessions.Remote;
using Spectre.Console;

namespace Pons.Cli;

/// <summary>Devices and a recording, from the first connection to the last chunk.</summary>
internal static class RecordRun
{
    /// <summary>Records until the time is over, everything has ended, or cancelling; all of these end the recording in order.</summary>
    /// <exception cref="DeviceException">A device cannot be reached; nothing is recorded then.</exception>
    public static async Task<RecordingSummary> RecordAsync(
        List<DeviceLink> links, string path, RecorderOptions options, string[] notes, double seconds, CancellationToken cancellation)
    {
        var recorder = new SessionRecorder(path, options);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        foreach (var note in notes) recorder.Append(new LedgerNote(note));
        foreach (var link in links) recorder.Add(link);
        var running = links.ConvertAll(l => l.RunAsync(stop.Token));
        try
        {
            await ReachAsync(links, running, cancellation).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            await EndAsync(stop, running).ConfigureAwait(false);
            await DiscardAsync(recorder).ConfigureAwait(false);
            throw;
        }

        await new RecordMonitor(() => recorder).ShowAsync(UntilAsync(running, seconds, cancellation)).ConfigureAwait(false);
        await EndAsync(stop, running).ConfigureAwait(false);
        return await recorder.StopAsync().ConfigureAwait(false);
    }

    /// <summary>Records as remote commands want it, until the time is over or cancelling.</summary>
    public static async Task<int> ObeyAsync(
        List<DeviceLink> links, string path, RecorderOptions options, IPEndPoint place, double seconds, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await using var desk = new RecordingDesk(links, new(Directory.GetCurrentDirectory(), path), options);
        var listener = new RemoteListener(place, desk.AnswerAsync);
        desk.Started += r => Terminal.Error.WriteLine($"recording {r.Path}");
        desk.Stopped += s => Terminal.Error.WriteLine($"recorded {s.Path}: {s.Bytes} bytes, {s.Streams.Sum(t => t.Missing)} samples missing");
        var running = links.ConvertAll(l => l.RunAsync(stop.Token));
        running.Add(listener.RunAsync(stop.Token));
        try
        {
            await ReachAsync(links, running, cancellation).ConfigureAwait(false);
            Terminal.Error.WriteLine($"listening for commands at {listener.Place}");
            await new RecordMonitor(() => desk.Recorder).ShowAsync(UntilAsync(running, seconds, cancellation)).ConfigureAwait(false);
        }
        finally
        {
            await EndAsync(stop, running).ConfigureAwait(false);
        }

        return ExitStatus.Done;
    }

    private static async Task ReachAsync(List<DeviceLink> links, List<Task> running, CancellationToken cancellation)
    {
        Task opened = Task.WhenAll(links.Select(l => l.Opened));
        await opened.WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!opened.IsFaulted) return;
        for (var i = 0; i < links.Count; i++)
            if (links[i].Opened.IsFaulted) await running[i].ConfigureAwait(false);
    }

    private static async Task UntilAsync(List<Task> running, double seconds, CancellationToken cancellation)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (seconds > 0) over.CancelAfter(TimeSpan.FromSeconds(seconds));
        await Task.WhenAll(running).WaitAsync(over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static async Task EndAsync(CancellationTokenSource stop, List<Task> running)
    {
        await stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static async Task DiscardAsync(SessionRecorder recorder)
    {
        await recorder.StopAsync().ConfigureAwait(false);
        File.Delete(recorder.Path);
        File.Delete(recorder.LedgerPath);
    }
}
