using FsCheck.Fluent;
using Pons.Contracts;
using Pons.Control;
using Pons.Decoding;
using Pons.Streams;

namespace Pons.Tests.Control;

public sealed class CursorTaskTests
{
    private static readonly ClassLabel Left = new("left");
    private static readonly ClassLabel Right = new("right");
    private static readonly ClockId Clock = new("test");

    [Fact]
    public void Keeps_the_promises_of_effectors() => EffectorContract.Check(() => Begun(Left, new ClockId("contract")), Left);

    [Fact]
    public void A_sure_command_reaches_the_target()
    {
        var cursor = Begun(Right);
        cursor.Execute(Command(Right, 1, 0, 10), At(0));
        cursor.Advance(At(0.4));
        Assert.Equal(0.8, cursor.Position, 12);
        cursor.Advance(At(1));
        Assert.Equal((CursorOutcome.Hit, 1.0), (cursor.Outcome, cursor.Position));
        Assert.True(cursor.IsSafe);
    }

    [Fact]
    public void The_other_end_is_a_miss()
    {
        var cursor = Begun(Right);
        cursor.Execute(Command(Left, 1, 0, 10), At(0));
        cursor.Advance(At(2));
        Assert.Equal(CursorOutcome.Miss, cursor.Outcome);
    }

    [Fact]
    public void An_undecided_trial_times_out()
    {
        var cursor = Begun(Left);
        cursor.Execute(Command(Left, 0.5, 0, 10), At(0));
        Assert.Equal(CursorOutcome.TimeOut, cursor.End(At(4)));
    }

    [Fact]
    public void A_command_stops_at_its_expiry()
    {
        var cursor = Begun(Right);
        cursor.Execute(Command(Right, 1, 0, 0.25), At(0));
        cursor.Advance(At(3));
        Assert.Equal(0.5, cursor.Position, 12);
        Assert.True(cursor.IsSafe);
    }

    [Fact]
    public void Nothing_moves_between_trials()
    {
        var cursor = new CursorTask(Left, Right);
        Assert.Equal("no trial", cursor.Execute(Command(Left, 1, 0, 1), At(0)).Reason);
    }

    [Fact]
    public void How_often_time_is_told_does_not_change_the_path() =>
        Prop.ForAll(Gen.ListOf(Gen.Choose(0, 400)).ToArbitrary(), ticks =>
        {
            var (often, once) = (Begun(Right), Begun(Right));
            foreach (var cursor in new[] { often, once }) cursor.Execute(Command(Right, 0.7, 0, 1.5), At(0));
            foreach (var tick in ticks.Order()) often.Advance(At(tick * 0.01));
            often.Advance(At(4));
            once.Advance(At(4));
            return often.Position.Equals(once.Position) && often.Outcome == once.Outcome;
        }).Holds();

    [Fact]
    public void A_broken_effector_is_found_out() => Assert.Throws<ContractBreach>(() => EffectorContract.Check(() => new NeverStops(), Left));

    private static CursorTask Begun(ClassLabel target, ClockId? clock = null)
    {
        var cursor = new CursorTask(Left, Right);
        cursor.Begin(target, new Timestamp(clock ?? Clock, 0), Duration.FromSeconds(clock is null ? 4 : 100));
        return cursor;
    }

    private static Timestamp At(double seconds) => Timestamp.FromSeconds(Clock, seconds);

    private static ControlCommand Command(ClassLabel intent, double confidence, double issued, double expires) =>
        new(intent, confidence, At(issued), At(expires));

    private sealed class NeverStops : Effector
    {
        private bool _acts;

        public override bool IsSafe => !_acts;

        public override CommandReply Execute(ControlCommand command, Timestamp now)
        {
            if (now >= command.ExpiresAt) return CommandReply.Refuse("expired");
            _acts = true;
            return CommandReply.Confirm;
        }

        public override void Advance(Timestamp now)
        {
        }

        public override void MakeSafe()
        {
        }
    }
}
