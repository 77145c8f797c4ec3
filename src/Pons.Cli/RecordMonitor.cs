using System.Globalization;
using Pons.Sessions;
using Pons.Sessions.Ledger;
using Spectre.Console;

namespace Pons.Cli;

/// <summary>
/// Shows on standard error how a recording goes: one table that is renewed, or, where standard error is no terminal, a line for everything
/// that happens and one every ten seconds.
/// </summary>
/// <param name="recorder">The recorder that is at work; null for none.</param>
internal sealed class RecordMonitor(Func<SessionRecorder?> recorder)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(0.5);

    private readonly Dictionary<string, (long At, long Samples, double Rate)> _rates = [];
    private readonly Dictionary<string, (long Missing, string? Notice)> _told = [];
    private readonly List<string> _alarms = [];
    private SessionRecorder? _heard;
    private int _round;

    /// <summary>Shows until a task has ended.</summary>
    public Task ShowAsync(Task until) => Console.IsErrorRedirected
        ? ShowLinesAsync(until)
        : Terminal.Error.Live(Table(null)).AutoClear(true).StartAsync(async context =>
        {
            while (!await EndsAsync(until).ConfigureAwait(false)) context.UpdateTarget(Table(Listen()?.Status));
        });

    /// <summary>How a clock stands, in few words.</summary>
    public static string Words(LedgerClock? clock) => clock is null ? "" : string.Create(
        CultureInfo.InvariantCulture, $"{clock.DriftPartsPerMillion ?? 0:+0.0;-0.0} ppm ±{(clock.UncertaintySeconds ?? 0) * 1000:0.##} ms");

    private static async Task<bool> EndsAsync(Task until)
    {
        await Task.WhenAny(until, Task.Delay(Period, TimeProvider.System)).ConfigureAwait(false);
        return until.IsCompleted;
    }

    private SessionRecorder? Listen()
    {
        var now = recorder();
        if (now is null || now == _heard) return now;
        _heard = now;
        now.Alarmed += alarm =>
        {
            lock (_alarms) _alarms.Add(alarm.Text);
        };
        return now;
    }

    private async Task ShowLinesAsync(Task until)
    {
        while (!await EndsAsync(until).ConfigureAwait(false))
        {
            if (Listen()?.Status is not { } status) continue;
            foreach (var alarm in NewAlarms()) Terminal.Error.MarkupLineInterpolated($"[red]alarm:[/] {alarm}");
            foreach (var stream in status.Streams) TellNews(stream);
            if (++_round % 20 == 0)
                foreach (var s in status.Streams) Terminal.Error.WriteLine(Line(s, status.Bytes));
        }
    }

    private string[] NewAlarms()
    {
        lock (_alarms)
        {
            var alarms = _alarms.ToArray();
            _alarms.Clear();
            return alarms;
        }
    }

    private void TellNews(RecordedStreamSummary s)
    {
        var notice = s.LastNotice is { } n ? $"{n.Kind} {n.Text}".Trim() : null;
        var before = _told.GetValueOrDefault(s.Address.ToString());
        if (s.Missing > before.Missing) Terminal.Error.WriteLine($"{s.Name}: {s.Missing - before.Missing} samples missing, {s.Missing} in all");
        if (notice is not null && notice != before.Notice) Terminal.Error.WriteLine($"{s.Name}: {notice}");
        _told[s.Address.ToString()] = (s.Missing, notice);
    }

    private static string Line(RecordedStreamSummary s, long bytes) => string.Create(
        CultureInfo.InvariantCulture, $"{s.Name}: {s.Received} samples, {s.Missing} missing in {s.Gaps} gaps; file {bytes / 1e6:0.0} MB");

    private Table Table(RecordingSummary? status)
    {
        var table = new Table().Border(TableBorder.Rounded)
            .AddColumns("stream", "rate, Hz", "received", "missing", "gaps", "clock", "last notice");
        foreach (var s in status?.Streams ?? [])
            table.AddRow(
                Markup.Escape(s.Name), Rate(s), $"{s.Received}", s.Missing > 0 ? $"[yellow]{s.Missing}[/]" : "0", $"{s.Gaps}", Words(s.Clock),
                Markup.Escape(s.LastNotice is { } n ? $"{n.Kind} {n.Text}".Trim() : ""));
        var caption = status is null ? "no recording" : string.Create(
            CultureInfo.InvariantCulture,
            $"{status.Path}  {status.Bytes / 1e6:0.0} MB, {Free(status.Path) / 1e9:0.0} GB left on the disk, {status.MemoryBytes / 1e6:0} MB waiting");
        lock (_alarms)
            return table.Caption(Markup.Escape(caption) + string.Concat(_alarms.TakeLast(3).Select(a => $"\n[red]{Markup.Escape(a)}[/]")));
    }

    private string Rate(RecordedStreamSummary s)
    {
        var now = TimeProvider.System.GetTimestamp();
        if (!_rates.TryGetValue(s.Address.ToString(), out var before)) before = (now, s.Received, 0);
        var seconds = TimeProvider.System.GetElapsedTime(before.At, now).TotalSeconds;
        if (seconds >= 2) before = (now, s.Received, (s.Received - before.Samples) / seconds);
        _rates[s.Address.ToString()] = before;
        return before.Rate == 0 ? "" : before.Rate.ToString("0.#", CultureInfo.InvariantCulture);
    }

    private static long Free(string path)
    {
        try
        {
            return new DriveInfo(Path.GetFullPath(path)).AvailableFreeSpace;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return 0;
        }
    }
}
