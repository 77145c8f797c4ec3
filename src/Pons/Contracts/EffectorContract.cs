using Pons.Control;
using Pons.Decoding;
using Pons.Streams;

namespace Pons.Contracts;

/// <summary>The promises of every <see cref="Effector"/>, as code that throws <see cref="ContractBreach"/> on the first one broken.</summary>
public static class EffectorContract
{
    private static readonly ClockId Clock = new("contract");

    /// <summary>Checks a fresh effector that is ready to act.</summary>
    /// <param name="create">Makes an effector that would confirm a valid command with <paramref name="intent"/> at time 0.</param>
    /// <param name="intent">An intent that it understands.</param>
    /// <exception cref="ContractBreach">A promise does not hold.</exception>
    public static void Check(Func<Effector> create, ClassLabel intent)
    {
        ContractBreach.ThrowUnless(create().IsSafe, "an effector starts in its safe state.", "a fresh one acts already.");

        var effector = create();
        var late = effector.Execute(Command(intent, 0, 1), At(1));
        ContractBreach.ThrowUnless(!late.Confirmed, "a command that has expired is refused.", "it was confirmed at the moment of its expiry.");
        ContractBreach.ThrowUnless(effector.IsSafe, "a refused command does not act.", "something acts after a refusal.");

        effector = create();
        var reply = effector.Execute(Command(intent, 0, 0.5), At(0));
        ContractBreach.ThrowUnless(reply.Confirmed, "a valid command is confirmed.", $"it was refused: {reply.Reason}.");
        effector.Advance(At(0.5));
        ContractBreach.ThrowUnless(effector.IsSafe, "a command acts no longer than it says.", "something still acts at the moment of expiry.");

        effector = create();
        effector.Execute(Command(intent, 0, 10), At(0));
        effector.MakeSafe();
        ContractBreach.ThrowUnless(effector.IsSafe, "making safe stops at once.", "something acts after MakeSafe.");
        effector.Advance(At(1));
        ContractBreach.ThrowUnless(effector.IsSafe, "after making safe nothing acts until the next command.", "time passing set it going again.");
    }

    private static Timestamp At(double seconds) => Timestamp.FromSeconds(Clock, seconds);

    private static ControlCommand Command(ClassLabel intent, double issuedSeconds, double expiresSeconds) =>
        new(intent, 0.9, At(issuedSeconds), At(expiresSeconds));
}
