using System.Threading.Channels;
using Pons.Control.Remote;

namespace Pons.Tests.Control.Remote;

/// <summary>Keeps what effectors report.</summary>
internal sealed class EffectorLog
{
    private readonly List<EffectorReport> _reports = [];
    private readonly Channel<bool> _came = Channel.CreateUnbounded<bool>();

    public IReadOnlyList<EffectorReport> Reports
    {
        get
        {
            lock (_reports) return [.. _reports];
        }
    }

    public void Add(EffectorReport report)
    {
        lock (_reports) _reports.Add(report);
        _came.Writer.TryWrite(true);
    }

    /// <summary>Waits until what was reported is enough; fails after half a minute.</summary>
    public async Task UntilAsync(Func<IReadOnlyList<EffectorReport>, bool> isEnough)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (!isEnough(Reports)) await _came.Reader.ReadAsync(limit.Token);
    }

    public Task UntilAsync(EffectorReportKind kind) => UntilAsync(all => all.Any(r => r.Kind == kind));
}
