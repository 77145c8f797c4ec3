using Pons.Decoding;
using Pons.Streams;

namespace Pons.Control;

/// <summary>
/// A cursor on a line from −1 (left) to 1 (right) that a person moves to a target at one end, within a time. Each command sets
/// its velocity until the next command or until it expires; reaching an end decides the trial and stops the cursor. The
/// position is computed from the time of the last command, not summed up, so it is the same however often
/// <see cref="Advance"/> is called. One thread.
/// </summary>
public sealed class CursorTask : Effector
{
    private readonly ClassLabel _left;
    private readonly ClassLabel _right;
    private readonly double _speed;
    private ClassLabel? _target;
    private Timestamp _deadline;
    private Timestamp _movedAt;
    private Timestamp _movesUntil;
    private double _from;
    private double _velocity;

    /// <summary>Makes the task in its safe state: no trial, the cursor in the middle.</summary>
    /// <param name="left">The class that moves to the left.</param>
    /// <param name="right">The class that moves to the right.</param>
    /// <param name="fullSpeedPerSecond">Speed at confidence 1, in half widths a second; default 2. At confidence ½ it is 0.</param>
    /// <exception cref="ArgumentException">Both classes are the same.</exception>
    public CursorTask(ClassLabel left, ClassLabel right, double fullSpeedPerSecond = 2)
    {
        if (left == right) throw new ArgumentException($"Left and right are both '{left}'.", nameof(right));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(fullSpeedPerSecond);
        (_left, _right, _speed) = (left, right, fullSpeedPerSecond);
    }

    /// <summary>Where the cursor is, −1 (left end) to 1 (right end).</summary>
    public double Position { get; private set; }

    /// <summary>The class whose end is the target; <see langword="null"/> between trials.</summary>
    public ClassLabel? Target => _target;

    /// <summary>How the latest trial stands or ended.</summary>
    public CursorOutcome Outcome { get; private set; }

    /// <inheritdoc/>
    public override bool IsSafe => _velocity == 0;

    /// <summary>Begins a trial: the cursor goes to the middle and rests.</summary>
    /// <param name="target">The class whose end is to be reached.</param>
    /// <param name="now">The present moment.</param>
    /// <param name="timeOut">After this time the trial ends as <see cref="CursorOutcome.TimeOut"/>.</param>
    /// <exception cref="ArgumentException">The target is neither of the two classes.</exception>
    public void Begin(ClassLabel target, Timestamp now, Duration timeOut)
    {
        if (target != _left && target != _right) throw new ArgumentException($"'{target}' is neither '{_left}' nor '{_right}'.", nameof(target));
        (_target, _deadline, Outcome) = (target, now + timeOut, CursorOutcome.Open);
        Rest(0, now);
    }

    /// <summary>Ends the trial, if one runs; an undecided one has timed out.</summary>
    public CursorOutcome End(Timestamp now)
    {
        Advance(now);
        if (_target is not null && Outcome == CursorOutcome.Open) Outcome = CursorOutcome.TimeOut;
        MakeSafe();
        _target = null;
        return Outcome;
    }

    /// <inheritdoc/>
    public override CommandReply Execute(ControlCommand command, Timestamp now)
    {
        Advance(now);
        if (now >= command.ExpiresAt) return CommandReply.Refuse("expired");
        if (_target is null) return CommandReply.Refuse("no trial");
        if (Outcome != CursorOutcome.Open) return CommandReply.Refuse("trial decided");
        if (command.Intent != _left && command.Intent != _right) return CommandReply.Refuse("unknown intent");
        _from = Position;
        _movedAt = now;
        _movesUntil = command.ExpiresAt < _deadline ? command.ExpiresAt : _deadline;
        _velocity = (command.Intent == _left ? -1 : 1) * _speed * Math.Clamp(2 * command.Confidence - 1, 0, 1);
        return CommandReply.Confirm;
    }

    /// <inheritdoc/>
    public override void Advance(Timestamp now)
    {
        if (_target is null || Outcome != CursorOutcome.Open) return;
        if (_velocity != 0) Move(now);
        if (Outcome == CursorOutcome.Open && now >= _deadline) (Outcome, _velocity) = (CursorOutcome.TimeOut, 0);
    }

    /// <inheritdoc/>
    public override void MakeSafe() => _velocity = 0;

    private void Move(Timestamp now)
    {
        var until = now < _movesUntil ? now : _movesUntil;
        Position = Math.Clamp(_from + _velocity * (until - _movedAt).Seconds, -1, 1);
        if (Math.Abs(Position) >= 1)
        {
            Outcome = (Position < 0 ? _left : _right) == _target ? CursorOutcome.Hit : CursorOutcome.Miss;
            Rest(Position, now);
        }
        else if (now >= _movesUntil)
        {
            Rest(Position, _movesUntil);
        }
    }

    private void Rest(double position, Timestamp now) => (Position, _from, _velocity, _movedAt) = (position, position, 0, now);
}
