using System.Collections.Immutable;
using Pons.Sessions.Ledger;
using Pons.Streams.Clocks;

namespace Pons.Sessions;

/// <summary>Watches the computer's own clocks during a recording and puts what happens to them into the ledger. The recorder's thread.</summary>
internal sealed class HostHealth(HostClock clock)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private readonly HostWatch _watch = new(clock.Time);
    private readonly List<HostDisturbance> _disturbances = [];
    private long _lookedAt = clock.Time.GetTimestamp();

    /// <summary>Looks at the clocks when it is time to: looking costs a system file.</summary>
    public void Poll(LedgerWriter ledger)
    {
        if (clock.Time.GetElapsedTime(_lookedAt) >= Period) Look(ledger);
    }

    /// <summary>States the verdict on every stream and on the recording, and puts them into the ledger.</summary>
    public ClockVerdict Judge(IReadOnlyList<RecordedTrack> tracks, LedgerWriter ledger)
    {
        Look(ledger);
        var now = clock.Now.Nanoseconds;
        var verdicts = ImmutableArray.CreateBuilder<ClockVerdict>();
        foreach (var track in tracks)
        {
            if (track.Verdict is not { } verdict) continue;
            verdicts.Add(verdict);
            ledger.Append(LedgerVerdict.Of(track.Name, verdict) with { HostNanoseconds = now });
        }

        var whole = ClockVerdict.OfRecording(verdicts, _disturbances);
        ledger.Append(LedgerVerdict.Of("", whole) with { HostNanoseconds = now });
        return whole;
    }

    private void Look(LedgerWriter ledger)
    {
        _lookedAt = clock.Time.GetTimestamp();
        if (_watch.Poll() is not { } disturbance) return;
        _disturbances.Add(disturbance);
        ledger.Append(new LedgerDisturbance(disturbance.Kind.ToString(), disturbance.Size.Seconds, disturbance.IsCertain)
        {
            HostNanoseconds = disturbance.Noticed.Nanoseconds,
        });
    }
}
