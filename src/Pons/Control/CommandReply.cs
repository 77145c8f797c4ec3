namespace Pons.Control;

/// <summary>What an effector answers to a command: it has confirmed, or it has refused and says why. A refusal is no error.</summary>
/// <param name="Confirmed">Whether the command acts.</param>
/// <param name="Reason">Why it was refused; <see langword="null"/> when confirmed.</param>
public readonly record struct CommandReply(bool Confirmed, string? Reason)
{
    /// <summary>The command acts.</summary>
    public static CommandReply Confirm { get; } = new(true, null);

    /// <summary>The command does not act.</summary>
    public static CommandReply Refuse(string reason) => new(false, reason);
}
