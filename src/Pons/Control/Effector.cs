using Pons.Streams;

namespace Pons.Control;

/// <summary>
/// Something that acts on the outside: a cursor, a hand, a wheelchair. Promises (checked by <c>EffectorContract</c>): it
/// starts in its safe state; it refuses a command that has expired; a command acts no longer than it says; after
/// <see cref="MakeSafe"/> nothing acts until the next command. Called by one thread.
/// </summary>
public abstract class Effector
{
    /// <summary>Whether nothing acts at present.</summary>
    public abstract bool IsSafe { get; }

    /// <summary>Asks for an action.</summary>
    /// <param name="command">What is asked.</param>
    /// <param name="now">The present moment on the clock of the command.</param>
    public abstract CommandReply Execute(ControlCommand command, Timestamp now);

    /// <summary>Time has passed: acts on, and drops what has expired.</summary>
    public abstract void Advance(Timestamp now);

    /// <summary>Stops acting at once.</summary>
    public abstract void MakeSafe();
}
