namespace Pons.Simulation;

/// <summary>Collects the truth of the block that is being made, when somebody wants it.</summary>
internal sealed class TruthRecorder(int rhythmCount)
{
    private readonly List<TwinArtefact> _artefacts = [];
    private MentalState[] _states = [];
    private float[] _desynchronisation = [];
    private float[] _envelopes = [];
    private long _firstSample;
    private int _next;

    public bool IsRecording { get; private set; }

    public void Begin(long firstSample, int sampleCount)
    {
        IsRecording = true;
        (_firstSample, _next) = (firstSample, 0);
        _states = new MentalState[sampleCount];
        _desynchronisation = new float[2 * sampleCount];
        _envelopes = new float[rhythmCount * sampleCount];
    }

    public void Note(TwinArtefactKind kind, long firstSample, long sampleCount, double amplitudeMicrovolts)
    {
        if (IsRecording) _artefacts.Add(new(kind, firstSample, sampleCount, amplitudeMicrovolts));
    }

    public void Note(Behaviour behaviour, RhythmBank rhythms)
    {
        _states[_next] = behaviour.State;
        _desynchronisation[2 * _next] = (float)(1 - behaviour.LeftHandArea.MuPower);
        _desynchronisation[2 * _next + 1] = (float)(1 - behaviour.RightHandArea.MuPower);
        rhythms.CopyEnvelopes(_envelopes.AsSpan(_next * rhythmCount, rhythmCount));
        _next++;
    }

    public TwinTruth End()
    {
        var truth = new TwinTruth(_firstSample, _states, _desynchronisation, _envelopes, [.. _artefacts]);
        _artefacts.Clear();
        IsRecording = false;
        return truth;
    }
}
