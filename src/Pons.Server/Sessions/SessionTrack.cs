using Pons.Decoding;
using Pons.Devices;
using Pons.Pipelines;
using Pons.Server.Live;
using Pons.Sessions;
using Pons.Sessions.Ledger;
using Pons.Streams;
using Pons.Streams.Clocks;

namespace Pons.Server.Sessions;

/// <summary>
/// Records the program's own session, such as that of the virtual subject: samples and markers as a stream, decisions in the ledger. A session that
/// is recorded from its first sample has its model kept beside the recording, so that its decisions can be made again bit for bit. What is recorded
/// later counts from its own first sample, and holds the decisions that rest on recorded samples only.
/// </summary>
/// <param name="recorder">Records it.</param>
/// <param name="clock">The clock of the host.</param>
/// <param name="ended">Told when a session is over.</param>
internal sealed class SessionTrack(SessionRecorder recorder, HostClock clock, Action ended) : LiveTap
{
    private SampleTap? _tap;
    private BlockFeed? _feed;
    private string _name = "";
    private long _first = -1;
    private Timestamp _firstTime;
    private int _sessions;

    public override void Begin(LiveSessionInfo session, bool isFromStart)
    {
        _name = ++_sessions == 1 ? session.Stream.Name : $"{session.Stream.Name} {_sessions}";
        _first = -1;
        var address = new DeviceAddress("session");
        _tap = recorder.AddTap(address);
        _feed = new(address.ToString(), new(session.Stream with { Name = _name }) { SourceId = session.Subject }, _tap, clock);
        if (isFromStart && _sessions == 1 && session.Model is { } model) Keep(model);
    }

    public override void Take(SignalBlock block)
    {
        if (_first < 0) (_first, _firstTime) = (block.FirstSampleIndex, block.Time);
        _feed!.Take(block);
    }

    public override void Take(Decision decision)
    {
        if (_first >= 0 && decision.FirstSampleIndex >= _first) recorder.Append(LedgerDecision.Of(_name, Shifted(decision)));
    }

    public override void End()
    {
        _tap?.End(null);
        ended();
    }

    private void Keep(SavedModel model)
    {
        try
        {
            LiveSession.KeepModel(recorder, _name, model);
        }
        catch (IOException fault)
        {
            var text = $"The model could not be kept ({fault.Message.TrimEnd('.')}): the decisions cannot be made again.";
            recorder.Append(new LedgerNotice(_name, nameof(DeviceNoticeKind.Fault), text, 0) { Code = nameof(DeviceFaultCode.ModelNotKept) });
        }
    }

    private Decision Shifted(Decision decision) => _first == 0 ? decision : decision with
    {
        FirstSampleIndex = decision.FirstSampleIndex - _first,
        EndSampleIndex = decision.EndSampleIndex - _first,
        CueSampleIndex = Math.Max(-1, decision.CueSampleIndex - _first),
        Time = new(decision.Time.Clock, (decision.Time - _firstTime).Nanoseconds),
    };
}
