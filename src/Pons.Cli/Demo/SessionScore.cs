using Pons.Control;
using Pons.Evaluation;
using Pons.Experiments;

namespace Pons.Cli.Demo;

/// <summary>The running score of a session: trials that a pause made void do not count, a time-out counts as wrong.</summary>
internal sealed class SessionScore(int classCount)
{
    private double _seconds;

    public int Hits { get; private set; }

    public int Misses { get; private set; }

    public int TimeOuts { get; private set; }

    public int Voids { get; private set; }

    public int Trials => Hits + Misses + TimeOuts;

    /// <summary>Share of hits; <see langword="null"/> before the first trial.</summary>
    public Estimate? Accuracy => Trials == 0 ? null : Proportion.Of(Hits, Trials);

    /// <summary>Accuracy that guessing reaches with a probability of at most 5 %; above 1 when so few trials cannot tell.</summary>
    public double ChanceLimit => Trials == 0 ? 1 : (double)Proportion.ChanceLimit(Trials, classCount) / Trials;

    public double BitsPerMinute => Accuracy is { } accuracy ? InformationTransfer.BitsPerMinute(classCount, accuracy, _seconds / Trials).Value : 0;

    public void Add(TrialResult result)
    {
        switch (result.Outcome)
        {
            case CursorOutcome.Hit: Hits++; break;
            case CursorOutcome.Miss: Misses++; break;
            case CursorOutcome.TimeOut: TimeOuts++; break;
            default: Voids++; break;
        }

        if (!result.IsVoid) _seconds += result.DurationSeconds;
    }
}
