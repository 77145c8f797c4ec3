namespace Pons.Streams.Clocks;

/// <summary>Where a measure stops being good.</summary>
/// <param name="Doubtful">Above this it is doubtful.</param>
/// <param name="Bad">Above this it is bad; not below <paramref name="Doubtful"/>.</param>
public readonly record struct ClockLimit(double Doubtful, double Bad)
{
    /// <summary>The grade of a value.</summary>
    public ClockGrade Of(double value) => value > Bad ? ClockGrade.Bad : value > Doubtful ? ClockGrade.Doubtful : ClockGrade.Good;
}
