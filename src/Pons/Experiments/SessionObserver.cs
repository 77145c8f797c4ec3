using Pons.Control;
using Pons.Pipelines;
using Pons.Streams;

namespace Pons.Experiments;

/// <summary>
/// Watches an online session: a display, a recorder, a score. Called by the thread that pumps the pipeline, so it must not
/// wait. Override what is of interest.
/// </summary>
public abstract class SessionObserver
{
    /// <summary>A block has come in, unprocessed.</summary>
    public virtual void OnBlock(SignalBlock block)
    {
    }

    /// <summary>The decoder has decided.</summary>
    public virtual void OnDecision(Decision decision)
    {
    }

    /// <summary>The cursor has been moved on to the end of a block.</summary>
    public virtual void OnCursor(CursorTask cursor, ProtocolPhase phase, Duration phaseLeft)
    {
    }

    /// <summary>A trial has ended.</summary>
    public virtual void OnTrial(TrialResult result)
    {
    }
}
