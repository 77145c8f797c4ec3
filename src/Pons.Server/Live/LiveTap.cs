using Pons.Pipelines;
using Pons.Streams;

namespace Pons.Server.Live;

/// <summary>
/// Is handed what the program's own session pushes into a <see cref="LiveFeed"/>, in order and under its lock: it must not wait. A device that is
/// shown, or a recording that is played, is not such a session.
/// </summary>
internal abstract class LiveTap
{
    /// <summary>A session is there.</summary>
    /// <param name="session">The session.</param>
    /// <param name="isFromStart">Whether its first block is still to come.</param>
    public abstract void Begin(LiveSessionInfo session, bool isFromStart);

    /// <summary>Samples of the session.</summary>
    public abstract void Take(SignalBlock block);

    /// <summary>A decision of the session.</summary>
    public abstract void Take(Decision decision);

    /// <summary>The session is over.</summary>
    public abstract void End();
}
