using System.Threading.Channels;

namespace Pons.Server.Live;

/// <summary>
/// What people at the studio asked for and the session has not seen yet. Any thread may ask; one session takes. A stop
/// overtakes everything that was asked before it.
/// </summary>
public sealed class LiveCommands
{
    private const int Capacity = 16;
    private readonly Channel<LiveCommand> _waiting = Channel.CreateBounded<LiveCommand>(Capacity);

    /// <summary>Asks for something.</summary>
    /// <returns>False when the session has not taken the last 16 commands, so it does not listen.</returns>
    public bool TryAsk(LiveCommand command)
    {
        if (command == LiveCommand.Stop) Forget();
        return _waiting.Writer.TryWrite(command);
    }

    /// <summary>Takes the next command if there is one; a session that pumps blocks asks between two of them.</summary>
    public bool TryTake(out LiveCommand command) => _waiting.Reader.TryRead(out command);

    /// <summary>Waits for the next command.</summary>
    /// <exception cref="OperationCanceledException">The waiting was cancelled.</exception>
    public ValueTask<LiveCommand> TakeAsync(CancellationToken cancellation = default) => _waiting.Reader.ReadAsync(cancellation);

    private void Forget()
    {
        while (_waiting.Reader.TryRead(out _)) { }
    }
}
