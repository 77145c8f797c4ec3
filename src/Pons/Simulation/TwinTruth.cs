using System.Collections.Immutable;

namespace Pons.Simulation;

/// <summary>
/// What the simulated brain really did during one block. All values are per sample, so that the truth of a run is the same for
/// every block length. Immutable.
/// </summary>
public sealed class TwinTruth
{
    internal TwinTruth(
        long firstSampleIndex, MentalState[] states, float[] desynchronisation, float[] envelopes, ImmutableArray<TwinArtefact> artefacts)
    {
        FirstSampleIndex = firstSampleIndex;
        States = states;
        Desynchronisation = desynchronisation;
        Envelopes = envelopes;
        Artefacts = artefacts;
    }

    /// <summary>Index of the first sample since the start of the stream.</summary>
    public long FirstSampleIndex { get; }

    /// <summary>What the subject was told to do [sample].</summary>
    public ReadOnlyMemory<MentalState> States { get; }

    /// <summary>
    /// Share of the mu source power that is missing against rest [sample × hemisphere], left then right; below 0 where it has
    /// grown.
    /// </summary>
    public ReadOnlyMemory<float> Desynchronisation { get; }

    /// <summary>
    /// Instantaneous amplitude of each rhythm at its loudest electrode [sample × rhythm] in µV, in the order of
    /// <see cref="VirtualSubjectRun.RhythmNames"/>.
    /// </summary>
    public ReadOnlyMemory<float> Envelopes { get; }

    /// <summary>Artefacts that begin in this block, in order.</summary>
    public ImmutableArray<TwinArtefact> Artefacts { get; }
}
