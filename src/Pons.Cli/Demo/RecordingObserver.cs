using Pons.Control;
using Pons.Devices;
using Pons.Experiments;
using Pons.Pipelines;
using Pons.Sessions;
using Pons.Sessions.Ledger;
using Pons.Streams;
using Pons.Streams.Clocks;

namespace Pons.Cli.Demo;

/// <summary>Records a session with the virtual subject, its markers and every decision, and lets another observer watch it.</summary>
internal sealed class RecordingObserver(SessionRecorder recorder, VirtualSessionPlan plan, bool virtualTime, SessionObserver watching) : SessionObserver
{
    private readonly StreamTime _time = new();
    private BlockFeed? _feed;
    private string _stream = "";

    /// <summary>States what will come; before the session runs.</summary>
    public void Begin(StreamInfo stream)
    {
        var address = new DeviceAddress("twin");
        _stream = stream.Name;
        _feed = new(address.ToString(), new DeviceStream(stream) { SourceId = $"twin-{plan.Seed}" }, recorder.AddTap(address), virtualTime ? new(_time) : HostClock.System);
    }

    public override void OnBlock(SignalBlock block)
    {
        _time.Reading = block.Time.Nanoseconds;
        _feed!.Take(block);
        watching.OnBlock(block);
    }

    public override void OnDecision(Decision decision)
    {
        recorder.Append(LedgerDecision.Of(_stream, decision));
        watching.OnDecision(decision);
    }

    public override void OnCursor(CursorTask cursor, ProtocolPhase phase, Duration phaseLeft) => watching.OnCursor(cursor, phase, phaseLeft);

    public override void OnTrial(TrialResult result) => watching.OnTrial(result);

    /// <summary>The time of the stream as that of the host: on virtual time samples arrive as they are taken.</summary>
    private sealed class StreamTime : TimeProvider
    {
        public long Reading { get; set; }

        public override long TimestampFrequency => 1_000_000_000;

        public override long GetTimestamp() => Reading;
    }
}
